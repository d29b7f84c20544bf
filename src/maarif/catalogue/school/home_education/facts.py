"""What the service reads: the pupil, the form of study in force, and the medical commissions that can be asked."""

from dataclasses import replace

from maarif.catalogue.certificates import people, words
from maarif.catalogue.special_study import facts as special
from maarif.catalogue.special_study.facts import Pupil
from maarif.engine.declare import Answers, Asking, Option, Seat
from maarif.registries.enrolments.types import SpecialForm
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionKind

#: How an office that gives medical opinions says so in the register.
OF_HEALTH = "health"


name = people.name
birth_date = people.birth_date
present_school = special.present_school
matters = special.matters
grade = special.grade
wishes = special.wishes
lengths = special.lengths
from_today = special.from_today
within_a_year = special.within_a_year
school = special.school
district = special.district
district_days = special.district_days


def of_case(asking: Asking) -> Pupil:
    """The facts of one child today."""
    read = special.read(asking, SpecialForm.HOME)
    offices = institutions.search(country=asking.country, kinds=(InstitutionKind.OFFICE,), limit=500)
    commissions = tuple((each.id, each.name) for each in offices if each.metadata.get("commission") == OF_HEALTH)
    return replace(read, commissions=commissions)


def opinions(facts: Pupil, asking: Asking) -> tuple[Option, ...]:
    """The family has the opinion on paper; or, where the register knows a commission, it is asked."""
    codes = ("attached", "asked") if facts.commissions else ("attached",)
    return tuple(Option(value=code, label=words.say("opinion", code)) for code in codes)


def commissions(facts: Pupil, asking: Asking) -> tuple[Option, ...]:
    """The commissions that can be asked."""
    return tuple(Option(value=str(number), label=name) for number, name in facts.commissions)


def commission(facts: Pupil, answers: Answers) -> Seat:
    """The commission that the family chose; the district's office where it has chosen none."""
    chosen = answers.get("commission")
    return Seat(institution=int(str(chosen))) if chosen else district(facts, answers)
