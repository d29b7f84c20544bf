"""What the service judges, and what granting will change."""

from datetime import date

from maarif.catalogue.certificates import people
from maarif.catalogue.staff.dismissal.facts import Facts, chosen
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text

alive = people.alive
birth_date_known = people.birth_date_known


def employed(facts: Facts) -> bool:
    """The register shows a post held today."""
    return bool(facts.held)


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The post falls vacant after the last day."""
    if "employment" not in answers or not facts.held:
        return ()
    card, last = chosen(facts, answers), answers.get("last_day")
    day = day_in_words(last) if isinstance(last, date) else Text.same("-")
    return (Consequence(code="ends", words={"post": card.title, "school": card.institution_name, "day": day}),)
