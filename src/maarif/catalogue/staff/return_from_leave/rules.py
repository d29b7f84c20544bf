"""What the service judges, and what granting will change."""

from datetime import date

from maarif.catalogue.employment import held, leaves, obstacles, shares
from maarif.catalogue.staff.return_from_leave.facts import Facts
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words

OBSTACLES = obstacles.CODES
alive = held.alive
birth_date_known = held.birth_date_known


def on_leave(facts: Facts) -> bool:
    """The register shows a leave from a post today."""
    return bool(leaves.absent(facts))


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The share is filled again from the first day at work."""
    card, first = held.found(facts, answers), answers.get("first_day")
    if not isinstance(first, date):
        return ()
    if card is None:
        return (obstacles.not_taken(),)
    words = {"post": card.title, "share": shares.in_words(card.share), "day": day_in_words(first)}
    return (Consequence(code="fills_again", words=words),)
