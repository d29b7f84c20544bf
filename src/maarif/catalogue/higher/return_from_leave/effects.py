"""What granting does: the register lets the studies go on from the day of the order, and the order says so."""

from maarif.catalogue.students import orders
from maarif.catalogue.students.studying import Student, chosen
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments import operations as enrolments

LINES = ("institution", "level", "programme", "since")


def go_on(granted: Granted[Student]) -> None:
    """Ends the leave, sooner or later than it was planned."""
    enrolments.return_from_leave(
        by=granted.by,
        enrolment=chosen(granted.facts, granted.answers).id,
        on=granted.asking.on,
        order_number=granted.number,
    )


def order(granted: Granted[Student]) -> Filled:
    """The order of the return."""
    return orders.about(granted, chosen(granted.facts, granted.answers), {"since": granted.asking.on})
