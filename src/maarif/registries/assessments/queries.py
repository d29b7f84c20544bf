"""Reads of the assessments room; whoever calls has passed a gate for the person already."""

from decimal import Decimal

from maarif.registries.assessments.models import Result
from maarif.registries.assessments.types import AssessmentKind, Part, ResultCard
from maarif.registries.institutions.types import named


def of_person(person: int, kind: AssessmentKind | None = None) -> tuple[ResultCard, ...]:
    """A person's results, the newest first."""
    rows = Result.objects.filter(person=person)
    if kind is not None:
        rows = rows.filter(kind=AssessmentKind(kind).value)
    return tuple(_card(row) for row in rows.order_by("-taken_on", "-pk"))


def _card(row: Result) -> ResultCard:
    return ResultCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        person=row.person_id,
        kind=AssessmentKind(row.kind),
        round=row.round,
        subject=row.subject,
        subject_name=named(row.subject_name or row.subject or row.kind, row.subject_names),
        centre=row.centre_id,
        taken_on=row.taken_on,
        parts=tuple(
            Part(
                code=part["code"],
                score=Decimal(str(part["score"])),
                maximum=Decimal(str(part["maximum"])),
                needed=None if part.get("needed") is None else Decimal(str(part["needed"])),
            )
            for part in row.parts
        ),
        total=row.total,
        maximum=row.maximum,
        passed=row.passed,
        outcome=row.outcome,
        valid_until=row.valid_until,
    )
