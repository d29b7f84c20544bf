"""What granting does: the person holds the share of the post, beside the main post if there is one; the order says so."""

from datetime import date

from maarif.catalogue.certificates.words import say
from maarif.catalogue.employment import held, obstacles, orders, seeking, shares
from maarif.catalogue.staff.appointment.facts import Facts
from maarif.engine.declare import Filled, Granted
from maarif.registries.posts import operations as posts

LINES = ("institution", "post", "share", "footing", "since", "until", "order_number")


def appoint(granted: Granted[Facts]) -> None:
    """Hires to the post, or gives it as a second one to somebody who has a main post that day."""
    vacancy = seeking.still_open(granted)
    give = posts.combine if _beside(granted) else posts.hire
    with obstacles.named(vacancy.label):
        give(
            by=granted.by,
            post=vacancy.post.id,
            person=granted.asking.subject,
            share=int(str(granted.noted["given_share"])),
            on=held.day(granted.noted["first_day"]),
            until=_last_day(granted),
            order_number=orders.number(granted),
        )


def order(granted: Granted[Facts]) -> Filled:
    """The order by which the employment begins."""
    vacancy = seeking.still_open(granted)
    return orders.order(
        granted,
        vacancy.post.institution,
        vacancy.place,
        {
            "institution": vacancy.place,
            "post": vacancy.post.title,
            "share": shares.in_words(int(str(granted.noted["given_share"]))),
            "footing": say("footing", "secondary" if _beside(granted) else "main"),
            "since": held.day(granted.noted["first_day"]),
            "until": _last_day(granted),
        },
    )


def _beside(granted: Granted[Facts]) -> bool:
    return held.main_post(granted.facts, held.day(granted.noted["first_day"])) is not None


def _last_day(granted: Granted[Facts]) -> date | None:
    answer = granted.noted.get("last_day")
    return held.day(answer) if answer else None
