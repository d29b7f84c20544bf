"""What the service judges, and what granting will change."""

from maarif.catalogue.higher.expulsion.facts import Facts, student
from maarif.engine.declare import Answers, Consequence
from maarif.kernel.text import Text


def holds_office(facts: Facts) -> bool:
    """The applicant is registrar or head of a higher education institution of the country."""
    return bool(facts.offices)


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The studies end."""
    found = student(facts, answers)
    if found is None:
        return ()
    words: dict[str, Text | str] = {"student": found.person.full_name, "place": found.card.institution_name}
    return (Consequence(code="ends", words=words),)
