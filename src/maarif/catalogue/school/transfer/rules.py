"""What the service judges: who may ask to move, and what each outcome will change."""

from maarif.catalogue.certificates import people
from maarif.catalogue.school.transfer.facts import Facts
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text
from maarif.registries.enrolments.types import SpecialForm, Status

alive = people.alive


def is_pupil(facts: Facts) -> bool:
    """The child learns at a school of the country and its grade is known."""
    return facts.now is not None and facts.now.grade is not None and not facts.abroad


def not_interrupted(facts: Facts) -> bool:
    """The studies are not interrupted."""
    return facts.now is None or facts.now.status is Status.ACTIVE


def window_open(facts: Facts) -> bool:
    """A window is open for the child's grade."""
    return not is_pupil(facts) or facts.open_until is not None


def no_stage_change_open(facts: Facts) -> bool:
    """No application for the next stage waits: two decisions would move the child to two places."""
    return not facts.changing.waits


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What granting changes, told before it is taken."""
    if facts.now is None:
        return ()
    leaving = {"school": facts.now.institution_name, "grade": Text.same(str(facts.now.grade))}
    return (Consequence(code="leaves", words=leaving), Consequence(code="enters"), *_form(facts))


def _form(facts: Facts) -> tuple[Consequence, ...]:
    """A timetable of the school's own ends with the move; education at home goes along."""
    if facts.form is None:
        return ()
    until = {"until": day_in_words(facts.form.until)}
    return (Consequence(code="home_goes_on" if facts.form.form is SpecialForm.HOME else "timetable_ends", words=until),)
