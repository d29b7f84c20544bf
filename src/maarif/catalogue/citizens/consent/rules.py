"""What the service judges: whether the one who is to see the record was found, and that nobody tries it out."""

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.consent.facts import MOST_MISSES, NOBODY_FOUND, Facts, receiver
from maarif.engine.declare import Answers

alive = people.alive


def not_too_often(facts: Facts) -> bool:
    """Whoever has named nobody too often within a day is not told any more whether number and birth date fit."""
    return facts.misses < MOST_MISSES


def decide(facts: Facts, answers: Answers) -> str:
    """Given to whoever was named; to nobody when number and birth date fit nobody else."""
    if not (alive(facts) and not_too_often(facts)):
        return "refused"
    return "given" if receiver(facts, answers) is not None else NOBODY_FOUND
