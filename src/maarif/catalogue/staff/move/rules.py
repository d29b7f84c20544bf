"""What the service judges, where it sends a request, and what granting will change."""

from maarif.catalogue.employment import held, obstacles, seeking, shares
from maarif.catalogue.staff.move.facts import Facts
from maarif.engine.declare import Answers, Consequence

OBSTACLES = obstacles.CODES
alive = held.alive
birth_date_known = held.birth_date_known
employed = held.employed


def checked(facts: Facts, answers: Answers) -> str:
    """Nobody is asked about somebody whom the rules refuse, or about a post that has no room."""
    if not (birth_date_known(facts) and alive(facts) and employed(facts)):
        return "refused"
    return "post_full" if no_room(facts, answers) else "receiving"


def no_room(facts: Facts, answers: Answers) -> bool:
    """The post has no longer the free share that the person works now."""
    card = held.found(facts, answers)
    return seeking.no_room(facts, answers, card.share if card is not None else shares.FULL)


def consequences(facts: Facts, answers: Answers) -> tuple[Consequence, ...]:
    """The post that falls vacant and the one that is filled, or why it cannot be."""
    if not {"employment", "post"} <= set(answers):
        return ()
    card, vacancy = held.found(facts, answers), seeking.wanted(facts, answers)
    if card is None or vacancy is None:
        return (obstacles.not_taken(),)
    if no_room(facts, answers):
        return (obstacles.post_full(vacancy.label),)
    share = shares.in_words(card.share)
    return (
        Consequence(code="leaves", words={"post": held.label(card), "share": share}),
        Consequence(code="fills", words={"post": vacancy.label, "share": share}),
    )
