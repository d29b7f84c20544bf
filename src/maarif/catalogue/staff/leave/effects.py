"""What granting does: the register knows of the leave, the share is free meanwhile, and the employer's order says so."""

from datetime import date

from maarif.catalogue.employment import held, obstacles, orders
from maarif.catalogue.staff.leave.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts
from maarif.registries.posts.types import LeaveKind

LINES = ("institution", "post", "since", "until", "order_number")


def take(granted: Granted[Facts]) -> None:
    """The leave begins on the day that was asked for."""
    card = obstacles.still_held(granted)
    with obstacles.named(held.label(card)):
        posts.take_leave(
            by=granted.by,
            employment=card.id,
            kind=LeaveKind(str(granted.answers["kind"])),
            on=held.day(granted.answers["first_day"]),
            until=_last_day(granted),
            order_number=orders.number(granted),
        )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the leave; why it was asked for is between the employee and the employer."""
    card = held.chosen(granted.facts, granted.answers)
    return orders.order(
        granted,
        card.institution,
        card.institution_name,
        {
            "institution": card.institution_name,
            "post": card.title,
            "since": held.day(granted.answers["first_day"]),
            "until": _last_day(granted),
        },
    )


def _last_day(granted: Granted[Facts]) -> date | None:
    answer = granted.answers.get("last_day")
    return held.day(answer) if answer else None
