"""What the service judges, and what the officer is told before deciding."""

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.archive.facts import Facts, found, studies_in_words
from maarif.engine.declare import Answers, Consequence
from maarif.kernel.text import Text

alive = people.alive
birth_date_known = people.birth_date_known


def not_found(facts: Facts, answers: Answers) -> bool:
    """The archive has nobody, or several, of this name and birth date."""
    return found(facts, answers) is None


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """Whom the archive has found, and what the extract will say."""
    archived = found(facts, answers)
    if archived is None:
        return (Consequence(code="nobody"),)
    words = {"person": Text.same(archived.person.full_name), "studies": studies_in_words(archived)}
    return (Consequence(code="extract", words=words),)
