"""Values that cross the door of the deadlines room."""

from dataclasses import dataclass
from datetime import date

from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedDay:
    """A day that the term did not count, and why."""

    date: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """By when a case must be decided and how that was computed: working days of the term, days counted, days not counted."""

    days: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]
