"""What the service judges, where an accepted case goes, who pays afterwards, and what granting will change."""

from maarif.catalogue.higher.change_of_specialty.facts import Facts, target
from maarif.catalogue.students import receiving, studying
from maarif.engine.declare import Answers, Consequence
from maarif.kernel.text import Text
from maarif.registries.enrolments.types import EnrolmentCard, Funding
from maarif.registries.programmes.types import ProgrammeCard, StudyForm

PERCENT = 100

TOLD = receiving.TOLD

alive = studying.alive
birth_date_known = studying.birth_date_known
is_student = studying.is_student


def not_on_leave(facts: Facts) -> bool:
    """Some of the studies go on."""
    return not facts.here or facts.now is not None


def window_open(facts: Facts) -> bool:
    """A window is open."""
    return facts.open_until is not None


def first_in_window(facts: Facts) -> bool:
    """No more applications were sent in this window than the rules allow."""
    return facts.asked < facts.rules.change.per_window


def not_final_year(facts: Facts) -> bool:
    """Not the last year of the programme, as far as the register knows."""
    return facts.now is None or facts.rules.change.final_year or facts.now.final_year is not True


def enough_credits(facts: Facts) -> bool:
    """The needed share of the credits of the semesters behind the student, as far as the register knows them."""
    if facts.now is None or facts.now.credits is None or facts.now.credits_due is None:
        return True
    return facts.now.credits * PERCENT >= facts.now.credits_due * facts.rules.change.credits_percent


def not_distance(facts: Facts) -> bool:
    """Not by distance learning, unless the rules allow it."""
    return facts.now is None or facts.rules.change.distance or facts.now.form is not StudyForm.DISTANCE


def admission_known(facts: Facts) -> bool:
    """Where the score of the entrance examination decides, the register knows it, with the year and the group."""
    change, now = facts.rules.change, facts.now
    if now is None:
        return True
    score = not change.passing_score or (now.entrance_score is not None and now.admission_year is not None)
    return score and (not change.same_group or bool(now.admission_group))


def at_same_institution(facts: Facts, answers: Answers) -> bool:
    """Only the specialty changes."""
    wanted = target(facts, answers)
    return wanted is not None and facts.now is not None and wanted.programme.institution == facts.now.institution


def parting(facts: Facts, answers: Answers) -> str:
    """Where an accepted case goes: whoever changes the institution is let go by the present one first."""
    return "changed" if at_same_institution(facts, answers) else "leaving"


def funding(facts: Facts, now: EnrolmentCard, wanted: ProgrammeCard) -> Funding:
    """Who pays afterwards: the state goes on paying for the same specialty only, where the rules say so."""
    keeps = not facts.rules.change.paid_unless_same or (now.programme_code == wanted.code and bool(wanted.code))
    return now.funding if keeps else Funding.PAID


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What granting changes, told before it is taken."""
    now, wanted = facts.now, target(facts, answers)
    if now is None or wanted is None:
        return ()
    leaves: dict[str, Text | str] = {"place": now.institution_name, "programme": now.programme_name or Text.same("-")}
    enters: dict[str, Text | str] = {"place": wanted.institution_name, "programme": wanted.programme.name}
    pays = Consequence(code="pays") if funding(facts, now, wanted.programme) is Funding.PAID else None
    found = (Consequence(code="leaves", words=leaves), Consequence(code="enters", words=enters), pays)
    return (*(each for each in found if each is not None), *receiving.places_told(wanted.groups, answers))
