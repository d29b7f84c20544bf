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
    return not facts.moving.waits


def goes_up(facts: Facts) -> bool:
    """The school has not decided that the child does the year once more."""
    return not facts.repeats


def territory_counts(facts: Facts, answers: Answers) -> bool:
    """The country's rules let a school take only children of its own territory at present."""
    return facts.territory


def parting(facts: Facts, answers: Answers) -> str:
    """Whoever still goes to lessons keeps the place until the year is over; then whoever stands on a list has to be let go."""
    return _let_go(facts) if facts.over else "placed"


def taking_up(facts: Facts, answers: Answers) -> str:
    """The year is over: the stage has to be, too."""
    held = (alive, stage_over, not_interrupted, goes_up)
    return _let_go(facts) if all(rule(facts) for rule in held) else "refused"


def _let_go(facts: Facts) -> str:
    return "entered" if facts.there is None else "leaving"


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What granting changes, told before it is taken."""
    day = {"day": Text.same(facts.begins.strftime("%d.%m.%Y"))}
    leaves = () if facts.there is None else (Consequence(code="leaves", words={"place": facts.there.institution_name}),)
    waits = () if facts.over else (Consequence(code="kept_until", words=day),)
    place, profession = wanted(facts, answers), target(facts, answers)
    if place is None:
        return leaves
    if profession is None:
        grade = {"grade": Text.same(str(place.grade))}
        return (*waits, *leaves, Consequence(code="enters_grade", words={**day, **grade}), *_skips(facts))
    enters = Consequence(code="enters_programme", words={**day, "programme": profession.programme.name})
    return (*waits, *leaves, enters)


def _skips(facts: Facts) -> tuple[Consequence, ...]:
    """Why a child who comes from a kindergarten enters another grade than the first."""
    before = facts.before
    if before is None or before.kind is not ProgrammeKind.PRESCHOOL or facts.grade in (None, 1):
        return ()
    return (Consequence(code="by_country", words={"grade": Text.same(str(facts.grade))}),)
