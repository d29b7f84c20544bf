"""What the service judges: whether the one who is to see the record was found."""

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.consent.facts import Facts, receiver
from maarif.engine.declare import Answers

alive = people.alive


def decide(facts: Facts, answers: Answers) -> str:
    """Given to whoever was named; to nobody when number and birth date fit nobody else."""
    if not alive(facts):
        return "refused"
    return "given" if receiver(facts, answers) is not None else "nobody_found"
