"""Values that cross the door of the transfers room, and the shape of the rule sets `transfers` and `stage_change`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When pupils of some grades may ask, every year: from and until are `MM-DD HH:MM` in the country's time.

    Until `territory_until` a school takes only children who live in its own territory; empty: it need not look.
    """

    grades: tuple[int, ...]
    opens: str
    closes: str
    territory_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstGrade:
    """Which grade a child enters from the kindergarten: of a child that `turns` so old in the year; with `programme`, when that is recorded."""

    turns: int
    grade: int
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfers:
    """The rule set `transfers` or `stage_change`: windows per grade, the schools' terms in working days, who goes first in a queue.

    `first_grade` says who enters another grade than the first from the kindergarten; with `by_calendar_year` whoever has the
    age of school at the end of the calendar year is old enough, else on the first day of the school year.
    """

    windows: tuple[Window, ...]
    receiving_days: int
    leaving_days: int
    first: tuple[Literal["sibling", "employee"], ...] = ()
    first_grade: tuple[FirstGrade, ...] = ()
    by_calendar_year: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The place that is waited for: a grade taught in a language at a school, or a year of a programme of a college.

    `begins` is the first day of the school year for which it is wanted; None: the one that there is.
    """

    school: int
    grade: int
    language: str
    programme: int | None = None
    begins: date | None = None


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
