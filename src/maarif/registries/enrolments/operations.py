"""Writes of the enrolments room: enrolling, and every change of status with the order that made it."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.registries.enrolments.errors import (
    AlreadyEnrolled,
    EnrolmentRefused,
    EnrolmentUnknown,
    TransitionRefused,
)
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.enrolments.types import CURRENT, Funding, Status
from maarif.registries.people.operations import hold
from maarif.registries.programmes.types import ProgrammeKind, StudyForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def enrol(
    *,
    by: Actor,
    person: int,
    institution: int,
    kind: ProgrammeKind,
    level: int,
    since: date,
    programme: int | None = None,
    class_group: int | None = None,
    grade: int | None = None,
    form: StudyForm = StudyForm.FULL_TIME,
    language: str = "",
    funding: Funding = Funding.NONE,
    expected_end: date | None = None,
    order_number: str = "",
) -> int:
    """Enrols a person and returns the enrolment's number. AlreadyEnrolled, EnrolmentRefused."""
    with acting(by), _refused():
        hold(person=person)
        row = Enrolment.objects.create(
            person_id=person,
            institution_id=institution,
            programme_id=programme,
            class_group_id=class_group,
            kind=kind.value,
            level=level,
            grade=grade,
            form=form.value,
            language=language,
            funding=funding.value,
            period=DateRange(since, None),
            expected_end=expected_end,
            status=Status.ACTIVE.value,
            status_since=since,
            status_order=order_number,
        )
        detail = {"enrolment": row.pk, "institution": institution, "kind": kind.value, "since": since}
        audit.record_write(by=by, verb="enrolments.enrol", subjects=[person], detail=detail)
    return int(row.pk)


def record_ended(
    *,
    by: Actor,
    person: int,
    institution: int,
    kind: ProgrammeKind,
    level: int,
    since: date,
    last_day: date,
    status: Status,
    programme: int | None = None,
    form: StudyForm = StudyForm.FULL_TIME,
    funding: Funding = Funding.NONE,
    qualification: str = "",
    qualifications: Mapping[str, str] | None = None,
    document_number: str = "",
    graduated_on: date | None = None,
) -> int:
    """Writes a study that ended before the register knew it, such as a graduate's of earlier years. EnrolmentRefused."""
    with acting(by), _refused():
        hold(person=person)
        row = Enrolment.objects.create(
            person_id=person,
            institution_id=institution,
            programme_id=programme,
            kind=kind.value,
            level=level,
            form=form.value,
            funding=funding.value,
            period=DateRange(since, last_day, bounds="[]"),
            status=status.value,
            status_since=graduated_on or last_day,
            qualification=qualification,
            qualifications=dict(qualifications or {}),
            document_number=document_number,
            graduated_on=graduated_on,
        )
        detail = {"enrolment": row.pk, "institution": institution, "status": status.value}
        audit.record_write(by=by, verb="enrolments.record_ended", subjects=[person], detail=detail)
    return int(row.pk)


def suspend(*, by: Actor, enrolment: int, on: date, reason: str, order_number: str = "") -> None:
    """Begins an academic leave. TransitionRefused."""
    _change(by, enrolment, Status.SUSPENDED, on, reason, order_number, {})


def resume(*, by: Actor, enrolment: int, on: date, reason: str = "", order_number: str = "") -> None:
    """Ends an academic leave. TransitionRefused."""
    _change(by, enrolment, Status.ACTIVE, on, reason, order_number, {})


def graduate(
    *,
    by: Actor,
    enrolment: int,
    on: date,
    document_number: str,
    qualification: str = "",
    qualifications: Mapping[str, str] | None = None,
    order_number: str = "",
) -> None:
    """Completes a study with a document; `on` is the day of graduation and the last day. TransitionRefused."""
    facts = {
        "graduated_on": on,
        "document_number": document_number,
        "qualification": qualification,
        "qualifications": dict(qualifications or {}),
    }
    _change(by, enrolment, Status.COMPLETED, on, "", order_number, facts)


def end(*, by: Actor, enrolment: int, status: Status, on: date, reason: str, order_number: str = "") -> None:
    """Ends a study otherwise: completed without a document, withdrawn, transferred, expelled. TransitionRefused."""
    if status in CURRENT or status is Status.ANNULLED:
        raise TransitionRefused(enrolment=enrolment, to=status.value)
    _change(by, enrolment, status, on, reason, order_number, {})


def annul(*, by: Actor, enrolment: int, on: date, reason: str, order_number: str = "") -> None:
    """Says that an enrolment never was: entered by mistake, or a document annulled. TransitionRefused."""
    _change(by, enrolment, Status.ANNULLED, on, reason, order_number, {})


def _change(
    by: Actor, enrolment: int, to: Status, on: date, reason: str, order_number: str, facts: Mapping[str, object]
) -> None:
    """One change of status; the period ends with the study, and the database judges whether the change is legal."""
    with acting(by), _refused():
        row = Enrolment.objects.select_for_update().filter(pk=enrolment).first()
        if row is None:
            raise EnrolmentUnknown(enrolment=enrolment)
        if row.status == to.value or on < row.status_since:
            raise TransitionRefused(enrolment=enrolment, status=row.status, to=to.value)
        period = row.period
        if to not in CURRENT and period.upper is None:
            period = DateRange(period.lower, max(on, period.lower), bounds="[]")
        Enrolment.objects.filter(pk=enrolment).update(
            status=to.value,
            status_since=on,
            status_reason=reason,
            status_order=order_number,
            period=period,
            changed_at=clock.now(),
            **facts,
        )
        detail = {"enrolment": enrolment, "from": row.status, "to": to.value, "on": on, "reason": reason}
        audit.record_write(by=by, verb="enrolments.change_status", subjects=[row.person_id], detail=detail)


def _refused() -> AbstractContextManager[None]:
    """The names of what the database may refuse here."""
    return refused_by_database(
        EnrolmentRefused,
        enrolment_one_active_per_level=AlreadyEnrolled,
        enrolment_one_active_per_kind=AlreadyEnrolled,
        enrolment_no_overlap_on_level=AlreadyEnrolled,
        enrolment_transition_legal=TransitionRefused,
    )
