"""What granting does: the register interrupts the studies until the last day of the leave, and the institution's order says so."""

from maarif.catalogue.higher.academic_leave.facts import months
from maarif.catalogue.higher.academic_leave.rules import last_day
from maarif.catalogue.students import orders
from maarif.catalogue.students.studying import Student, chosen
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments import operations as enrolments

LINES = ("institution", "level", "programme", "since", "until")


def interrupt(granted: Granted[Student]) -> None:
    """The leave begins on the day of the order."""
    enrolments.take_leave(
        by=granted.by,
        enrolment=chosen(granted.facts, granted.answers).id,
        on=granted.asking.on,
        until=last_day(granted.asking.on, months(granted.answers)),
        reason=str(granted.answers["reason"]),
        order_number=granted.number,
    )


def order(granted: Granted[Student]) -> Filled:
    """The order of the leave; why it was asked for is between the student and the institution."""
    first = granted.asking.on
    lines = {"since": first, "until": last_day(first, months(granted.answers))}
    return orders.about(granted, chosen(granted.facts, granted.answers), lines)
