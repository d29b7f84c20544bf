"""Duplicates of the documents that studies ended with."""

from collections.abc import Collection
from datetime import date

from maarif.registries.enrolments.errors import DuplicateRefused
from maarif.registries.enrolments.models import DocumentDuplicate
from maarif.registries.enrolments.states import held
from maarif.registries.enrolments.types import DuplicateCard, DuplicateReason, Status
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def record_duplicate(
    *, by: Actor, enrolment: int, number: str, on: date, reason: DuplicateReason, case: str = ""
) -> int:
    """Writes that a duplicate of a graduate's document was issued; its number. The same again is the one that is there.

    DuplicateRefused when the study did not end with a document, or when the institution has given the number before.
    """
    with acting(by), refused_by_database(DuplicateRefused):
        row = held(enrolment)
        there = DocumentDuplicate.objects.filter(enrolment=enrolment, number=number, case=case).first()
        if there is not None:
            return int(there.pk)
        if row.status != Status.COMPLETED.value or not row.document_number:
            raise DuplicateRefused(constraint="duplicate_of_a_document", enrolment=enrolment)
        if number == row.document_number:
            raise DuplicateRefused(constraint="duplicate_number_once", enrolment=enrolment)
        made = DocumentDuplicate.objects.create(
            enrolment=row,
            institution_id=row.institution_id,
            number=number,
            issued_on=on,
            reason=reason.value,
            case=case,
        )
        detail = {"enrolment": enrolment, "number": number, "reason": reason.value, "case": case}
        audit.record_write(by=by, verb="enrolments.record_duplicate", subjects=[row.person_id], detail=detail)
    return int(made.pk)


def duplicates_of(enrolments: Collection[int]) -> tuple[DuplicateCard, ...]:
    """The duplicates of the documents of some enrolments, the newest first."""
    rows = DocumentDuplicate.objects.filter(enrolment__in=enrolments).order_by("-issued_on", "-pk")
    return tuple(
        DuplicateCard(
            id=row.pk,
            enrolment=row.enrolment_id,
            number=row.number,
            issued_on=row.issued_on,
            reason=DuplicateReason(row.reason),
            case=row.case,
        )
        for row in rows
    )
