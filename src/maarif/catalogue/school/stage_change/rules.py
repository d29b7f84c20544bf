"""What the service judges: who may go on to the next stage elsewhere, and what each outcome will change."""

from maarif.catalogue.certificates import people
from maarif.catalogue.school.stage_change.facts import Facts, target, wanted
from maarif.engine.declare import Answers, Consequence
from maarif.kernel.text import Text
from maarif.registries.enrolments.types import Status
from maarif.registries.programmes.types import ProgrammeKind

alive = people.alive
birth_date_known = people.birth_date_known


def stage_over(facts: Facts) -> bool:
    """The child ends a stage this year, in the country, and has not gone on yet."""
    return facts.before is not None and not facts.abroad


def not_interrupted(facts: Facts) -> bool:
    """The studies are not interrupted."""
    return facts.before is None or facts.before.status is not Status.SUSPENDED


def old_enough(facts: Facts) -> bool:
    """A child who comes from a kindergarten has the age of school on the first day."""
    holder, before = facts.holder, facts.before
    if before is None or before.kind is not ProgrammeKind.PRESCHOOL or holder is None or holder.birth_date is None:
        return True
    return holder.birth_date <= facts.ready_by


def window_open(facts: Facts) -> bool:
    """A window is open for the grade that is entered."""
    return not stage_over(facts) or facts.open_until is not None


def no_transfer_open(facts: Facts) -> bool:
    """No application for a transfer waits: two decisions would move the child to two places."""
    return not facts.moving


def parting(facts: Facts, answers: Answers) -> str:
    """Somebody who stands on a list has to be let go; whose stage has ended everywhere is enrolled at once."""
    return "entered" if facts.there is None else "leaving"


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What granting changes, told before it is taken."""
    day = {"day": Text.same(facts.begins.strftime("%d.%m.%Y"))}
    leaves = () if facts.there is None else (Consequence(code="leaves", words={"place": facts.there.institution_name}),)
    place, profession = wanted(facts, answers), target(facts, answers)
    if place is not None:
        grade = {"grade": Text.same(str(place.grade))}
        return (*leaves, Consequence(code="enters_grade", words={**day, **grade}))
    if profession is None:
        return leaves
    return (*leaves, Consequence(code="enters_programme", words={**day, "programme": profession.programme.name}))
