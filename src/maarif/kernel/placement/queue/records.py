"""What a queue knows: a child with its ticket, an open offer, the places of a group. Frozen; a change is a new record."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from maarif.kernel.placement.queue.turns import Key, Turns

Line = tuple[str, str]
"""A kindergarten and an age group; the line of a whole group has no kindergarten (an empty name)."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place in a group of a kindergarten."""

    garden: str
    group: str

    @property
    def line(self) -> Line:
        """The line for such places."""
        return self.garden, self.group


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A place that a child may take until the end of a day; `turn` is the stream whose turn it was, None when it was nobody's."""

    place: Place
    until: date
    turn: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """One child. The ticket is `since` and `number` and never changes; `earliest` is the first day on which an offer may come.

    `waits` is False for whoever holds a place and wants no other. `stopped_until` is the last day on the stop list.
    """

    id: str
    born: date
    wants: tuple[str, ...]
    start: date
    stream: str
    since: datetime
    number: int
    earliest: date
    group: str | None
    waits: bool = True
    frozen: bool = False
    stopped_until: date | None = None
    refusals: int = 0
    lapses: int = 0
    offer: Offer | None = None
    place: Place | None = None
    swaps: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """The ticket as it sorts."""
        return (self.since - _EPOCH) // _TICK, self.number

    @property
    def wakes(self) -> date:
        """The first day that desired start, least wait and stop list leave free."""
        day = max(self.start, self.earliest)
        return day if self.stopped_until is None else max(day, self.stopped_until + timedelta(days=1))

    @property
    def preferred(self) -> tuple[str, ...]:
        """The kindergartens that the child waits for, best first: those before its own place when it holds one."""
        if not self.waits:
            return ()
        if self.place is not None and self.place.garden in self.wants:
            return self.wants[: self.wants.index(self.place.garden)]
        return self.wants

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that the child stands in: one for each kindergarten, and that of the whole group."""
        if self.group is None or not (gardens := self.preferred):
            return ()
        return *((garden, self.group) for garden in gardens), ("", self.group)

    def ready(self, day: date) -> bool:
        """Whether an offer could be made on a day."""
        return not self.frozen and self.offer is None and self.wakes <= day


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The places of a group of a kindergarten: all of them, those nobody has or was offered, and whose turn it is."""

    place: Place
    total: int
    free: int
    turns: tuple[Turns, ...]

    def with_free(self, count: int) -> "Lot":
        """So many free places more (or fewer)."""
        return replace(self, free=self.free + count)

    def grown(self, count: int, free: int) -> "Lot":
        """So many places more in all, and so many of them free."""
        return replace(self, total=self.total + count, free=self.free + free)
