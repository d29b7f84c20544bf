"""What granting does: one employment ends and the next begins, both or neither, and both institutions have their orders."""

from maarif.catalogue.certificates import orders as papers
from maarif.catalogue.employment import held, obstacles, orders, seeking, shares
from maarif.catalogue.staff.move.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts

LEAVING_LINES = ("from_institution", "from_post", "institution", "post", "share", "since")
LINES = (*LEAVING_LINES, "order_number")


def move(granted: Granted[Facts]) -> None:
    """The person works at the other post from the day that the receiving institution set."""
    card, vacancy = obstacles.still_held(granted), seeking.still_open(granted)
    with obstacles.named(vacancy.label):
        posts.move(
            by=granted.by,
            employment=card.id,
            post=vacancy.post.id,
            on=held.day(granted.noted["first_day"]),
            reason="moved",
            order_number=orders.number(granted),
        )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the institution that takes the person."""
    vacancy = seeking.still_open(granted)
    return orders.order(granted, vacancy.post.institution, vacancy.place, _ways(granted))


def leaving_order(granted: Granted[Facts]) -> Filled:
    """The order of the institution that lets the person go."""
    card = held.chosen(granted.facts, granted.answers)
    return papers.order(granted, card.institution, card.institution_name, _ways(granted))


def _ways(granted: Granted[Facts]) -> papers.Lines:
    card, vacancy = held.chosen(granted.facts, granted.answers), seeking.still_open(granted)
    return {
        "from_institution": card.institution_name,
        "from_post": card.title,
        "institution": vacancy.place,
        "post": vacancy.post.title,
        "share": shares.in_words(card.share),
        "since": held.day(granted.noted["first_day"]),
    }
