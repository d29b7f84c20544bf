"""Reads of the enrolments room; whoever calls has passed a gate for the person already."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from maarif.kernel.text import Text
from maarif.registries.enrolments.models import Enrolment, SpecialStudy, StatusChange
from maarif.registries.enrolments.seats import class_places, holds_of, places_of, schools_with_free_places
from maarif.registries.enrolments.types import (
    CURRENT,
    EnrolmentCard,
    Funding,
    SpecialForm,
    SpecialFormCard,
    Status,
    StatusChangeCard,
)
from maarif.registries.institutions.types import named
from maarif.registries.programmes.types import ProgrammeKind, StudyForm

__all__ = [
    "card",
    "class_places",
    "course_of",
    "current_of",
    "holds_of",
    "moves_since",
    "of_institution",
    "of_people",
    "of_person",
    "places_of",
    "schools_with_free_places",
    "special_forms",
    "status_changes",
    "studies_at",
    "studies_in_region",
    "taught_by",
]

CURRENT_STATUSES = [status.value for status in CURRENT]


def of_person(
    person: int,
    *,
    kinds: Iterable[ProgrammeKind] | None = None,
    active_on: date | None = None,
    include_ended: bool = False,
) -> tuple[EnrolmentCard, ...]:
    """A person's enrolments, the newest first, in one statement.

    Without `include_ended` only current ones (studying, or on leave). `active_on` keeps those whose period holds that day
    and whose status is not a leave: for a past day also ones that ended since. Annulled ones never show.
    """
    rows = _rows().filter(person=person)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    if active_on is not None:
        rows = rows.filter(period__contains=active_on).exclude(status=Status.SUSPENDED.value)
    elif not include_ended:
        rows = rows.filter(status__in=CURRENT_STATUSES)
    return tuple(_card(row) for row in rows.order_by("-period", "-pk"))


def current_of(
    person: int, *, on: date, level: int | None = None, kinds: Iterable[ProgrammeKind] | None = None
) -> EnrolmentCard | None:
    """What a person studies on a day on a level (or in one of some kinds), on leave or not; None where nothing.

    On the day of a transfer that is the new enrolment. Without level and kinds it is the newest of several.
    """
    rows = _rows().filter(person=person, period__contains=on)
    if level is not None:
        rows = rows.filter(level=level)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    row = rows.order_by("-period", "-pk").first()
    return None if row is None else _card(row)


def course_of(enrolment: int) -> tuple[EnrolmentCard, ...]:
    """An enrolment and those that it goes on from, back to the first: transfers, changes of programme, reinstatements."""
    found: list[EnrolmentCard] = []
    number: int | None = enrolment
    while number is not None and number not in {one.id for one in found}:
        one = card(number)
        if one is None:
            break
        found.append(one)
        number = one.continues
    return tuple(found)


def moves_since(person: int, day: date) -> int:
    """How many enrolments of a person that began on a day or later went on from another; what limits per semester count."""
    rows = Enrolment.objects.filter(_true(), person=person, continues__isnull=False, period__startswith__gte=day)
    return rows.count()


def special_forms(enrolment: int, *, on: date | None = None) -> tuple[SpecialFormCard, ...]:
    """The special forms of an enrolment, the newest first; with a day, only the one that holds it."""
    rows = SpecialStudy.objects.filter(enrolment=enrolment)
    if on is not None:
        rows = rows.filter(period__contains=on)
    return tuple(
        SpecialFormCard(
            id=row.pk,
            enrolment=row.enrolment_id,
            form=SpecialForm(row.form),
            since=row.period.lower,
            until=row.period.upper - timedelta(days=1),
            reason=row.reason,
            order_number=row.order_number,
        )
        for row in rows.order_by("-period", "-pk")
    )


def of_people(persons: Iterable[int], *, active_on: date) -> dict[int, tuple[EnrolmentCard, ...]]:
    """What several people study on a day, by person, in one statement; whoever studies nothing is absent."""
    found: dict[int, tuple[EnrolmentCard, ...]] = {}
    rows = _rows().filter(person__in=set(persons), period__contains=active_on).exclude(status=Status.SUSPENDED.value)
    for row in rows.order_by("person", "-period", "-pk"):
        found[row.person_id] = (*found.get(row.person_id, ()), _card(row))
    return found


def card(enrolment: int) -> EnrolmentCard | None:
    """One enrolment, or None."""
    row = _rows().filter(pk=enrolment).first()
    return None if row is None else _card(row)


def of_institution(
    institution: int, *, kinds: Iterable[ProgrammeKind] | None = None, after: int = 0, limit: int = 100
) -> tuple[EnrolmentCard, ...]:
    """Current enrolments at an institution, a page at a time by number."""
    rows = _rows().filter(institution=institution, status__in=CURRENT_STATUSES, pk__gt=after)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    return tuple(_card(row) for row in rows.order_by("pk")[:limit])


def studies_at(person: int, institution: int) -> bool:
    """Whether a person studies (or is on leave) at an institution, or ever did: what a registrar's gate asks."""
    return Enrolment.objects.filter(_true(), person=person, institution=institution).exists()


