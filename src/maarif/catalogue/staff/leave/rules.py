"""What the service judges, and what granting will change."""

from datetime import date

from maarif.catalogue.employment import held, leaves, obstacles, shares
from maarif.catalogue.staff.leave.facts import Facts
from maarif.engine.declare import Answers, Consequence
from maarif.engine.forms import day_in_words
from maarif.registries.posts.types import LeaveKind

OBSTACLES = obstacles.CODES
alive = held.alive
birth_date_known = held.birth_date_known
employed = held.employed


def not_on_leave(facts: Facts) -> bool:
    """The person works at some post today."""
    return not facts.held or bool(leaves.at_work(facts))


def at_discretion(facts: Facts, answers: Answers) -> bool:
    """The law leaves an unpaid leave to the agreement of both."""
    return answers.get("kind") == LeaveKind.UNPAID.value


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The share is free for a substitute until the person is back; or the days are impossible."""
    card, first, last = held.found(facts, answers), answers.get("first_day"), answers.get("last_day")
    if not isinstance(first, date):
        return ()
    if card is None or (isinstance(last, date) and last < first):
        return (obstacles.not_taken(),)
    words = {"post": card.title, "share": shares.in_words(card.share), "day": day_in_words(first)}
    return (Consequence(code="frees", words=words),)
