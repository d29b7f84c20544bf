"""Writes of the enrolments room: enrolling, and every change of status with the order that made it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.registries.enrolments.correcting import correct_fact
from maarif.registries.enrolments.duplicates import record_duplicate
from maarif.registries.enrolments.errors import TransitionRefused
from maarif.registries.enrolments.forms import end_form, set_form
from maarif.registries.enrolments.models import Enrolment
from maarif.registries.enrolments.moving import change_programme, enter_stage, reinstate, transfer, transfer_student
from maarif.registries.enrolments.places import hold_place, release_lapsed_places, release_place, use_hold
from maarif.registries.enrolments.promotion import (
    advance_promotion,
    choose_after_year,
    reverse_promotion,
    run_promotion,
    start_promotion,
)
from maarif.registries.enrolments.states import CURRENT_STATUSES, change, held, refused
from maarif.registries.enrolments.types import CURRENT, Funding, Status
from maarif.registries.people.operations import hold
from maarif.registries.programmes.types import ProgrammeKind, StudyForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

__all__ = [
    "advance_promotion",
    "annul",
    "change_programme",
    "choose_after_year",
    "correct_fact",
    "end",
    "end_form",
    "enrol",
    "enter_stage",
    "expel",
    "graduate",
    "hold_place",
    "record_duplicate",
    "record_ended",
    "record_progress",
    "reinstate",
    "release_lapsed_places",
    "release_place",
    "return_from_leave",
    "reverse_promotion",
    "run_promotion",
    "set_form",
    "start_promotion",
    "take_leave",
    "transfer",
    "transfer_student",
]


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
    **facts: object,
) -> int:
    """Enrols a person and returns the enrolment's number; into a class only where a place is free, or held for the person.

    The very same enrolment once more is the one that is there. `facts` are further columns: semester, credits,
    entrance_score, admission_year. AlreadyEnrolled, NoFreePlace, EnrolmentRefused.
    """
    columns = {
        "person_id": person,
        "institution_id": institution,
        "programme_id": programme,
        "class_group_id": class_group,
        "kind": kind.value,
        "level": level,
        "grade": grade,
        "period": DateRange(since, None),
        "status": Status.ACTIVE.value,
    }
    more = {"form": form.value, "language": language, "funding": funding.value, "expected_end": expected_end, **facts}
    return _opened(by, columns, {**more, "status_since": since, "status_order": order_number})


def _opened(by: Actor, columns: Mapping[str, Any], more: Mapping[str, Any]) -> int:
    """Opens an enrolment, or finds the one that says the same and is active."""
    person = columns["person_id"]
    with acting(by), refused():
        hold(person=person)
        there = Enrolment.objects.filter(**columns).values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        use_hold(person=person, class_group=columns["class_group_id"])
        row = Enrolment.objects.create(**columns, **more)
        detail = {"enrolment": row.pk, "institution": row.institution_id, "kind": row.kind, "since": row.status_since}
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
    with acting(by), refused():
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


def take_leave(*, by: Actor, enrolment: int, on: date, until: date | None, reason: str, order_number: str = "") -> None:
    """Begins an academic leave; `until` is its last day as planned (None: open). TransitionRefused.

    Saying the same again changes nothing.
    """
    if until is not None and until < on:
        raise TransitionRefused(enrolment=enrolment, to=Status.SUSPENDED.value, constraint="leave_ends_after_it_begins")
    change(by, enrolment, Status.SUSPENDED, on, reason, order_number, {"leave_until": until})


def return_from_leave(*, by: Actor, enrolment: int, on: date, reason: str = "", order_number: str = "") -> None:
    """Ends an academic leave, sooner or later than planned. TransitionRefused."""
    change(by, enrolment, Status.ACTIVE, on, reason, order_number, {})


def expel(*, by: Actor, enrolment: int, on: date, reason: str, order_number: str = "") -> None:
    """Ends a study by expulsion; `on` is the last day. TransitionRefused."""
    change(by, enrolment, Status.EXPELLED, on, reason, order_number, {})


def record_progress(*, by: Actor, enrolment: int, semester: int, credits_earned: int | None, reason: str = "") -> None:
    """Writes the semester that a student is in and the credits recorded so far. EnrolmentRefused, TransitionRefused."""
    with acting(by), refused():
        row = held(enrolment)
        if row.status not in CURRENT_STATUSES:
            raise TransitionRefused(enrolment=enrolment, status=row.status, to=row.status)
        if (row.semester, row.credits) == (semester, credits_earned):
            return
        Enrolment.objects.filter(pk=enrolment).update(semester=semester, credits=credits_earned, changed_at=clock.now())
        detail = {"enrolment": enrolment, "semester": semester, "credits": credits_earned, "reason": reason}
        audit.record_write(by=by, verb="enrolments.record_progress", subjects=[row.person_id], detail=detail)


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
    change(by, enrolment, Status.COMPLETED, on, "", order_number, facts)


def end(*, by: Actor, enrolment: int, status: Status, on: date, reason: str, order_number: str = "") -> None:
    """Ends a study otherwise: completed without a document, withdrawn, transferred, expelled. TransitionRefused."""
    if status in CURRENT or status is Status.ANNULLED:
        raise TransitionRefused(enrolment=enrolment, to=status.value)
    change(by, enrolment, status, on, reason, order_number, {})


def annul(*, by: Actor, enrolment: int, on: date, reason: str, order_number: str = "") -> None:
    """Says that an enrolment never was: entered by mistake, or a document annulled. TransitionRefused."""
    change(by, enrolment, Status.ANNULLED, on, reason, order_number, {})
