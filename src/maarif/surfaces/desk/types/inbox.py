"""What the list of cases draws: rows, filters with their counts, what several cases are done at once."""

from dataclasses import dataclass
from datetime import datetime

from maarif.surfaces.desk.types import Choice
from maarif.surfaces.record.types import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter of the list, as a link that sets it, or takes it away when it is set."""

    label: str
    count: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterGroup:
    """Filters that belong together."""

    title: str
    filters: tuple[Filter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One open turn in the list; `claim` is the act that its button offers, empty when there is none."""

    number: str
    href: str
    title: str
    person: str
    stage: str
    tag: Tag
    due: str
    received: datetime
    holder: str
    mine: bool
    claim: str
    marks: tuple[Tag, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """The list with everything around it; `query` is the address's own, to come back to."""

    rows: tuple[InboxRow, ...]
    groups: tuple[FilterGroup, ...]
    searched: str
    problem: str
    query: str
    first: str
    next: str
    every: str
    clear: str
    filtered: bool
    most_saved: int
    may_assign: bool
    colleagues: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkLine:
    """What will happen, or has happened, to one case; `why` says why nothing can."""

    number: str
    href: str
    title: str
    person: str
    text: str
    possible: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulk:
    """Several cases at once: before it is done (`done` false) and after; `undo` is the act that takes it back, if any does.

    `seen` are the turns that the page showed, so that a case that has gone on is not decided unseen.
    """

    title: str
    act: str
    to: str
    lines: tuple[BulkLine, ...]
    possible: int
    done: bool
    undo: str
    lawful: str
    back: str
    ways: tuple[Choice, ...] = ()
    grounds: tuple[Choice, ...] = ()
    problem: str = ""
    note: str = ""
    chosen: tuple[str, ...] = ()
    seen: str = ""
