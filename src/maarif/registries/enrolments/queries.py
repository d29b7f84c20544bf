"""Reads of the enrolments room; whoever calls has passed a gate for the person already."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final, LiteralString

from django.db.models import Q

from maarif.registries.enrolments import cards
from maarif.registries.enrolments.batch_queries import kept_steps, promotion, promotions
from maarif.registries.enrolments.duplicates import duplicates_of
from maarif.registries.enrolments.law import duplicates, school_year, special_study
from maarif.registries.enrolments.models import Enrolment, SpecialStudy, StatusChange
from maarif.registries.enrolments.promotion import preview_promotion
from maarif.registries.enrolments.seats import (
    class_places,
    free_at,
    free_in,
    groups_of,
    holds_of,
    places_of,
    schools_with_free_places,
)
from maarif.registries.enrolments.types import (
    CURRENT,
    AfterYear,
    EnrolmentCard,
    SpecialForm,
    SpecialFormCard,
    Status,
    StatusChangeCard,
)
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.queries import asked_once

__all__ = [
    "card",
    "class_places",
    "course_of",
    "current_of",
    "duplicates",
    "duplicates_of",
    "free_at",
    "free_in",
    "groups_of",
    "holds_of",
    "kept_steps",
    "moves_since",
    "of_institution",
    "of_people",
    "of_person",
    "places_of",
    "preview_promotion",
    "promotion",
    "promotions",
    "school_year",
    "schools_with_free_places",
    "special_forms",
    "special_study",
    "status_changes",
    "studies_at",
    "studies_in_region",
    "studying_at",
    "taught_by",
    "with_after_year",
]

CURRENT_STATUSES = [status.value for status in CURRENT]
_CURRENT: Final = " AND e.status = ANY(%s::text[])"
_AFTER_YEAR: Final = (
    "(SELECT said.choice FROM enrolments_promotionchoice said WHERE said.enrolment_id = e.id AND said.year = %s)"
)
_STUDYING_ON: Final = " AND e.period @> %s::date AND e.status <> 'suspended'"


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
    where, asked = _of_kinds("e.person_id = %s", [person], kinds)
    if active_on is not None:
        return cards.read(where + _STUDYING_ON, [*asked, active_on])
    if not include_ended:
        return cards.read(where + _CURRENT, [*asked, CURRENT_STATUSES])
    return cards.read(where, asked)


def current_of(
    person: int, *, on: date, level: int | None = None, kinds: Iterable[ProgrammeKind] | None = None
) -> EnrolmentCard | None:
    """What a person studies on a day on a level (or in one of some kinds), on leave or not; None where nothing.

    On the day of a transfer that is the new enrolment. Without level and kinds it is the newest of several.
    """
    where, asked = _of_kinds("e.person_id = %s AND e.period @> %s::date", [person, on], kinds)
    if level is not None:
        where, asked = where + " AND e.level = %s", [*asked, level]
    return next(iter(cards.read(where, asked, limit=1)), None)


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
    for one in cards.read("e.person_id = ANY(%s::bigint[])" + _STUDYING_ON, [sorted(set(persons)), active_on]):
        found[one.person] = (*found.get(one.person, ()), one)
    return found


def studying_at(institutions: Iterable[int], persons: Iterable[int]) -> tuple[EnrolmentCard, ...]:
    """The current enrolments of some people at some institutions, in one statement."""
    where = "e.institution_id = ANY(%s::bigint[]) AND e.person_id = ANY(%s::bigint[])" + _CURRENT
    return cards.read(where, [sorted(institutions), sorted(persons), CURRENT_STATUSES])


@asked_once
def card(enrolment: int) -> EnrolmentCard | None:
    """One enrolment, or None."""
    return next(iter(cards.read("e.id = %s", [enrolment])), None)


def of_institution(
    institution: int, *, kinds: Iterable[ProgrammeKind] | None = None, after: int = 0, limit: int = 100
) -> tuple[EnrolmentCard, ...]:
    """Current enrolments at an institution, a page at a time by number."""
    where, asked = _of_kinds(
        "e.institution_id = %s AND e.id > %s" + _CURRENT, [institution, after, CURRENT_STATUSES], kinds
    )
    return cards.read(where, asked, order="e.id", limit=limit)


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


def with_after_year(person: int, year: int) -> tuple[tuple[EnrolmentCard, AfterYear | None], ...]:
    """Every enrolment of a person, ended ones too, the newest first, with what was decided for it before the promotion of a year."""
    found = cards.read_beside(_AFTER_YEAR, "e.person_id = %s", [year, person])
    return tuple((card, None if choice is None else AfterYear(choice)) for card, choice in found)


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


def _of_kinds(
    where: LiteralString, asked: list[Any], kinds: Iterable[ProgrammeKind] | None
) -> tuple[LiteralString, list[Any]]:
    """A condition and its values, narrowed to some kinds where any are named."""
    if kinds is None:
        return where, asked
    return where + " AND e.kind = ANY(%s::text[])", [*asked, [kind.value for kind in kinds]]
