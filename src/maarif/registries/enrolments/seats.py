"""Reads of places: of a class, of a school, of a programme's groups, and of all schools that have a free one in a grade and language."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from maarif.registries.enrolments.models import ClassPlaces, PlaceHold
from maarif.registries.enrolments.types import PlacesCard, SchoolPage, SchoolPlaces
from maarif.registries.institutions.types import named
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ClassGroupCard
from maarif.support.parties import queries as statements
from maarif.support.parties.queries import asked_once

LONGEST_PAGE: Final = 100
_SCHOOLS: Final = """
    SELECT school.party_id, school.name, school.names, school.region_id, school.address, school.phone, school.latitude,
        school.longitude, school.sort_key, offer.classes, offer.free
    FROM (
        SELECT grp.institution_id, count(*) AS classes,
            sum(grp.capacity - coalesce(places.taken, 0) - coalesce(places.held, 0)) AS free
        FROM programmes_classgroup grp
        LEFT JOIN enrolments_classplaces places ON places.class_group_id = grp.id
        LEFT JOIN programmes_academicsession year ON year.id = grp.session_id
        WHERE grp.capacity IS NOT NULL AND grp.grade = %s AND grp.language = %s AND grp.programme_id IS NULL
            AND (year.id IS NULL OR %s BETWEEN year.starts AND year.ends)
            AND grp.capacity > coalesce(places.taken, 0) + coalesce(places.held, 0)
        GROUP BY grp.institution_id
    ) offer
    JOIN institutions_institution school ON school.party_id = offer.institution_id
    LEFT JOIN institutions_region place ON place.code = school.region_id
    WHERE school.closed IS NULL AND (%s::text IS NULL OR school.region_id = %s OR place.parent_id = %s)
        AND (school.sort_key, school.party_id) > (%s, %s)
    ORDER BY school.sort_key, school.party_id LIMIT %s
"""


def schools_with_free_places(
    *,
    language: str,
    grade: int,
    on: date,
    region: str | None = None,
    after: tuple[str, int] | None = None,
    limit: int = 20,
) -> SchoolPage:
    """Open schools with a free place in a grade and language, by name, a page at a time.

    Only classes of the school year that holds `on` count, and those of no year; `region` takes in its districts; `free` adds
    up the free places of the classes that have any.
    """
    size = max(1, min(limit, LONGEST_PAGE))
    name, number = after or ("", 0)
    asked = [grade, language, on, region, region, region, name, number, size + 1]
    found = statements.rows(_SCHOOLS, asked)
    shown = found[:size]
    last = (shown[-1][8], shown[-1][0]) if len(found) > size else None
    return SchoolPage(schools=tuple(map(_school, shown)), after=last)


_FREE_AT: Final = """
    SELECT grp.institution_id, sum(greatest(0, grp.capacity - coalesce(places.taken, 0) - coalesce(places.held, 0)))
    FROM programmes_classgroup grp
    LEFT JOIN enrolments_classplaces places ON places.class_group_id = grp.id
    LEFT JOIN programmes_academicsession year ON year.id = grp.session_id
    WHERE grp.institution_id = ANY(%s) AND grp.capacity IS NOT NULL AND grp.grade = %s AND grp.language = %s
        AND grp.programme_id IS NULL AND (year.id IS NULL OR %s BETWEEN year.starts AND year.ends)
    GROUP BY grp.institution_id
"""


def free_at(institutions: Iterable[int], *, grade: int, language: str, on: date) -> dict[int, int]:
    """Free places of several schools in a grade and language, in the school year that holds a day, in one statement.

    A school without such classes has none.
    """
    asked = list(institutions)
    found = statements.rows(_FREE_AT, [asked, grade, language, on])
    return dict.fromkeys(asked, 0) | {school: int(free) for school, free in found}


def class_places(class_group: int) -> PlacesCard | None:
    """The places of one class, or None when there is no such class."""
    card = programmes.class_group(class_group)
    return None if card is None else _places([card])[0]


def places_of(
    institution: int,
    *,
    session: int | None = None,
    grade: int | None = None,
    language: str = "",
    on: date | None = None,
) -> tuple[PlacesCard, ...]:
    """The places of an institution's classes by grade and name, of one grade or language where asked; two statements.

    With a day, only classes of the school year that holds it, and those of no year; three statements.
    """
    groups = programmes.classes_of(institution, session=session)
    wanted = [group for group in groups if (grade is None or group.grade == grade) and language in ("", group.language)]
    return _places(wanted if on is None else _of_year(wanted, on))


def groups_of(offered: Iterable[int], *, on: date) -> dict[int, tuple[PlacesCard, ...]]:
    """The places of the groups of several programmes in the school year that holds a day, by programme; three statements.

    A programme whose groups the register does not know is absent.
    """
    return _groups_of(tuple(sorted(set(offered))), on)


@asked_once
def _groups_of(offered: tuple[int, ...], on: date) -> dict[int, tuple[PlacesCard, ...]]:
    found: dict[int, tuple[PlacesCard, ...]] = {}
    for each in _places(_of_year(list(programmes.groups_of(offered)), on)):
        if each.programme is not None:
            found[each.programme] = (*found.get(each.programme, ()), each)
    return found


def free_in(groups: Iterable[PlacesCard], course: int) -> int | None:
    """Free places in a year of study; None where no group of it is known, or one is not limited. A group of no year is of each."""
    free = [each.free for each in groups if each.grade in (None, course)]
    known = [places for places in free if places is not None]
    return sum(known) if free and len(known) == len(free) else None


def _of_year(groups: list[ClassGroupCard], on: date) -> list[ClassGroupCard]:
    years = programmes.sessions(group.session for group in groups if group.session is not None)
    return [
        group
        for group in groups
        if group.session is None or years[group.session].starts <= on <= years[group.session].ends
    ]


def holds_of(person: int, *, case: str | None = None) -> dict[int, int]:
    """The places that are held for a person now (by one case, where it is named): the number of the hold by class."""
    rows = PlaceHold.objects.filter(person=person, ended_at=None)
    return dict((rows if case is None else rows.filter(case=case)).order_by("pk").values_list("class_group", "pk"))


def _places(groups: list[ClassGroupCard]) -> tuple[PlacesCard, ...]:
    counts = ClassPlaces.objects.in_bulk([group.id for group in groups])
    none = ClassPlaces(taken=0, held=0)
    return tuple(
        PlacesCard(
            class_group=group.id,
            institution=group.institution,
            name=group.name,
            grade=group.grade,
            language=group.language,
            shift=group.shift,
            capacity=group.capacity,
            programme=group.programme,
            taken=counts.get(group.id, none).taken,
            held=counts.get(group.id, none).held,
        )
        for group in groups
    )


def _school(row: tuple[Any, ...]) -> SchoolPlaces:
    number, name, names, region, address, phone, latitude, longitude, _, classes, free = row
    return SchoolPlaces(
        institution=number,
        name=named(name, json.loads(names)),
        region=region,
        address=address,
        phone=phone,
        latitude=latitude,
        longitude=longitude,
        classes=classes,
        free=free,
    )
