"""What granting does: a new enrolment goes on from the one that ended, and the order says so."""

from maarif.catalogue.certificates import words
from maarif.catalogue.higher.reinstatement.facts import Facts, chosen, groups_of
from maarif.catalogue.students import orders, receiving
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.types import Funding

LINES = ("institution", "level", "programme", "semester", "funding", "since")

semester = receiving.semester
group = receiving.group


def reinstate(granted: Granted[Facts]) -> None:
    """Takes somebody back from the day of the order, into the semester that the institution names; NoFreePlace, ClassUnfit."""
    card, entered = chosen(granted.facts, granted.answers), _semester(granted)
    enrolments.reinstate(
        by=granted.by,
        enrolment=card.id,
        on=granted.asking.on,
        class_group=receiving.group_for(
            card.institution, groups_of(granted.facts, card), entered, granted.noted.get("group")
        ),
        semester=entered,
        funding=_funding(granted),
        order_number=granted.number,
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the reinstatement."""
    card = chosen(granted.facts, granted.answers)
    lines = {
        "semester": str(_semester(granted)),
        "funding": words.funding(_funding(granted)),
        "since": granted.asking.on,
    }
    return orders.about(granted, card, lines)


def _semester(granted: Granted[Facts]) -> int:
    return int(str(granted.noted["semester"]))


def _funding(granted: Granted[Facts]) -> Funding:
    return Funding.PAID if granted.noted["fee_paying"] is True else chosen(granted.facts, granted.answers).funding
