"""Writes of the programmes room: what institutions offer."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import connection

from maarif.kernel import clock, names
from maarif.registries.programmes.errors import OfferRefused
from maarif.registries.programmes.models import AcademicSession, ClassGroup, Programme
from maarif.registries.programmes.types import ProgrammeKind, SessionKind, StudyForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def open_programme(
    *,
    by: Actor,
    institution: int,
    code: str,
    name: str,
    kind: ProgrammeKind,
    level: int,
    duration_months: int,
    names_by_language: Mapping[str, str] | None = None,
    language: str = "",
    form: StudyForm = StudyForm.FULL_TIME,
    qualification: str = "",
    qualifications: Mapping[str, str] | None = None,
    credits: int | None = None,
    admission_group: str = "",
    passing_scores: Mapping[int, Decimal] | None = None,
) -> int:
    """Opens a programme of study at an institution and returns its number. OfferRefused."""
    with acting(by), refused_by_database(OfferRefused):
        row = Programme.objects.create(
            institution_id=institution,
            code=code,
            name=names.clean(name),
            names=dict(names_by_language or {}),
            kind=kind.value,
            level=level,
            language=language,
            form=form.value,
            duration_months=duration_months,
            qualification=qualification,
            qualifications=dict(qualifications or {}),
            credits=credits,
            admission_group=admission_group,
            passing_scores={str(year): str(score) for year, score in (passing_scores or {}).items()},
        )
        detail = {"programme": row.pk, "code": code, "kind": kind.value}
        audit.record_write(by=by, verb="programmes.open_programme", subjects=[institution], detail=detail)
    return int(row.pk)


def open_session(
    *, by: Actor, kind: SessionKind, title: str, starts: date, ends: date, parent: int | None = None
) -> int:
    """Opens a school year or a part of one; its `school_year` is the year in which it ends. OfferRefused."""
    with acting(by), refused_by_database(OfferRefused):
        row = AcademicSession.objects.create(
            kind=kind.value, title=title, starts=starts, ends=ends, school_year=ends.year, parent_id=parent
        )
        audit.record_write(by=by, verb="programmes.open_session", subjects=[], detail={"session": row.pk})
    return int(row.pk)


def year_session(*, by: Actor, school_year: int, starts: date, ends: date) -> int:
    """The school year that ends in a year, opened when there is none yet. OfferRefused."""
    with acting(by), refused_by_database(OfferRefused):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"school year {school_year}"])
        rows = AcademicSession.objects.filter(kind=SessionKind.SCHOOL_YEAR.value, school_year=school_year)
        there = rows.order_by("pk").values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        return open_session(
            by=by, kind=SessionKind.SCHOOL_YEAR, title=f"{school_year - 1}/{school_year}", starts=starts, ends=ends
        )


def open_class(
    *,
    by: Actor,
    institution: int,
    name: str,
    grade: int | None = None,
    language: str = "",
    shift: int = 1,
    session: int | None = None,
    teacher: int | None = None,
    capacity: int | None = None,
    programme: int | None = None,
) -> int:
    """Opens a class, or a group of a programme (`grade` is its year of study), and returns its number. OfferRefused."""
    with acting(by), refused_by_database(OfferRefused):
        row = ClassGroup.objects.create(
            institution_id=institution,
            name=names.clean(name),
            grade=grade,
            language=language,
            shift=shift,
            session_id=session,
            teacher_id=teacher,
            capacity=capacity,
            programme_id=programme,
        )
        audit.record_write(
            by=by, verb="programmes.open_class", subjects=[institution], detail={"class": row.pk, "teacher": teacher}
        )
    return int(row.pk)


def set_capacity(*, by: Actor, class_group: int, capacity: int | None, reason: str) -> None:
    """Says how many places a class has (None: not known, so not limited). OfferRefused when there is no such class.

    Nobody loses a place: a class made smaller than it is full has no free place until enough have left.
    """
    with acting(by), refused_by_database(OfferRefused):
        row = ClassGroup.objects.select_for_update(no_key=True).filter(pk=class_group).first()
        if row is None:
            raise OfferRefused(constraint="class_unknown")
        if row.capacity == capacity:
            return
        ClassGroup.objects.filter(pk=class_group).update(capacity=capacity, changed_at=clock.now())
        detail = {"class": class_group, "capacity": capacity, "reason": reason}
        audit.record_write(by=by, verb="programmes.set_capacity", subjects=[row.institution_id], detail=detail)


def assign_teacher(*, by: Actor, class_group: int, teacher: int | None) -> None:
    """Gives a class its teacher, or none. OfferRefused when there is no such class or person."""
    with acting(by), refused_by_database(OfferRefused):
        row = ClassGroup.objects.select_for_update().filter(pk=class_group).first()
        if row is None:
            raise OfferRefused(constraint="class_unknown")
        if row.teacher_id == teacher:
            return
        ClassGroup.objects.filter(pk=class_group).update(teacher_id=teacher, changed_at=clock.now())
        people = [party for party in (row.teacher_id, teacher) if party is not None]
        audit.record_write(
            by=by, verb="programmes.assign_teacher", subjects=people, detail={"class": class_group, "teacher": teacher}
        )
