"""What the stages and outcomes do: a place is held, the child waits or goes on, the institutions have their orders."""

from datetime import date

from maarif.catalogue.certificates import words
from maarif.catalogue.certificates.orders import order
from maarif.catalogue.places import queue, schools
from maarif.catalogue.school.stage_change.facts import Facts, target, wanted
from maarif.engine.declare import Consequence, Filled, Granted
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import EnrolmentCard
from maarif.sectors.transfers import operations as transfers
from maarif.sectors.transfers import queries as queues
from maarif.sectors.transfers.types import Wanted

LINES = ("from_place", "to_place", "grade", "programme", "teaching_language", "since")
LEAVING_LINES = ("from_place", "to_place", "since")


def hold(granted: Granted[Facts]) -> None:
    """Keeps a place in a class of the school, or in a group of the programme; NoFreePlace when none is free."""
    queue.hold(
        by=granted.by,
        case=granted.number,
        child=granted.asking.subject,
        wanted=_wanted(granted),
        until=granted.facts.open_until,
    )


def wait(granted: Granted[Facts]) -> None:
    """Joins the queue of the school; a brother or sister there, or a parent who works there, lets the child go first."""
    place, family = _wanted(granted), schools.family_of(granted.asking)
    first = queues.goes_first(
        granted.facts.rules, sibling=place.school in family.siblings, employee=place.school in family.parents
    )
    transfers.join(by=granted.by, case=granted.number, child=granted.asking.subject, wanted=place, first=first)


def keep(granted: Granted[Facts]) -> None:
    """Keeps the place until the school year is over, however long that is."""
    queue.keep(by=granted.by, case=granted.number, child=granted.asking.subject)


def enter(granted: Granted[Facts]) -> None:
    """Opens the next stage in the class or group whose place was held, from the first day of the year."""
    facts, place = granted.facts, _wanted(granted)
    enrolments.enter_stage(
        by=granted.by,
        enrolment=_before(granted).id,
        institution=place.school,
        class_group=queue.held_class(granted.number, granted.asking.subject),
        programme=place.programme,
        grade=None if place.programme is not None else place.grade,
        on=facts.begins,
        reason="stage_change",
        order_number=granted.number,
    )


def release(granted: Granted[Facts]) -> None:
    """Gives back the place that was held and leaves the queue."""
    queue.release(by=granted.by, case=granted.number, child=granted.asking.subject)


def standing(facts: Facts, number: str) -> tuple[Consequence, ...]:
    """The child's place in the queue, where it waits."""
    return queue.standing(number)


def entry_order(granted: Granted[Facts]) -> Filled:
    """The order of whoever takes the child in."""
    place, profession = _wanted(granted), target(granted.facts, granted.answers)
    lines: dict[str, Text | date | str | None] = {
        **_ways(granted),
        "grade": str(place.grade) if profession is None else None,
        "programme": None if profession is None else profession.programme.name,
        "teaching_language": words.language(place.language),
    }
    institution, name = _there(granted)
    return order(granted, institution, name, {code: lines[code] for code in LINES})


def leaving_order(granted: Granted[Facts]) -> Filled:
    """The order of whoever lets the child go; in Kazakhstan the detachment coupon."""
    there = granted.facts.there or _before(granted)
    return order(granted, there.institution, there.institution_name, _ways(granted))


def _ways(granted: Granted[Facts]) -> dict[str, Text | date | str | None]:
    return {
        "from_place": _before(granted).institution_name,
        "to_place": _there(granted)[1],
        "since": granted.facts.begins,
    }


def _before(granted: Granted[Facts]) -> EnrolmentCard:
    if granted.facts.before is None:
        raise NotEnrolledThere(case=granted.number)
    return granted.facts.before


def _wanted(granted: Granted[Facts]) -> Wanted:
    place = wanted(granted.facts, granted.answers)
    if place is None:
        raise NotEnrolledThere(case=granted.number)
    return place


def _there(granted: Granted[Facts]) -> tuple[int, Text]:
    """Number and name of the institution that takes the child in."""
    place, profession = _wanted(granted), target(granted.facts, granted.answers)
    return place.school, granted.facts.names.of(place.school) if profession is None else profession.institution_name