def studies_in_region(person: int, region: str) -> bool:
    """Whether a person's enrolment, current or past, is at an institution of a region or of a district of it."""
    place = Q(institution__region=region) | Q(institution__region__parent=region)
    return Enrolment.objects.filter(_true(), place, person=person).exists()


def taught_by(teacher: int, person: int) -> bool:
    """Whether a person is now in a class whose teacher is `teacher`."""
    return Enrolment.objects.filter(person=person, class_group__teacher=teacher, status__in=CURRENT_STATUSES).exists()


def status_changes(enrolment: int) -> tuple[StatusChangeCard, ...]:
    """Every change of status of an enrolment, oldest first."""
    rows = StatusChange.objects.filter(enrolment=enrolment).order_by("pk")
    return tuple(
        StatusChangeCard(
            enrolment=row.enrolment_id,
            before=Status(row.before),
            after=Status(row.after),
            on=row.on,
            reason=row.reason,
            order_number=row.order_number,
            recorded_at=row.recorded_at,
        )
        for row in rows
    )


def _true() -> Q:
    """Annulled enrolments never were."""
    return ~Q(status=Status.ANNULLED.value)


def _rows() -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(_true()).select_related("institution", "programme", "class_group")


def _card(row: Enrolment) -> EnrolmentCard:
    programme, group = row.programme, row.class_group
    return EnrolmentCard(
        id=row.pk,
        sourced_id=row.sourced_id,
        person=row.person_id,
        institution=row.institution_id,
        institution_name=named(row.institution.name, row.institution.names),
        institution_country=row.institution.country,
        institution_region=row.institution.region_id,
        programme=row.programme_id,
        programme_code=programme.code if programme else "",
        programme_name=named(programme.name, programme.names) if programme else None,
        class_group=row.class_group_id,
        class_name=group.name if group else "",
        class_teacher=group.teacher_id if group else None,
        level=row.level,
        kind=ProgrammeKind(row.kind),
        grade=row.grade,
        form=StudyForm(row.form),
        language=row.language or (programme.language if programme else group.language if group else ""),
        funding=Funding(row.funding),
        since=row.period.lower,
        until=None if row.period.upper is None else row.period.upper - timedelta(days=1),
        expected_end=row.expected_end,
        status=Status(row.status),
        status_since=row.status_since,
        qualification=_qualification(row),
        document_number=row.document_number,
        graduated_on=row.graduated_on,
        credits=row.credits,
        programme_credits=programme.credits if programme else None,
        semester=row.semester,
        semesters=programme.duration_months // 6 if programme else None,
        entrance_score=row.entrance_score,
        admission_year=row.admission_year,
        admission_group=programme.admission_group if programme else "",
        leave_until=row.leave_until,
        continues=row.continues_id,
    )


def _qualification(row: Enrolment) -> Text | None:
    """What the diploma says, else what the programme leads to."""
    if row.qualification:
        return named(row.qualification, row.qualifications)
    if row.programme is not None and row.programme.qualification:
        return named(row.programme.qualification, row.programme.qualifications)
    return None
