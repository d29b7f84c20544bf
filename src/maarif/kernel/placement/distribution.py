"""Equipment to schools so that the worst-off come first: leximin of pupils for a computer, under nested budgets and minima.

A school's ratio is its largest shift divided by its computers; a school with none is worse than any that has one, and among those
the one with more pupils. Sets go one at a time to the worst school that may still have one. Budgets and minima of areas inside
areas leave what can still be completed a polymatroid, on which this greedy rule is exact (Federgruen and Groenevelt 1986): no
other distribution has a better sorted list of ratios. Whole numbers only, never a rounded ratio.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import gcd

from maarif.kernel.errors import MaarifError


class CannotBeMet(MaarifError):
    """Minima ask for more than budgets or schools allow; `params`: area, least and most in sets."""

    def __init__(self, area: str, least: int, most: int) -> None:
        super().__init__(
            f"area {area}: minima ask for {least} sets where {most} can be given", area=area, least=least, most=most
        )


@dataclass(frozen=True)
class School:
    """A school: `pupils` of the largest shift, `computers` it has, the area whose budget it draws on, and whether it may be given any."""

    code: str
    pupils: int
    computers: int
    area: str
    may: bool = True

    @property
    def open(self) -> bool:
        """Whether a set can go there: it may have one and somebody would use it."""
        return self.may and self.pupils > 0


@dataclass(frozen=True)
class Area:
    """At most `most` and at least `least` sets for all its schools, those of the areas inside it too; `within` is empty at the top."""

    code: str
    within: str
    most: int
    least: int = 0


class Scale:
    """Ratios as whole numbers in the same order: floor(pupils * D / computers), D the square of the most computers a school can come to.

    Different ratios of such denominators are at least 1/D apart, so no two of them fall together and equal ones stay equal.
    """

    def __init__(self, schools: Sequence[School], areas: Mapping[str, Area], size: int) -> None:
        more = (budget(areas) + 1) * size
        self.unit = max((school.computers for school in schools), default=0) + more
        self.unit *= self.unit
        self.largest = max((school.pupils for school in schools), default=0)

    def of(self, pupils: int, computers: int) -> int:
        """The place of a ratio: the larger, the worse."""
        return pupils * self.unit // computers if computers else (self.largest + pupils) * self.unit

    def turn(self, school: School, sets: int, size: int) -> tuple[int, int]:
        """When a school with so many sets has its turn, the smallest first: the worst now, then the best with one set more."""
        has = school.computers + sets * size
        return -self.of(school.pupils, has), self.of(school.pupils, has + size)

    def wanted(self, pupils: int, level: int) -> int:
        """The fewest computers with which so many pupils are no worse than `level`."""
        if self.of(pupils, 0) <= level:
            return 0
        return pupils * self.unit // (level + 1) + 1


class Budgets:
    """The sets given by area, and whether one more leaves everything possible to complete; areas and schools are known by code."""

    def __init__(self, areas: Mapping[str, Area], schools: Sequence[School]) -> None:
        self.areas = areas
        self.inner: dict[str, list[str]] = defaultdict(list)
        for code in sorted(areas):
            self.inner[areas[code].within].append(code)
        self._direct = {school.area for school in schools if school.open}
        self.asked = self.asks({})
        for code in self._upwards():
            if (can := self.can(code)) < self.asked[code]:
                raise CannotBeMet(code, self.asked[code], can)

    def _upwards(self) -> Iterator[str]:
        """Areas, each after those inside it."""
        order, ahead = [], [*self.inner[""]]
        while ahead:
            order.append(code := ahead.pop())
            ahead += self.inner[code]
        return reversed(order)

    def asks(self, given: Mapping[str, int]) -> dict[str, int]:
        """What each area comes to at least when its own schools have `given` sets: the minima inside it are still to be met."""
        found: dict[str, int] = {}
        for code in self._upwards():
            inside = given.get(code, 0) + sum(found[inner] for inner in self.inner[code])
            found[code] = max(self.areas[code].least, inside)
        return found

    def can(self, code: str) -> int:
        """The most sets that an area can be given."""
        if code in self._direct:
            return self.areas[code].most
        return min(self.areas[code].most, sum(map(self.can, self.inner[code])))

    def fits(self, given: Mapping[str, int]) -> bool:
        """Whether areas' own schools can have so many sets with every budget and minimum kept."""
        return all(asked <= self.areas[code].most for code, asked in self.asks(given).items())

    def take(self, code: str, inside: dict[str, int]) -> bool:
        """Gives one more set to a school of an area when that can be; `inside` counts what areas come to without their own minima."""
        path = []
        while code:
            area = self.areas[code]
            path.append(code)
            if inside[code] < area.least:
                break
            if inside[code] >= area.most:
                return False
            code = area.within
        for passed in path:
            inside[passed] += 1
        return True

    def inside(self) -> dict[str, int]:
        """What areas come to before anything is given: the minima of the areas inside them."""
        return {code: sum(self.asked[inner] for inner in self.inner[code]) for code in self.areas}


def budget(areas: Mapping[str, Area]) -> int:
    """The sets of all areas at the top together."""
    return sum(area.most for area in areas.values() if not area.within)


