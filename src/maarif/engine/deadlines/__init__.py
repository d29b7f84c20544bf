"""Terms of services, the dates they lead to, and clocks that can be stopped."""

from maarif.engine.deadlines.clocks import (
    clock_from_json,
    clock_to_json,
    due_of,
    explained,
    left,
    lengthened,
    over_since,
    resumed,
    started,
    stopped,
    used,
)
from maarif.engine.deadlines.rules import (
    clock_of,
    days_of,
    deadline_of,
    from_json,
    stage_days,
    term_of,
    terms_of,
    to_json,
)
from maarif.engine.deadlines.types import Clock, Deadline, Left, Run, SkippedDay, Term

__all__ = [
    "Clock",
    "Deadline",
    "Left",
    "Run",
    "SkippedDay",
    "Term",
    "clock_from_json",
    "clock_of",
    "clock_to_json",
    "days_of",
    "deadline_of",
    "due_of",
    "explained",
    "from_json",
    "left",
    "lengthened",
    "over_since",
    "resumed",
    "stage_days",
    "started",
    "stopped",
    "term_of",
    "terms_of",
    "to_json",
    "used",
]
