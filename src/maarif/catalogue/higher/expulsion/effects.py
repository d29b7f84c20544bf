"""What granting does: the register ends the studies, the student has the order and is told how to appeal."""

from maarif.catalogue.certificates import words
from maarif.catalogue.higher.expulsion.facts import Facts, Studying, may_end, student
from maarif.catalogue.students import orders
from maarif.engine.declare import Filled, Granted
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.support.notices import operations as notices

LINES = ("institution", "level", "programme", "ground", "since")


def expel(granted: Granted[Facts]) -> None:
    """The day of the order is the last day of the studies."""
    found = _student(granted)
    enrolments.expel(
        by=granted.by,
        enrolment=found.card.id,
        on=granted.asking.on,
        reason=str(granted.answers["ground"]),
        order_number=granted.number,
    )
    notices.send(
        by=granted.by,
        to=found.person.id,
        topic="record.expelled",
        subject=words.say("notice", "expelled"),
        body=words.say("notice", "expelled_body").filled(
            place=found.card.institution_name, ground=words.say("expulsion", str(granted.answers["ground"]))
        ),
        link="/cabinet/documents/",
        key=f"expelled {granted.number}",
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order, in the student's hands."""
    found = _known(granted)
    lines: orders.Lines = {"ground": words.say("expulsion", str(granted.answers["ground"])), "since": granted.asking.on}
    return orders.about(granted, found.card, lines, holder=found.person)


def _student(granted: Granted[Facts]) -> Studying:
    """Whom the institution may still expel; NotEnrolledThere when the studies have ended or a leave began meanwhile."""
    found = _known(granted)
    if not may_end(granted.facts, found.card):
        raise NotEnrolledThere(enrolment=found.card.id)
    return found


def _known(granted: Granted[Facts]) -> Studying:
    found = student(granted.facts, granted.answers)
    if found is None:
        raise NotEnrolledThere(enrolment=granted.answers["student"])
    return found
