"""What the service judges, and what granting will change."""

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.correction.facts import Facts, chosen, right
from maarif.engine.declare import Answers, Consequence

alive = people.alive
birth_date_known = people.birth_date_known


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """What stands in the register and what is said to be right; whether the platform writes it or the officer has to."""
    found = chosen(facts, answers)
    if found is None:
        return ()
    words = {"fact": found.name, "before": found.now, "after": right(facts, answers)}
    return (Consequence(code="written" if found.fact else "by_hand", words=words),)