def distribute(schools: Sequence[School], areas: Mapping[str, Area], size: int = 1) -> dict[str, int]:
    """Sets of `size` computers by school that got one; equal ratios: where the set helps more first, then by code.

    O((schools + sets) log schools) steps. Raises CannotBeMet.
    """
    budgets, scale = Budgets(areas, schools), Scale(schools, areas, size)
    inside, given = budgets.inside(), defaultdict[str, int](int)
    heap = [(*scale.turn(school, 0, size), school.code, school) for school in schools if school.open]
    heapq.heapify(heap)
    while heap:
        *_, school = heap[0]
        if not budgets.take(school.area, inside):
            heapq.heappop(heap)
            continue
        given[school.code] += 1
        heapq.heapreplace(heap, (*scale.turn(school, given[school.code], size), school.code, school))
    return dict(given)


@dataclass(frozen=True)
class Ratio:
    """Pupils of the largest shift to computers, in lowest terms unless there is no computer: equal ratios are equal objects."""

    pupils: int
    computers: int

    def __str__(self) -> str:
        return f"{self.pupils}/{self.computers}"


def _lowest(pupils: int, computers: int) -> Ratio:
    common = gcd(pupils, computers) if computers else 1
    return Ratio(pupils // common, computers // common)


def worst(
    schools: Sequence[School], given: Mapping[str, int], areas: Mapping[str, Area], size: int = 1
) -> Ratio | None:
    """The worst ratio among schools that a set can go to; None when there is no such school."""
    scale = Scale(schools, areas, size)
    ratios = (
        _lowest(school.pupils, school.computers + given.get(school.code, 0) * size) for school in schools if school.open
    )
    return max(ratios, key=lambda ratio: scale.of(ratio.pupils, ratio.computers), default=None)


def bound(schools: Sequence[School], areas: Mapping[str, Area], size: int = 1) -> Ratio | None:
    """The least worst ratio that any distribution has, by binary search over levels: independent of how sets were given.

    A level is possible when what schools need for it fits the budgets; 64 such tests at the most for ordinary sizes.
    """
    budgets, scale = Budgets(areas, schools), Scale(schools, areas, size)
    there = [school for school in schools if school.open]
    if not there:
        return None
    low, high = 0, max(scale.of(school.pupils, school.computers) for school in there)
    while low < high:
        level = (low + high) // 2
        if budgets.fits(_by_area(there, _needs(there, scale, level, size))):
            high = level
        else:
            low = level + 1
    return worst(there, _needs(there, scale, low, size), areas, size)


def _needs(schools: Sequence[School], scale: Scale, level: int, size: int) -> dict[str, int]:
    """The fewest sets by school with which none is worse than a level."""
    return {
        school.code: max(0, -((school.computers - scale.wanted(school.pupils, level)) // size)) for school in schools
    }


def _by_area(schools: Sequence[School], given: Mapping[str, int]) -> dict[str, int]:
    found = defaultdict[str, int](int)
    for school in schools:
        found[school.area] += given.get(school.code, 0)
    return found


def violations(
    schools: Sequence[School], areas: Mapping[str, Area], given: Mapping[str, int], size: int = 1
) -> Iterator[str]:
    """What is wrong with a distribution, whoever made it: rules first, then whether it is the leximin one.

    The optimum needs no second computation: a distribution that uses all it may, and that no move of one set between two schools
    improves, is the best of all (Murota 1998, on discrete convex sets). Areas are compared by pairs, not schools.
    """
    for school in schools:
        if given.get(school.code, 0) and not school.open:
            yield f"school {school.code} may not be given any"
    inside = dict.fromkeys(areas, 0)
    for code, sets in _by_area(schools, given).items():
        for above in _chain(areas, code):
            inside[above] += sets
    broken = False
    for code, area in sorted(areas.items()):
        if not area.least <= inside[code] <= area.most:
            broken = True
            yield f"area {code} has {inside[code]} sets, not {area.least} to {area.most}"
    if not broken:
        yield from _improvements(schools, areas, given, size, inside)


def _chain(areas: Mapping[str, Area], code: str) -> Iterator[str]:
    while code:
        yield code
        code = areas[code].within


def _improvements(
    schools: Sequence[School], areas: Mapping[str, Area], given: Mapping[str, int], size: int, inside: Mapping[str, int]
) -> Iterator[str]:
    scale = Scale(schools, areas, size)
    needy: dict[str, tuple[tuple[int, int], str]] = {}
    donors: dict[str, tuple[tuple[int, int], str]] = {}
    for school in (school for school in schools if school.open):
        sets = given.get(school.code, 0)
        turn = (scale.turn(school, sets, size), school.code)
        needy[school.area] = min(needy.get(school.area, turn), turn)
        if sets:
            last = (scale.turn(school, sets - 1, size), school.code)
            donors[school.area] = max(donors.get(school.area, last), last)
    for area, (_, code) in sorted(needy.items()):
        if all(inside[above] < areas[above].most for above in _chain(areas, area)):
            yield f"a set is left that school {code} could have"
    for source, (last_turn, donor) in sorted(donors.items()):
        for target, (next_turn, taker) in sorted(needy.items()):
            if next_turn < last_turn and _movable(areas, inside, source, target):
                yield f"a set moved from school {donor} to school {taker} would make the list of ratios better"


def _movable(areas: Mapping[str, Area], inside: Mapping[str, int], source: str, target: str) -> bool:
    leaves, enters = set(_chain(areas, source)), set(_chain(areas, target))
    return all(inside[code] > areas[code].least for code in leaves - enters) and all(
        inside[code] < areas[code].most for code in enters - leaves
    )
