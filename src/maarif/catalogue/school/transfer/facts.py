"""What the service reads: where the child learns now, the rules and the open window."""

from dataclasses import dataclass
from datetime import date, datetime

from maarif.catalogue.certificates import people
from maarif.catalogue.places import schools
from maarif.catalogue.places.queue import NOTHING_BESIDE, Beside
from maarif.catalogue.places.schools import Names, Sought
from maarif.engine.declare import Answers, Asking, Matter, Option, Search, Seat
from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import EnrolmentCard, SpecialFormCard
from maarif.registries.people.types import PersonCard
from maarif.registries.programmes.types import ProgrammeKind
from maarif.sectors.transfers import queries as transfers
from maarif.sectors.transfers.types import Transfers

PUPILS = (ProgrammeKind.GENERAL,)
STAGE_CHANGE = "school.stage_change"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """The child, the present studies, the rules, when the open window closes (None: none is).

    `form` is the special form of study that lasts or is ordered, `changing` says whether an application for the next stage waits,
    `year_ahead` in the summer the first day of the coming year.
    """

    holder: PersonCard | None
    now: EnrolmentCard | None
    rules: Transfers
    open_until: datetime | None
    abroad: bool = False
    changing: Beside = NOTHING_BESIDE
    year_ahead: date | None = None
    form: SpecialFormCard | None = None
    names: Names = schools.REGISTERED


def of_case(asking: Asking) -> Facts:
    """The facts of one child today."""
    now = enrolments.current_of(asking.subject, on=asking.on, kinds=PUPILS)
    grade = now.grade if now is not None else None
    forms = enrolments.special_forms(now.id) if now is not None else ()
    return Facts(
        holder=people.holder_of(asking),
        now=now,
        rules=transfers.rules_of(asking.country, asking.on),
        open_until=transfers.open_until(asking.country, grade, clock.now()) if grade is not None else None,
        abroad=now is not None and now.institution_country.lower() != asking.country,
        changing=Beside(child=asking.subject, service=STAGE_CHANGE),
        year_ahead=_year_ahead(asking),
        form=next((each for each in forms if each.until >= asking.on), None),
    )


name = people.name
birth_date = people.birth_date


def present_school(facts: Facts) -> Text | None:
    """Where the child learns now."""
    return facts.now.institution_name if facts.now is not None else None


def grade(facts: Facts) -> str | None:
    """The grade and class."""
    return (facts.now.class_name or str(facts.now.grade or "")) if facts.now is not None else None


def find_school(facts: Facts, asking: Asking, words: str) -> tuple[Option, ...]:
    """Schools that teach in the child's language, but not the present one, those with free places first."""
    return () if facts.now is None else _sought(facts.now, asking).find(asking, words)


def one_school(facts: Facts, asking: Asking, value: str) -> Option | None:
    """The school of this number, when the child may move there."""
    return None if facts.now is None else _sought(facts.now, asking).one(asking, value)


school_search = Search(find=find_school, one=one_school)


def _sought(now: EnrolmentCard, asking: Asking) -> Sought:
    on = _year_ahead(asking) or asking.on
    return Sought(grade=now.grade, language=now.language, on=on, without=(now.institution,))


def _year_ahead(asking: Asking) -> date | None:
    """In the summer, the first day of the school year that is coming."""
    first = enrolments.school_year(asking.country, asking.on).first_day(asking.on)
    return first if first > asking.on else None


def receiving(facts: Facts, answers: Answers) -> Seat:
    """The school that the child wants to go to."""
    return _seat(int(str(answers["school"])))


def leaving(facts: Facts, answers: Answers) -> Seat:
    """The school that the child leaves."""
    return _seat(facts.now.institution) if facts.now is not None else _seat(int(str(answers["school"])))


def _seat(school: int) -> Seat:
    return Seat(institution=school)


def receiving_days(facts: Facts, answers: Answers) -> int:
    """The receiving school's term by the country's rules."""
    return facts.rules.receiving_days


def leaving_days(facts: Facts, answers: Answers) -> int:
    """The leaving school's term by the country's rules."""
    return facts.rules.leaving_days


def matters(country: str, on: date) -> tuple[Matter[Facts], ...]:
    """Every transfer has the terms of the country's rules."""
    rules = transfers.rules_of(country, on)
    return (Matter(code="transfer", facts=Facts(holder=None, now=None, rules=rules, open_until=None), answers={}),)


def window_closes(facts: Facts, answers: Answers) -> datetime | None:
    """When the window closes in which the request was made: what is open then is cancelled."""
    return facts.open_until
