"""Values that cross the door of the deadlines room."""

from dataclasses import dataclass
from datetime import date

from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """How near the end of a term is: working days to it, 0 on its last day, none or fewer once it is `late`."""

    days: int
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedDay:
    """A day that the term did not count, and why."""

    date: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """How many working days some kinds of matter have from receipt to decision; no kind named means every kind."""

    matters: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A stretch in which a clock runs: from the day after `after` up to and including `upto` (None: still running)."""

    after: date
    upto: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A term that can be stopped, started again and lengthened: working days, and the stretches in which they count.

    Between two runs it stands still: the day on which it is stopped counts, the day on which it is started again does not.
    """

    days: int
    runs: tuple[Run, ...]

    @property
    def running(self) -> bool:
        """Whether it runs now."""
        return bool(self.runs) and self.runs[-1].upto is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """By when a case must be decided and how that was computed: working days of the term, days counted, days not counted.

    `pauses` are the stretches in which the clock stood still: the day it was stopped and the day it was started again.
    """

    days: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]
    pauses: tuple[tuple[date, date], ...] = ()
