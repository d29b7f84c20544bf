"""Every child's record and every group's places, as the re-sorts since have made them: each worked out when it is asked for.

A re-sort touches nobody. A record that is older than it is aged when it is read; the places of a kindergarten are counted anew when one
of them is asked for, from sorted birth dates of those who hold them.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from maarif.kernel.placement.queue.ages import Ages, code
from maarif.kernel.placement.queue.records import Child, Line, Lot, Place
from maarif.kernel.placement.queue.rules import Rules
from maarif.kernel.placement.queue.turns import fresh, given_back

Name = TypeVar("Name")
Record = TypeVar("Record")


class Reading(Mapping[Name, Record]):
    """A mapping whose values are worked out when they are read."""

    def __init__(self, names: Callable[[], Iterable[Name]], read: Callable[[Name], Record | None]) -> None:
        self._names = names
        self._read = read

    def __getitem__(self, name: Name) -> Record:
        if (found := self._read(name)) is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[Name]:
        return iter([name for name in self._names() if self._read(name) is not None])

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Register:
    """Children and places. `offered` and `trading` name whoever may have an open offer, or wish to exchange a place."""

    def __init__(self, rules: Rules, ages: Ages) -> None:
        self._rules = rules
        self._ages = ages
        self._records: dict[str, Child] = {}
        self._aged: dict[str, int] = {}
        self._numbers: dict[int, str] = {}
        self._lots: dict[Line, Lot] = {}
        self._counted: dict[str, int] = {}
        self._held: dict[str, dict[str, list[int]]] = defaultdict(dict)
        self._offers: dict[str, dict[str, None]] = defaultdict(dict)
        self.offered: dict[str, None] = {}
        self.trading: dict[str, None] = {}
        self.children: Mapping[str, Child] = Reading(lambda: self._records, self.child)
        self.lots: Mapping[Line, Lot] = Reading(self._all_lots, self._lot)

    def child(self, name: str) -> Child | None:
        """A child's record; None when there is none, or it has outgrown all groups since it was kept."""
        if name not in self._records:
            return None
        child = self.aged(name)
        return child if child.waits or child.place is not None else None

    def aged(self, name: str) -> Child:
        """The record of a name that is kept, as the re-sorts have made it; it may have left."""
        return self._ages.aged(self._records[name], self._aged[name])

    def named(self, number: int) -> str:
        """Whose ticket has a number."""
        return self._numbers[number]

    def put(self, child: Child) -> bool:
        """Keeps a record, or forgets whoever neither waits nor holds a place; whether it is kept."""
        before = self._records.get(child.id)
        for garden in {*_gardens(before), *_gardens(child)}:
            self._count(garden)
        if before is not None:
            self._forget(before)
        if not child.waits and child.place is None:
            return False
        self._records[child.id] = child
        self._aged[child.id] = self._ages.now
        self._numbers[child.number] = child.id
        if (place := child.place) is not None:
            insort(self._held[place.garden].setdefault(place.group, []), code(child.born))
        if child.offer is not None:
            self._offers[child.offer.place.garden][child.id] = None
            self.offered[child.id] = None
        if child.swaps:
            self.trading[child.id] = None
        return True

    def put_lot(self, lot: Lot) -> None:
        """Keeps the places of a group."""
        self._count(lot.place.garden)
        self._lots[lot.place.line] = lot

    def behind(self, number: int) -> Child | None:
        """The child with a number, aged, when its record is older than the last re-sort; it may have left."""
        name = self._numbers.get(number)
        return None if name is None or self._aged[name] == self._ages.now else self.aged(name)

    def _forget(self, child: Child) -> None:
        if (place := self.aged(child.id).place) is not None:
            births = self._held[place.garden][place.group]
            del births[bisect_left(births, code(child.born))]
        if child.offer is not None:
            self._offers[child.offer.place.garden].pop(child.id, None)
        self.offered.pop(child.id, None)
        self.trading.pop(child.id, None)
        del self._records[child.id], self._aged[child.id], self._numbers[child.number]

    def _lot(self, line: Line) -> Lot | None:
        self._count(line[0])
        return self._lots.get(line)

    def _all_lots(self) -> Iterable[Line]:
        for garden in {*self._held, *self._offers}:
            self._count(garden)
        return self._lots

    def _count(self, garden: str) -> None:
        """Lets the re-sorts that a kindergarten has not seen happen to its places: O(groups log n) and some steps for each open offer."""
        for number in range(self._counted.get(garden, 0), self._ages.now):
            self._take_places_along(garden, number)
            self._recall(garden, number)
        self._counted[garden] = self._ages.now

    def _take_places_along(self, garden: str, number: int) -> None:
        after: dict[str, list[int]] = {}
        for group, births in self._held.get(garden, {}).items():
            old, dealt = self._ages.dealt(births, number)
            self._change((garden, group), 0, old)
            for other, moved in dealt.items():
                if moved and other not in {None, group}:
                    self._change((garden, group), -len(moved), 0)
                    self._change((garden, str(other)), len(moved), 0)
                after.setdefault(other or group, []).extend(moved)
        if after:
            self._held[garden] = {group: sorted(births) for group, births in after.items()}

    def _recall(self, garden: str, number: int) -> None:
        for name in [*self._offers.get(garden, ())]:
            child, since = self._records[name], self._aged[name]
            child = self._ages.aged(child, since, number)
            offer, age = child.offer, self._ages.age(code(child.born), number)
            if offer is None or (age.group == child.group and not age.old):
                continue
            self._change(offer.place.line, 0, 1)
            if offer.turn is not None:
                lot = self._lots[offer.place.line]
                self._lots[offer.place.line] = replace(lot, turns=given_back(self._rules, lot.turns, offer.turn))

    def _change(self, line: Line, total: int, free: int) -> None:
        if total or free:
            garden, group = line
            lot = self._lots.get(line) or empty_lot(self._rules, Place(garden=garden, group=group))
            self._lots[line] = lot.grown(total, free)


def empty_lot(rules: Rules, place: Place) -> Lot:
    """No place, with the rounds at their beginning."""
    return Lot(place=place, total=0, free=0, turns=fresh(rules))


def _gardens(child: Child | None) -> set[str]:
    """Where a child has a place or an offer."""
    if child is None:
        return set()
    places = (child.place, None if child.offer is None else child.offer.place)
    return {place.garden for place in places if place is not None}
