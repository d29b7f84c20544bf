"""Reads of places: of a class, of a school, and of all schools that have a free one in a grade and language."""

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
        WHERE grp.capacity IS NOT NULL AND grp.grade = %s AND grp.language = %s AND (year.id IS NULL OR year.ends >= %s)
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

    Classes of school years that ended before `on` do not count; `region` takes in its districts; `free` adds up the free
    places of the classes that have any.
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
        AND (year.id IS NULL OR year.ends >= %s)
    GROUP BY grp.institution_id
"""


def free_at(institutions: Iterable[int], *, grade: int, language: str, on: date) -> dict[int, int]:
    """Free places of several schools in a grade and language, in one statement; a school without such classes has none."""
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

    With a day, classes of school years that ended before it are left out; three statements.
    """
    groups = programmes.classes_of(institution, session=session)
    wanted = [group for group in groups if (grade is None or group.grade == grade) and language in ("", group.language)]
    if on is not None:
        years = programmes.sessions(group.session for group in wanted if group.session is not None)
        wanted = [group for group in wanted if group.session is None or years[group.session].ends >= on]
    return _places(wanted)


def holds_of(person: int) -> dict[int, int]:
    """The places that are held for a person now: the number of the hold by class."""
    return dict(PlaceHold.objects.filter(person=person, ended_at=None).values_list("class_group", "pk"))


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
