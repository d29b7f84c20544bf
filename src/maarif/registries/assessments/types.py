"""Values that cross the door of the assessments room."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from maarif.kernel.text import Text


class AssessmentKind(StrEnum):
    """Which examination: of candidates for a teacher's post, or of teachers in service."""

    RECRUITMENT = "recruitment"
    DIAGNOSTIC = "diagnostic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of an examination: what was reached, what could be, and what was needed (None: no threshold)."""

    code: str
    score: Decimal
    maximum: Decimal
    needed: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultCard:
    """A result of one person, as published."""

    id: int
    sourced_id: str
    person: int
    kind: AssessmentKind
    round: str
    subject: str
    subject_name: Text
    centre: int | None
    taken_on: date
    parts: tuple[Part, ...]
    total: Decimal
    maximum: Decimal
    passed: bool
    outcome: str
    valid_until: date | None
