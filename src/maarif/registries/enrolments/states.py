"""One change of an enrolment's status, judged by the database, and the names of what the database refuses."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.registries.enrolments.errors import (
    AlreadyEnrolled,
    EnrolmentRefused,
    EnrolmentUnknown,
    NoFreePlace,
    TransitionRefused,
)
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.enrolments.types import CURRENT, Status
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor

CURRENT_STATUSES: Final = [status.value for status in CURRENT]


def refused() -> AbstractContextManager[None]:
    """The names of what the database may refuse of an enrolment."""
    return refused_by_database(
        EnrolmentRefused,
        enrolment_one_active_per_level=AlreadyEnrolled,
        enrolment_one_active_per_kind=AlreadyEnrolled,
        enrolment_no_overlap_on_level=AlreadyEnrolled,
        enrolment_transition_legal=TransitionRefused,
        enrolment_continued_once=TransitionRefused,
        class_not_over_filled=NoFreePlace,
    )


def held(enrolment: int) -> Enrolment:
    """The row of an enrolment, locked until the transaction ends. EnrolmentUnknown."""
    row = Enrolment.objects.select_for_update(no_key=True).filter(pk=enrolment).first()
    if row is None:
        raise EnrolmentUnknown(enrolment=enrolment)
    return row


def change(
    by: Actor, enrolment: int, to: Status, on: date, reason: str, order_number: str, facts: Mapping[str, object]
) -> None:
    """One change of status; the period ends with the study, and the database judges whether the change is legal.

    The same change once more is done already. A leave takes its planned end along when it is over.
    """
    with acting(by), refused():
        row = held(enrolment)
        if row.status == to.value and (row.status_since, row.status_order) == (on, order_number):
            return
        write_change(row, to, on, reason, order_number, facts)
        detail = {"enrolment": enrolment, "from": row.status, "to": to.value, "on": on, "reason": reason}
        audit.record_write(by=by, verb="enrolments.change_status", subjects=[row.person_id], detail=detail)


def write_change(
    row: Enrolment, to: Status, on: date, reason: str, order_number: str, facts: Mapping[str, object]
) -> None:
    """The UPDATE of a locked row; TransitionRefused where it is in that status or would change before its last change."""
    if row.status == to.value or on < row.status_since:
        raise TransitionRefused(enrolment=row.pk, status=row.status, to=to.value)
    period = row.period
    if to not in CURRENT and period.upper is None:
        period = DateRange(period.lower, max(on, period.lower), bounds="[]")
    Enrolment.objects.filter(pk=row.pk).update(
        status=to.value,
        status_since=on,
        status_reason=reason,
        status_order=order_number,
        period=period,
        changed_at=clock.now(),
        **{"leave_until": None, **facts},
    )
