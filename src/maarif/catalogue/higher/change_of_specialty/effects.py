"""What the stages and outcomes do: a place in a group is held, the student goes on elsewhere, the institutions have their orders."""

from dataclasses import dataclass
from datetime import date

from maarif.catalogue.certificates import words
from maarif.catalogue.higher.change_of_specialty import rules
from maarif.catalogue.higher.change_of_specialty.facts import Facts, target
from maarif.catalogue.places.programmes import Target
from maarif.catalogue.students import orders, receiving
from maarif.engine.declare import Filled, Granted
from maarif.kernel.text import Text
from maarif.registries.enrolments import operations as enrolments
from maarif.registries.enrolments import queries as register
from maarif.registries.enrolments.errors import NotEnrolledThere
from maarif.registries.enrolments.types import EnrolmentCard

LINES = (
    "from_institution",
    "from_programme",
    "to_institution",
    "to_programme",
    "form",
    "funding",
    "semester",
    "credits_recognised",
    "academic_debt",
    "since",
)
LEAVING_LINES = LINES[:4] + LINES[-1:]

credits_recognised = receiving.credits_recognised
semester = receiving.semester
group = receiving.group


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """From which studies to which programme, into which semester, with how many credits recognised."""

    now: EnrolmentCard
    to: Target
    semester: int
    recognised: int


def hold(granted: Granted[Facts]) -> None:
    """Keeps a place in the group that the institution named, or in one of the year; NoFreePlace, ClassUnfit (`group_for`)."""
    group = _group(granted)
    if group is not None:
        enrolments.hold_place(by=granted.by, class_group=group, person=granted.asking.subject, case=granted.number)


def release(granted: Granted[Facts]) -> None:
    """Gives back the place that was held."""
    for number in register.holds_of(granted.asking.subject, case=granted.number).values():
        enrolments.release_place(by=granted.by, hold=number, reason=granted.number)


def change(granted: Granted[Facts]) -> None:
    """Another programme of the same institution."""
    move = _move(granted)
    enrolments.change_programme(
        by=granted.by,
        enrolment=move.now.id,
        programme=move.to.programme.id,
        on=granted.asking.on,
        class_group=_group(granted),
        funding=rules.funding(granted.facts, move.now, move.to.programme),
        credits_recorded=move.recognised,
        semester=move.semester,
        order_number=granted.number,
    )


def transfer(granted: Granted[Facts]) -> None:
    """A programme of another institution: the old enrolment ends and the new one begins, both or neither."""
    move = _move(granted)
    enrolments.transfer_student(
        by=granted.by,
        enrolment=move.now.id,
        institution=move.to.programme.institution,
        programme=move.to.programme.id,
        on=granted.asking.on,
        class_group=_group(granted),
        funding=rules.funding(granted.facts, move.now, move.to.programme),
        credits_recorded=move.recognised,
        semester=move.semester,
        order_number=granted.number,
    )


def order(granted: Granted[Facts]) -> Filled:
    """The order of the institution that takes the student, with the credits that it recognised and those still to be earned."""
    move = _move(granted)
    wanted = move.to.programme
    debt = receiving.difference(wanted, move.semester, move.recognised)
    lines: orders.Lines = {
        **_ways(granted, move),
        "form": words.form(wanted.form),
        "funding": words.funding(rules.funding(granted.facts, move.now, wanted)),
        "semester": str(move.semester),
        "credits_recognised": str(move.recognised),
        "academic_debt": None if debt is None else str(debt),
    }
    return orders.order(granted, wanted.institution, move.to.institution_name, lines)


def leaving_order(granted: Granted[Facts]) -> Filled:
    """The order of the institution that lets the student go."""
    move = _move(granted)
    return orders.order(granted, move.now.institution, move.now.institution_name, _ways(granted, move))


def _ways(granted: Granted[Facts], move: Move) -> dict[str, Text | date | str | None]:
    return {
        "from_institution": move.now.institution_name,
        "from_programme": move.now.programme_name,
        "to_institution": move.to.institution_name,
        "to_programme": move.to.programme.name,
        "since": granted.asking.on,
    }


def _move(granted: Granted[Facts]) -> Move:
    now, wanted = granted.facts.now, target(granted.facts, granted.answers)
    if now is None or wanted is None:
        raise NotEnrolledThere(case=granted.number)
    entered, recognised = (int(str(granted.noted[code])) for code in ("semester", "credits_recognised"))
    return Move(now=now, to=wanted, semester=entered, recognised=recognised)


def _group(granted: Granted[Facts]) -> int | None:
    """The group where a place is held already, else the one in which there is one."""
    held = next(iter(register.holds_of(granted.asking.subject, case=granted.number)), None)
    if held is not None:
        return held
    move = _move(granted)
    return receiving.group_for(move.to.programme.institution, move.to.groups, move.semester, granted.noted.get("group"))
