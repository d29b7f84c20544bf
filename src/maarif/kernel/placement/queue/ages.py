"""The yearly re-sorts of a queue and what they make of a birth date: worked out when somebody asks, never for everybody at once."""

from bisect import bisect_right
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from maarif.kernel.placement.queue.records import Child, Place
from maarif.kernel.placement.queue.rules import Rules

YEAR: Final = 12
MONTH: Final = 32
"""Birth dates count as (year * 12 + month - 1) * 32 + day: whoever is a month older has 32 less, whatever the month."""


class Age(NamedTuple):
    """What one re-sort says of a birth date: the group, and whether all groups are outgrown."""

    group: str | None
    old: bool


class Fate(NamedTuple):
    """What the re-sorts since a count make of a child: its group, whether that changed on the way, whether it has left."""

    group: str | None
    moved: bool
    gone: bool


class Ages:
    """The days on which re-sorts counted, in their order; the place in it is the re-sort's number. Births are given by their code."""

    def __init__(self, rules: Rules) -> None:
        self._groups = sorted(rules.groups, key=lambda group: -group.from_months)
        self._outgrown = self._groups[0].until_months
        self._ends = [months for group in rules.groups for months in (group.from_months, group.until_months)]
        self._days: list[int] = []
        self._fates: dict[tuple[int, str | None], tuple[list[int], list[Fate]]] = {}

    @property
    def now(self) -> int:
        """How many re-sorts there have been."""
        return len(self._days)

    def count(self, day: date) -> None:
        """A re-sort counts everybody's age on a day: O(1)."""
        self._days.append(code(day))
        self._fates.clear()

    def age(self, birth: int, number: int) -> Age:
        """What a re-sort says of a birth."""
        months = (self._days[number] - birth) // MONTH
        held = (group.code for group in self._groups if group.from_months <= months < group.until_months)
        return Age(next(held, None), months >= self._outgrown)

    def fate(self, birth: int, since: int, group: str | None) -> Fate:
        """What became of whoever was born on a day and was counted in a group before the re-sort `since`."""
        cuts, fates = self._followed(since, group)
        return fates[bisect_right(cuts, birth)]

    def fate_of_month(self, month: int, since: int, group: str | None) -> Fate | None:
        """The same of everybody born in a month (year * 12 + month - 1); None where the days of the month differ."""
        cuts, fates = self._followed(since, group)
        at = bisect_right(cuts, month * MONTH)
        return fates[at] if at == bisect_right(cuts, month * MONTH + MONTH - 1) else None

    def aged(self, child: Child, since: int, until: int | None = None) -> Child:
        """A child's record after the re-sorts from number `since` up to, not including, `until` (all that there were)."""
        for number in range(since, self.now if until is None else until):
            child = _aged(child, *self.age(code(child.born), number))
        return child

    def dealt(self, births: list[int], number: int) -> tuple[int, dict[str | None, list[int]]]:
        """Of sorted birth codes: how many have outgrown all groups at a re-sort, and the others by group; O(groups log n) and a copy."""
        at = self._days[number]
        end = old = bisect_right(births, at - MONTH * self._outgrown)
        none: list[int] = []
        found: dict[str | None, list[int]] = {None: none}
        for group in self._groups:
            first = bisect_right(births, at - MONTH * group.until_months)
            none += births[end:first]
            end = bisect_right(births, at - MONTH * group.from_months)
            found[group.code] = births[first:end]
        none += births[end:]
        return old, found

    def _followed(self, since: int, group: str | None) -> tuple[list[int], list[Fate]]:
        """The births from which on another fate begins, and the fates before, between and after them."""
        if (found := self._fates.get((since, group))) is None:
            cuts = sorted({day - MONTH * months + 1 for day in self._days[since:] for months in self._ends})
            fates = [self._fate(birth, since, group) for birth in (cuts[0] - 1, *cuts)]
            found = self._fates[since, group] = cuts, fates
        return found

    def _fate(self, birth: int, since: int, group: str | None) -> Fate:
        moved = False
        for number in range(since, self.now):
            at, old = self.age(birth, number)
            if old:
                return Fate(None, moved=True, gone=True)
            moved, group = moved or at != group, at
        return Fate(group, moved, gone=False)


def code(born: date) -> int:
    """A birth date as a number that sorts and subtracts by months."""
    return (born.year * YEAR + born.month - 1) * MONTH + born.day


def _aged(child: Child, group: str | None, old: bool) -> Child:
    """Whoever has a place takes it along; an offer in another group is recalled; whoever has outgrown all groups has left."""
    if old:
        return replace(child, group=group, offer=None, place=None, swaps=(), waits=False)
    place = child.place
    if place is not None and group is not None and place.group != group:
        place = Place(garden=place.garden, group=group)
    if group == child.group and place is child.place:
        return child
    return replace(child, group=group, place=place, offer=child.offer if group == child.group else None)
