"""What the rules of a service say of a case, and what its papers then say."""

from maarif.engine.decisions.papers import NotFilled, order_of
from maarif.engine.decisions.rules import NoOutcome, decide, decide_stage, failing, ground_of, reason_of
from maarif.engine.decisions.types import Certificates, Decision, Reason, ValidDays

__all__ = [
    "Certificates",
    "Decision",
    "NoOutcome",
    "NotFilled",
    "Reason",
    "ValidDays",
    "decide",
    "decide_stage",
    "failing",
    "ground_of",
    "order_of",
    "reason_of",
]
