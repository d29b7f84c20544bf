"""A student's present studies with the rules over them, the choice between several, and the office that decides."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from maarif.catalogue.certificates import people, studies
from maarif.catalogue.certificates.studies import Studies
from maarif.catalogue.students import terms
from maarif.catalogue.students.terms import Students
from maarif.engine.declare import Answers, Asking, Option, Seat
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import EnrolmentCard, Status
from maarif.registries.programmes.types import ProgrammeKind

HIGHER: Final = (ProgrammeKind.BACHELOR, ProgrammeKind.MASTER, ProgrammeKind.DOCTORATE)

name = people.name
birth_date = people.birth_date
alive = people.alive
birth_date_known = people.birth_date_known


@dataclass(frozen=True, slots=True, kw_only=True)
class Student(Studies):
    """Somebody with their studies at higher education institutions (`here`) and the rules of the day."""

    rules: Students


def read(asking: Asking) -> Student:
    """The subject's studies today and the rules in force."""
    found = studies.read(asking, HIGHER)
    return Student(
        holder=found.holder,
        here=found.here,
        elsewhere=found.elsewhere,
        abroad=found.abroad,
        rules=terms.rules_of(asking.country, asking.on),
    )


def year_of(asking: Asking) -> date:
    """A day of the academic year whose groups take students in: today, or, in the summer, the first day of the next one."""
    return enrolments.school_year(asking.country, asking.on).first_day(asking.on)


def is_student(facts: Student) -> bool:
    """The register shows studies at a higher education institution of the country, on leave or not."""
    return bool(facts.here)


def active(facts: Student) -> tuple[EnrolmentCard, ...]:
    """The studies that go on."""
    return studies.active(facts.here)


def interrupted(facts: Student) -> tuple[EnrolmentCard, ...]:
    """The studies that a leave interrupts."""
    return tuple(each for each in facts.here if each.status is Status.SUSPENDED)


def offered(cards: tuple[EnrolmentCard, ...]) -> tuple[Option, ...]:
    """These studies, to pick one."""
    return tuple(studies.option(each) for each in cards)


def found(facts: Student, answers: Answers) -> EnrolmentCard | None:
    """The studies that the application is about, None when the register does not show them any more."""
    return next((each for each in facts.here if str(each.id) == answers.get("enrolment")), None)


def chosen(facts: Student, answers: Answers) -> EnrolmentCard:
    """The studies that the application is about; NotEnrolledThere when they have ended since it was sent."""
    card = found(facts, answers)
    if card is None:
        raise NotEnrolledThere(enrolment=answers.get("enrolment"))
    return card


def institution(facts: Student, answers: Answers) -> Seat:
    """The institution of the studies that the application is about."""
    return Seat(institution=chosen(facts, answers).institution)
