"""What the service reads: the studies that ended before their time and that nobody has gone on with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from maarif.catalogue.certificates import studies
from maarif.catalogue.students import studying
from maarif.catalogue.students.studying import HIGHER, Student
from maarif.engine.declare import Answers, Asking, Option, Seat
from maarif.kernel.calendar import MONTHS, months_later
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import EnrolmentCard, PlacesCard, Status

#: Ends after which somebody may be taken back.
LEFT = (Status.EXPELLED, Status.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts(Student):
    """Somebody with the studies that they left, the newest first, the day, and the groups of their programmes, by programme."""

    left: tuple[EnrolmentCard, ...]
    on: date
    groups: Mapping[int, tuple[PlacesCard, ...]] = field(default_factory=dict)


name = studying.name
birth_date = studying.birth_date


def of_case(asking: Asking) -> Facts:
    """What somebody studied, here and in time, and did not finish."""
    student = studying.read(asking)
    all_of_them = enrolments.of_person(asking.subject, kinds=HIGHER, include_ended=True)
    gone_on = {each.continues for each in all_of_them}
    left = tuple(
        each
        for each in all_of_them
        if each.status in LEFT and each.id not in gone_on and each.institution_country.lower() == asking.country
    )
    taught = {each.programme for each in left if each.programme is not None}
    return Facts(
        holder=student.holder,
        here=student.here,
        elsewhere=student.elsewhere,
        abroad=student.abroad,
        rules=student.rules,
        left=left,
        on=asking.on,
        groups=enrolments.groups_of(taught, on=studying.year_of(asking)) if taught else {},
    )


def in_time(facts: Facts) -> tuple[EnrolmentCard, ...]:
    """The studies whose end does not lie too far back."""
    months = facts.rules.reinstatement.within_years * MONTHS
    return tuple(each for each in facts.left if each.until is None or months_later(each.until, months) >= facts.on)


def free(facts: Facts) -> tuple[EnrolmentCard, ...]:
    """Those of them on whose level nothing else is studied now."""
    levels = {each.level for each in facts.here}
    return tuple(each for each in in_time(facts) if each.level not in levels)


def enrolments_left(facts: Facts, asking: Asking) -> tuple[Option, ...]:
    """The studies that can be gone on with."""
    return tuple(studies.option(each) for each in free(facts))


def found(facts: Facts, answers: Answers) -> EnrolmentCard | None:
    """The studies that the application is about, None when somebody goes on with them already."""
    return next((each for each in facts.left if str(each.id) == answers.get("enrolment")), None)


def chosen(facts: Facts, answers: Answers) -> EnrolmentCard:
    """The studies that the application is about. NotEnrolledThere."""
    card = found(facts, answers)
    if card is None:
        raise NotEnrolledThere(enrolment=answers.get("enrolment"))
    return card


def groups_of(facts: Facts, card: EnrolmentCard) -> tuple[PlacesCard, ...]:
    """The groups of the programme that these studies go on with; none where the register does not know any."""
    return () if card.programme is None else facts.groups.get(card.programme, ())


def institution(facts: Facts, answers: Answers) -> Seat:
    """The institution that was left."""
    return Seat(institution=chosen(facts, answers).institution)
