"""What granting does: the employment ends in the register, and the order is issued in the employer's name."""

from maarif.catalogue.employment import held, orders
from maarif.catalogue.staff.dismissal.facts import Facts, chosen
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts

LINES = ("institution", "post", "since", "last_day", "order_number")
OWN_WISH = "own wish"


def leave(granted: Granted[Facts]) -> None:
    """Ends the employment after its last day."""
    posts.dismiss(
        by=granted.by,
        employment=chosen(granted.facts, granted.answers).id,
        last_day=held.day(granted.answers["last_day"]),
        reason=OWN_WISH,
        order_number=orders.number(granted),
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order by which the employment ends."""
    card = chosen(granted.facts, granted.answers)
    return orders.order(
        granted,
        card.institution,
        card.institution_name,
        {
            "institution": card.institution_name,
            "post": card.title,
            "since": card.since,
            "last_day": held.day(granted.answers["last_day"]),
        },
    )
