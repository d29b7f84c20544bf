"""What happens to a queue, in the past tense: the lines of its log. `at` is the aware instant when it happened.

Fields that default to None are what the rules decide (whose turn it is, until when, who moves where): left out, the queue
fills them in; written, they must be what the rules give, so that a published log proves itself line by line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One event; by itself it says only that time has passed."""

    at: datetime


class TimePassed(Happened):
    """Nothing but time: desired starts come, stop lists end."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfChild(Happened):
    """Something that happened to one child."""

    child: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAdded(OfChild):
    """A child joins the ordinary stream; `since` is the ticket's instant when it was carried over from elsewhere."""

    born: date
    wants: tuple[str, ...]
    start: date
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivilegeVerified(OfChild):
    """A proved privilege moves the child to another stream; the ticket stays."""

    stream: str


class PrivilegeCancelled(OfChild):
    """Back to the ordinary stream with the same ticket; an open offer is recalled, since it was had by that privilege."""

    __slots__ = ()


class Frozen(OfChild):
    """The family asks to be passed over for now; the ticket stays."""

    __slots__ = ()


class Unfrozen(OfChild):
    """The family wants offers again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesChanged(OfChild):
    """Other kindergartens, best first; the ticket stays."""

    wants: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StartMoved(OfChild):
    """Another desired start; the ticket stays."""

    start: date


class Withdrawn(OfChild):
    """Out of the queue; a place that is held already stays."""

    __slots__ = ()


class Regrouped(OfChild):
    """A birthday: the age group is counted anew for this child; an offer in the old group is recalled."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesAdded(Happened):
    """A group of a kindergarten has so many free places more."""

    garden: str
    group: str
    count: int


class PlacesClosed(PlacesAdded):
    """So many free places are no more."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetOut(Happened):
    """One free place is offered to whoever's turn it is, to be answered by the end of the day `until`."""

    garden: str
    group: str
    until: date | None = None
    child: str | None = None


class Accepted(OfChild):
    """The child takes the place; one that it held before becomes free."""

    __slots__ = ()


class Refused(OfChild):
    """The family says no; the rules say what that costs."""

    __slots__ = ()


class Expired(OfChild):
    """Nobody answered until the end of the last day; the rules say what that costs."""

    __slots__ = ()


class Recalled(OfChild):
    """The office takes an offer back; it costs the child nothing."""

    __slots__ = ()


class Left(OfChild):
    """The child leaves the kindergarten; its place is free."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resorted(Happened):
    """The yearly re-sort: everybody's group is counted on the day `on` (on each day itself when there is none).

    Children with places take them along into their new group; whoever has outgrown all groups leaves, his place is free.
    """

    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Distributed(Happened):
    """All free places of a group at once: in merged order each gets an offer of his best wish that is still free."""

    group: str
    until: date | None = None
    gives: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeWished(OfChild):
    """Kindergartens that an enrolled child would rather be in, best first; none takes the wish back."""

    gardens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged(Happened):
    """Enrolled children of a group who wish it exchange places by top trading cycles."""

    group: str
    gives: Mapping[str, str] | None = None
