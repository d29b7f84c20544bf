"""What the service judges, which refusals the country's rules know, and what granting will change."""

from maarif.catalogue.higher.transfer_from_abroad.facts import Facts, target
from maarif.catalogue.students import receiving, studying
from maarif.engine.declare import Answers, Consequence

TOLD = receiving.TOLD

alive = studying.alive
birth_date_known = studying.birth_date_known


def not_studying_here(facts: Facts) -> bool:
    """Nothing is studied at a university of the country, on leave or not: whoever does changes the specialty instead."""
    return not facts.here


def window_open(facts: Facts) -> bool:
    """A window is open."""
    return facts.open_until is not None


def first_in_window(facts: Facts) -> bool:
    """No more applications were sent in this window than the rules allow."""
    return facts.asked < facts.rules.change.per_window


def distance_counts(facts: Facts, answers: Answers) -> bool:
    """The rules take nobody who studies by distance learning."""
    return not facts.rules.change.distance


def credits_count(facts: Facts, answers: Answers) -> bool:
    """The rules ask for a share of the credits."""
    return facts.rules.change.credits_percent > 0


def final_year_counts(facts: Facts, answers: Answers) -> bool:
    """The rules take nobody in the last year."""
    return not facts.rules.change.final_year


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What granting changes, told before it is taken: studies begin, and they are paid for."""
    wanted = target(facts, answers)
    if wanted is None:
        return ()
    words = {"place": wanted.institution_name, "programme": wanted.programme.name}
    return (
        Consequence(code="enters", words=words),
        Consequence(code="pays"),
        *receiving.places_told(wanted.groups, answers),
    )
