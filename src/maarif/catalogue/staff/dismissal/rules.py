"""What the service judges, and what granting will change."""

from datetime import date

from maarif.catalogue.employment import held
from maarif.catalogue.staff.dismissal.facts import Facts, chosen
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words
from maarif.kernel.text import Text

alive = held.alive
birth_date_known = held.birth_date_known
employed = held.employed


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The post falls vacant after the last day."""
    if "employment" not in answers or not facts.held:
        return ()
    card, last = chosen(facts, answers), answers.get("last_day")
    day = day_in_words(last) if isinstance(last, date) else Text.same("-")
    return (Consequence(code="ends", words={"post": card.title, "school": card.institution_name, "day": day}),)
