"""Values that cross the door of the transfers room, and the shape of the rule sets `transfers` and `stage_change`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When pupils of some grades may ask, every year: from and until are `MM-DD HH:MM` in the country's time."""

    grades: tuple[int, ...]
    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    """The rule set `transfers` or `stage_change`: windows per grade, the schools' terms in working days, who goes first in a queue."""

    windows: tuple[Window, ...]
    receiving_days: int
    leaving_days: int
    first: tuple[Literal["sibling", "employee"], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The place that is waited for: a grade taught in a language at a school."""

    school: int
    grade: int
    language: str


class Step(StrEnum):
    """What happened to an entry of the queue."""

    JOINED = "joined"
    OFFERED = "offered"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the queue's log: the case, what happened, whether it goes first, and the ticket given by the database."""

    ticket: int
    case: str
    step: Step
    first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case's place among those who wait for the same: counted from one."""

    place: int
    of: int
    first: bool
