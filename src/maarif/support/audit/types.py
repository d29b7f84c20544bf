"""Values of the ledger that cross the door."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look at a person's record, as the person sees it. `id` orders looks and serves as the mark for the next page.

    `who` is the looker's name where the house knows one, else empty: the surface then shows the role.
    """

    id: int
    at: datetime
    who: str
    role: str
    scope: str
    what: str
    purpose: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """What one run of the sealer did: the number of the newest seal, and how many entries it holds (0: nothing new)."""

    number: int
    entries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What is not sealed yet: how many entries, and since how many seconds the oldest of them waits."""

    entries: int
    seconds: float


class Fault(StrEnum):
    """What may be wrong with a ledger."""

    CHANGED = "changed"  # an entry is not what was sealed
    MISSING = "missing"  # a sealed entry is gone
    ADDED = "added"  # an entry stands in a sealed stretch and was never sealed, or claims a future transaction
    CLOCK = "clock"  # an entry's time does not fit the seals around it
    SEAL = "seal"  # a seal's signature, number, link or time is wrong
    LEAVES = "leaves"  # the list of hashes beside a seal does not give its root
    SEAL_MISSING = "seal_missing"  # a seal known outside the database is gone from it
    SEAL_REWRITTEN = "seal_rewritten"  # a seal differs from the one kept outside the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault, located: in which seal, at which entry."""

    fault: Fault
    seal: int | None = None
    entry: int | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a verification saw: `sound` is true when there is no finding."""

    seals: int
    entries: int
    unsealed: int
    heads_outside: int
    findings: tuple[Finding, ...] = field(default=())

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
