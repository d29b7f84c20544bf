"""Correcting one fact of an enrolment by a value of its kind."""

from datetime import date
from decimal import Decimal
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.kernel.facts import FactUnfit, typed
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.enrolments.states import held, refused
from maarif.registries.enrolments.types import EnrolmentFact, Funding
from maarif.registries.programmes.types import StudyForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

KINDS: Final[dict[EnrolmentFact, type]] = {
    EnrolmentFact.GRADE: int,
    EnrolmentFact.LANGUAGE: str,
    EnrolmentFact.FORM: StudyForm,
    EnrolmentFact.FUNDING: Funding,
    EnrolmentFact.FIRST_DAY: date,
    EnrolmentFact.EXPECTED_END: date,
    EnrolmentFact.CREDITS: int,
    EnrolmentFact.SEMESTER: int,
    EnrolmentFact.ENTRANCE_SCORE: Decimal,
    EnrolmentFact.ADMISSION_YEAR: int,
    EnrolmentFact.QUALIFICATION: str,
    EnrolmentFact.DOCUMENT_NUMBER: str,
    EnrolmentFact.GRADUATED_ON: date,
}
"""The kind of value of each correctable fact."""


def correct_fact(*, by: Actor, enrolment: int, fact: EnrolmentFact, value: object, reason: str) -> None:
    """Corrects one fact by a value of its kind or the text of one, such as a form gives; the same changes nothing.

    FactUnfit, EnrolmentUnknown; EnrolmentRefused and AlreadyEnrolled where the corrected row would break a rule.
    """
    found = typed(fact.value, value, KINDS[fact])
    with acting(by), refused():
        row = held(enrolment)
        column, new = fact.value, getattr(found, "value", found)
        if fact is EnrolmentFact.FIRST_DAY:
            if row.period.upper is not None and found >= row.period.upper:
                raise FactUnfit(fact=fact.value, kind="date")
            column, new = "period", DateRange(found, row.period.upper)
        if getattr(row, column) == new:
            return
        Enrolment.objects.filter(pk=enrolment).update(**{column: new}, changed_at=clock.now())
        detail = {"enrolment": enrolment, "fact": fact.value, "reason": reason}
        audit.record_write(by=by, verb="enrolments.correct_fact", subjects=[row.person_id], detail=detail)
