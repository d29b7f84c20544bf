"""Writes of the assessments room."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from maarif.registries.assessments.errors import ResultRefused
from maarif.registries.assessments.models import Result
from maarif.registries.assessments.types import AssessmentKind, Part
from maarif.registries.people.operations import hold
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def record(
    *,
    by: Actor,
    person: int,
    kind: AssessmentKind,
    subject: str,
    taken_on: date,
    parts: Sequence[Part],
    total: Decimal,
    maximum: Decimal,
    passed: bool,
    outcome: str = "",
    subject_name: str = "",
    subject_names: Mapping[str, str] | None = None,
    round: str = "",
    centre: int | None = None,
    valid_until: date | None = None,
) -> int:
    """Writes one published result and returns its number. ResultRefused."""
    with acting(by), refused_by_database(ResultRefused):
        hold(person=person)
        row = Result.objects.create(
            person_id=person,
            kind=kind.value,
            round=round,
            subject=subject,
            subject_name=subject_name,
            subject_names=dict(subject_names or {}),
            centre_id=centre,
            taken_on=taken_on,
            parts=[_part(part) for part in parts],
            total=total,
            maximum=maximum,
            passed=passed,
            outcome=outcome,
            valid_until=valid_until,
        )
        detail = {"result": row.pk, "kind": kind.value, "taken_on": taken_on}
        audit.record_write(by=by, verb="assessments.record", subjects=[person], detail=detail)
    return int(row.pk)


def _part(part: Part) -> dict[str, str | None]:
    """Decimals travel as text, so that no digit is lost."""
    return {
        "code": part.code,
        "score": str(part.score),
        "maximum": str(part.maximum),
        "needed": None if part.needed is None else str(part.needed),
    }
