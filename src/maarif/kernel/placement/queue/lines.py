"""The index of a queue: who stands in which line, who of them is ready today, and who wakes on which later day.

It is made of the children alone and can be made anew at any time; it is no part of the state. Children stand on shelves by the
month and the day of birth and by the group that they were last counted in, so that a re-sort moves nobody: it changes which
shelves make up a line.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from typing import Final, NamedTuple

from maarif.kernel.placement.queue.ages import MONTH, Ages, code
from maarif.kernel.placement.queue.records import Child, Line
from maarif.kernel.placement.queue.turns import Key, Order

STANDING: Final = "standing"
"""Everybody in a line."""
READY: Final = "ready"
"""Whoever could take a place today."""
OFFERED: Final = "offered"
"""Whoever could, but for an open offer."""

Kind = str | date
"""One of the three, or the day until which somebody sleeps."""

Kinds = tuple[Sequence[Kind], Sequence[Kind]]
"""Which kinds make up an order, and which of those whom a re-sort has moved."""
EVERYBODY: Final[Kinds] = ((STANDING,), (STANDING,))

Rows = dict[tuple[Kind, str], list[Key]]
"""Sorted tickets by kind and stream."""


class Shelf:
    """Children of one month of birth that were counted in one group by the same re-sort: all together, and by the day."""

    __slots__ = ("days", "size", "whole")

    def __init__(self) -> None:
        self.whole: Rows = {}
        self.days: dict[int, Rows] = defaultdict(dict)
        self.size = 0

    def add(self, day: int, slots: Iterable[tuple[Kind, str]], key: Key) -> None:
        """Puts a ticket where it belongs."""
        for rows in (self.whole, self.days[day]):
            for slot in slots:
                insort(rows.setdefault(slot, []), key)

    def remove(self, day: int, slots: Iterable[tuple[Kind, str]], key: Key) -> None:
        """Takes a ticket that is there out."""
        for rows in (self.whole, self.days[day]):
            for slot in slots:
                row = rows[slot]
                del row[bisect_left(row, key)]
                if not row:
                    del rows[slot]


class Spot(NamedTuple):
    """Where a child stands in the index."""

    gardens: tuple[str, ...]
    counted: int
    group: str | None
    month: int
    day: int
    slots: tuple[tuple[Kind, str], ...]
    key: Key

    @property
    def shelf(self) -> tuple[int, str | None, int]:
        """Which shelf of each garden."""
        return self.counted, self.group, self.month


class Lines:
    """Every line, of all who stand in it and of those who are ready. A change of one child costs O(wishes log n)."""

    def __init__(self, ages: Ages, streams: Sequence[str]) -> None:
        self._ages = ages
        self._streams = tuple(streams)
        self._gardens: dict[str, dict[tuple[int, str | None, int], Shelf]] = defaultdict(dict)
        self._spots: dict[str, Spot] = {}
        self._sleepers: dict[date, dict[str, None]] = defaultdict(dict)
        self._alarms: list[date] = []
        self._due: list[date] = []

    def ready(self, line: Line) -> Order:
        """Those in a line who could take a place today: also who sleeps to a day that has come, or whose offer a re-sort recalled."""
        return self._orders(line, self._awake)[0]

    def both(self, line: Line) -> tuple[Order, Order]:
        """Everybody in a line, and those of them who are ready, found on one walk."""
        everybody, ready = self._orders(line, EVERYBODY, self._awake)
        return everybody, ready

    def put(self, child: Child, day: date) -> None:
        """Follows one child's new record, counted as of the last re-sort."""
        before, after = self._spots.get(child.id), self._spot(child, day)
        if before == after:
            return
        if before is not None:
            self.drop(child.id)
        if after is None:
            return
        self._spots[child.id] = after
        for garden in after.gardens:
            shelves = self._gardens[garden]
            if (shelf := shelves.get(after.shelf)) is None:
                shelf = shelves[after.shelf] = Shelf()
            shelf.size += 1
            shelf.add(after.day, after.slots, after.key)
        if isinstance(kind := after.slots[-1][0], date):
            if not (sleepers := self._sleepers[kind]):
                heappush(self._alarms, kind)
            sleepers[child.id] = None

    def drop(self, child: str) -> None:
        """Forgets a child that may stand here."""
        if (spot := self._spots.pop(child, None)) is None:
            return
        for garden in spot.gardens:
            shelves = self._gardens[garden]
            shelf = shelves[spot.shelf]
            shelf.remove(spot.day, spot.slots, spot.key)
            shelf.size -= 1
            if not shelf.size:
                del shelves[spot.shelf]
        if isinstance(kind := spot.slots[-1][0], date):
            del self._sleepers[kind][child]

    def turn_to(self, day: date) -> None:
        """The day is another: whoever sleeps until it, or until one before it, is ready; O(days that have come)."""
        while self._alarms and self._alarms[0] <= day:
            self._due.append(heappop(self._alarms))
        for later in [one for one in self._due if one > day]:
            heappush(self._alarms, later)
        self._due = [one for one in dict.fromkeys(self._due) if one <= day and self._sleepers[one]]

    def woken(self, most: int) -> list[str]:
        """Some whose day has come and who still stand with the sleepers."""
        return [name for one in self._due for name, _ in zip(self._sleepers[one], range(most), strict=False)][:most]

    def _spot(self, child: Child, day: date) -> Spot | None:
        if not (gardens := child.preferred):
            return None
        if (kind := _kind(child, day)) is None:
            kinds: tuple[Kind, ...] = (STANDING,)
        else:
            kinds = (STANDING, kind)
        month, day_of_month = divmod(code(child.born), MONTH)
        return Spot(
            gardens=("", *gardens),
            counted=self._ages.now,
            group=child.group,
            month=month,
            day=day_of_month,
            slots=tuple((kind, child.stream) for kind in kinds),
            key=child.key,
        )

    @property
    def _awake(self) -> Kinds:
        kinds: tuple[Kind, ...] = (READY, *self._due)
        return kinds, (*kinds, OFFERED)

    def _orders(self, line: Line, *wanted: Kinds) -> list[Order]:
        found: list[dict[str, list[list[Key]]]] = [{} for _ in wanted]
        for rows, moved in self._shelves(line):
            for streams, kinds in zip(found, wanted, strict=True):
                for kind in kinds[moved]:
                    for stream in self._streams:
                        if row := rows.get((kind, stream)):
                            streams.setdefault(stream, []).append(row)
        return [Order(streams) for streams in found]

    def _shelves(self, line: Line) -> Iterator[tuple[Rows, bool]]:
        """The tickets that make up a line, and whether a re-sort moved them there since they were last counted."""
        garden, wanted = line
        for (counted, group, month), shelf in self._gardens.get(garden, {}).items():
            if counted == self._ages.now:
                if group == wanted:
                    yield shelf.whole, False
                continue
            if (fate := self._ages.fate_of_month(month, counted, group)) is not None:
                if fate.group == wanted:
                    yield shelf.whole, fate.moved
                continue
            for day, rows in shelf.days.items():
                fate = self._ages.fate(month * MONTH + day, counted, group)
                if fate.group == wanted:
                    yield rows, fate.moved


def _kind(child: Child, day: date) -> Kind | None:
    """How a child stands in its lines, beside standing there; None for whoever froze."""
    if child.ready(day):
        return READY
    if child.frozen:
        return None
    return OFFERED if child.offer is not None else child.wakes
