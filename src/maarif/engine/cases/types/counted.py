"""Cases counted in groups, and what the public table of promises shows of them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cases alike: same service, category, channel, day of receipt, day of decision (None: in progress) and last day."""

    service: str
    category: str
    electronic: bool
    received: date
    decided: date | None
    due: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """How satisfied applicants were with one service: how many said so, and the sum of their marks (1 to 5)."""

    service: str
    count: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How long answers took in working days: the middle one, and the one that nine of ten did not exceed."""

    median: float
    ninetieth: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One service in the public table. A figure is None where its group is small, or where it would give one away."""

    service: str
    received: int
    answered: int | None
    open: int | None
    spread: Spread | None
    in_time: int | None
    satisfaction: float | None
    marks: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channels:
    """Electronic beside written in one category of one service, both groups large enough to be shown."""

    service: str
    category: str
    electronic: Spread
    written: Spread
    electronic_count: int
    written_count: int

    @property
    def faster(self) -> float | None:
        """How many times faster the electronic way is, by the medians; None when its answers come on the same day."""
        return self.written.median / self.electronic.median if self.electronic.median else None
