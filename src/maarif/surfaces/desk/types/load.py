"""The load of an office, or of the offices that one answers for, as tables and bars."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeRow:
    """Open cases of one age; `width` is the bar's, of 100."""

    label: str
    count: int
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceRow:
    """What one officer, service or place has open, and how long ended ones took; None where none has ended."""

    name: str
    open: int
    overdue: int
    ended: int
    median: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaceTable:
    """One table of the page; `first` is the head of its first column."""

    code: str
    title: str
    first: str
    rows: tuple[PaceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPage:
    """The page: its figures, the ages, the tables, since when ended cases are counted."""

    figures: tuple[tuple[str, int], ...]
    ages: tuple[AgeRow, ...]
    tables: tuple[PaceTable, ...]
    since: date
