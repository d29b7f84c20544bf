"""What granting does: the leave ends in the register, unless a substitute holds the share, and the employer's order says so."""

from maarif.catalogue.employment import held, obstacles, orders
from maarif.catalogue.staff.return_from_leave.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts

LINES = ("institution", "post", "since", "order_number")


def resume(granted: Granted[Facts]) -> None:
    """The person is back at the post from the first day at work."""
    card = obstacles.still_held(granted)
    with obstacles.named(held.label(card)):
        posts.return_to_post(
            by=granted.by,
            employment=card.id,
            on=held.day(granted.answers["first_day"]),
            reason=granted.number,
        )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the return."""
    card = held.chosen(granted.facts, granted.answers)
    return orders.order(
        granted,
        card.institution,
        card.institution_name,
        {
            "institution": card.institution_name,
            "post": card.title,
            "since": held.day(granted.answers["first_day"]),
        },
    )
