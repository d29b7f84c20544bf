"""Reads of places: of a class, of a school, of a programme's groups, and of all schools that have a free one in a grade and language."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, LiteralString

from maarif.registries.enrolments.models import PlaceHold
from maarif.registries.enrolments.types import PlacesCard, SchoolPage, SchoolPlaces
from maarif.registries.institutions.types import named
from maarif.support.parties import queries as statements

LONGEST_PAGE: Final = 100
_OF_PLACES: Final = (
    "class_group", "institution", "name", "grade", "language", "shift", "capacity", "programme", "taken", "held",
)  # fmt: skip
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


_PLACES: Final = """
    SELECT grp.id, grp.institution_id, grp.name, grp.grade, grp.language, grp.shift, grp.capacity, grp.programme_id,
        coalesce(places.taken, 0), coalesce(places.held, 0)
    FROM programmes_classgroup grp
    LEFT JOIN enrolments_classplaces places ON places.class_group_id = grp.id
    LEFT JOIN programmes_academicsession year ON year.id = grp.session_id
    WHERE """
_OF_YEAR: Final = " AND (year.id IS NULL OR %s BETWEEN year.starts AND year.ends)"


def class_places(class_group: int) -> PlacesCard | None:
    """The places of one class, or None when there is no such class."""
    return next(iter(_places("grp.id = %s", [class_group])), None)


def places_of(
    institution: int,
    *,
    session: int | None = None,
    grade: int | None = None,
    language: str = "",
    on: date | None = None,
) -> tuple[PlacesCard, ...]:
    """The places of an institution's classes by grade and name, of one grade or language where asked, in one statement.

    With a day, only classes of the school year that holds it, and those of no year.
    """
    where: LiteralString = "grp.institution_id = %s"
    asked: list[Any] = [institution]
    if session is not None:
        where, asked = where + " AND grp.session_id = %s", [*asked, session]
    if grade is not None:
        where, asked = where + " AND grp.grade = %s", [*asked, grade]
    if language:
        where, asked = where + " AND grp.language = %s", [*asked, language]
    if on is not None:
        where, asked = where + _OF_YEAR, [*asked, on]
    return _places(where, asked)


def groups_of(offered: Iterable[int], *, on: date) -> dict[int, tuple[PlacesCard, ...]]:
    """The places of the groups of several programmes in the school year that holds a day, by programme, in one statement.

    A programme whose groups the register does not know is absent.
    """
    found: dict[int, tuple[PlacesCard, ...]] = {}
    for each in _places("grp.programme_id = ANY(%s)" + _OF_YEAR, [sorted(set(offered)), on]):
        if each.programme is not None:
            found[each.programme] = (*found.get(each.programme, ()), each)
    return found


def _places(where: LiteralString, asked: list[Any]) -> tuple[PlacesCard, ...]:
    """The places of the classes (`grp`) for which our own condition holds, by grade and name; on a page asked for once."""
    found = statements.rows_of_page(_PLACES + where + " ORDER BY grp.grade, grp.name, grp.id", asked)
    return tuple(PlacesCard(**dict(zip(_OF_PLACES, row, strict=True))) for row in found)


def free_in(groups: Iterable[PlacesCard], course: int) -> int | None:
    """Free places in a year of study; None where no group of it is known, or one is not limited. A group of no year is of each."""
    free = [each.free for each in groups if each.grade in (None, course)]
    known = [places for places in free if places is not None]
    return sum(known) if free and len(known) == len(free) else None


def holds_of(person: int, *, case: str | None = None) -> dict[int, int]:
    """The places that are held for a person now (by one case, where it is named): the number of the hold by class."""
    rows = PlaceHold.objects.filter(person=person, ended_at=None)
    return dict((rows if case is None else rows.filter(case=case)).order_by("pk").values_list("class_group", "pk"))


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
