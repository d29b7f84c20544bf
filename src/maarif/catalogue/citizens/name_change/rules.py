"""What the service judges, and what granting will change."""

from datetime import date

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.name_change.facts import Facts
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text

alive = people.alive
birth_date_known = people.birth_date_known


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The register has the new name from the day on, and finds the person by both."""
    day = answers.get("changed_on")
    if facts.holder is None or not isinstance(day, date):
        return ()
    words = {
        "before": Text.same(facts.holder.family_name),
        "after": Text.same(str(answers.get("family_name", ""))),
        "day": day_in_words(day),
    }
    return (Consequence(code="renamed", words=words), Consequence(code="earlier_papers"))
