"""Values that cross the door of the inspection room."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: in which service, which check found it, and what to mend."""

    service: str
    check: str
    detail: str
