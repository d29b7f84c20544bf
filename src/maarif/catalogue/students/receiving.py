"""What an institution that receives a student is asked and says: semester, group with its free place, credits that count."""

from collections.abc import Collection
from typing import Any, Final

from maarif.catalogue.certificates import studies
from maarif.catalogue.places.institutions import free_in_year
from maarif.catalogue.places.programmes import course_of
from maarif.engine.declare import Answers, Condition, Consequence, Field, Kind, LawKey
from maarif.kernel.names import fold
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import ClassUnfit, NoFreePlace
from maarif.registries.enrolments.types import PlacesCard
from maarif.registries.programmes import queries as programmes
from maarif.registries.programmes.types import ProgrammeCard

MONTHS_OF_A_SEMESTER: Final = 6
MOST_CREDITS: Final = 600
MOST_SEMESTERS: Final = 14
#: What `places_told` may say, with words in `consequences.<code>`.
TOLD: Final = ("free_by_year", "free_in_year", "full_year")


def credits_recognised(when: Condition, purpose: LawKey) -> Field[Any]:
    """How many of the credits earned elsewhere count."""
    return Field(
        code="credits_recognised", kind=Kind.NUMBER, purpose=purpose, minimum=0, maximum=MOST_CREDITS, shown_when=when
    )


def semester(when: Condition, purpose: LawKey) -> Field[Any]:
    """Which semester the student enters."""
    return Field(code="semester", kind=Kind.NUMBER, purpose=purpose, minimum=1, maximum=MOST_SEMESTERS, shown_when=when)


def group(when: Condition, purpose: LawKey) -> Field[Any]:
    """Which group the student enters, by its name; where none is named, `group_for` finds one."""
    return Field(code="group", kind=Kind.TEXT, purpose=purpose, required=False, limit=40, shown_when=when)


def difference(wanted: ProgrammeCard, semester: int, recognised: int) -> int | None:
    """The credits of the programme's earlier semesters that were not recognised; None where its credits are not known."""
    semesters = wanted.duration_months // MONTHS_OF_A_SEMESTER
    if wanted.credits is None or not semesters:
        return None
    return max(0, wanted.credits * min(semester - 1, semesters) // semesters - recognised)


def group_for(institution: int, groups: Collection[PlacesCard], semester: int, name: object) -> int | None:
    """The group in which a student comes: the one of this name, else the one with the most free places of the year of study.

    None where none was named and the register does not know (or does not limit) the groups of that year. ClassUnfit when there is
    none of that name, or it studies another programme or year; NoFreePlace when every group of the year is full.
    """
    named, course = fold(str(name or "")), course_of(semester)
    if named:
        return _named(institution, groups, course, named)
    free = enrolments.free_in(groups, course)
    if free is None:
        return None
    if free == 0:
        raise NoFreePlace(institution=institution, year=course)
    return max((each for each in groups if each.grade in (None, course)), key=lambda each: each.free or 0).class_group


def _named(institution: int, groups: Collection[PlacesCard], course: int, named: str) -> int:
    """The group of a name: among those of the programme, else among those of which no programme is known."""
    here = [each for each in groups if fold(each.name) == named]
    if here and not any(each.grade in (None, course) for each in here):
        raise ClassUnfit(fact="year", institution=institution, constraint="")
    found = next((each.class_group for each in here if each.grade in (None, course)), None)
    if found is None:
        others = (each for each in programmes.classes_of(institution) if each.programme is None)
        found = next((each.id for each in others if fold(each.name) == named), None)
    if found is None:
        raise ClassUnfit(fact="name", institution=institution, constraint="")
    return found


def places_told(groups: Collection[PlacesCard], answers: Answers) -> tuple[Consequence, ...]:
    """The free places that the register counts: in the year of the semester that was noted, before that in each year."""
    semester = answers.get("semester")
    if isinstance(semester, int):
        course = course_of(semester)
        free = enrolments.free_in(groups, course)
        if free is None:
            return ()
        year = {"year": Text.same(str(course)), "count": Text.same(str(free))}
        return (Consequence(code="free_in_year" if free else "full_year", words=year),)
    years = sorted({each.grade for each in groups if each.grade is not None})
    counted = [(year, enrolments.free_in(groups, year)) for year in years]
    said = [free_in_year(year, free) for year, free in counted if free is not None]
    return (Consequence(code="free_by_year", words={"years": studies.joined(said)}),) if said else ()
