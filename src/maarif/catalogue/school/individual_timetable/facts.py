"""What the service reads: the pupil and the form of study in force; and why an individual timetable can be asked for."""

from maarif.catalogue.certificates import people, words
from maarif.catalogue.special_study import facts as special
from maarif.catalogue.special_study.facts import Pupil
from maarif.engine.declare import Asking, Option
from maarif.registries.enrolments.types import SpecialForm

NEEDS = ("health", "special_needs", "sport_or_art")

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
school_days = special.school_days


def of_case(asking: Asking) -> Pupil:
    """The facts of one child today."""
    return special.read(asking, SpecialForm.INDIVIDUAL)


def needs(facts: Pupil, asking: Asking) -> tuple[Option, ...]:
    """Why the child needs a timetable of its own."""
    return tuple(Option(value=code, label=words.say("need", code)) for code in NEEDS)
