"""Writes of the transfers room: joining a queue, leaving it, offering places that have appeared, taking up those given ahead."""

from typing import Final

from django.db import connection

from maarif.engine.cases import operations as cases
from maarif.engine.cases import queries as waiting
from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.kernel.errors import Refusal
from maarif.registries.enrolments import queries as enrolments
from maarif.sectors.transfers import queries
from maarif.sectors.transfers.models import QueueEntry
from maarif.sectors.transfers.types import Entry, Step, Wanted
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

#: The stages of a case between which a queue stands.
QUEUED: Final = "queued"
RECEIVING: Final = "receiving"
#: Where a change of stage waits for the end of the school year, and where it goes then.
CHANGE_OF_STAGE: Final = "school.stage_change"
PLACED: Final = "placed"
TAKING_UP: Final = "taking_up"


def join(*, by: Actor, case: str, child: int, wanted: Wanted, first: bool) -> int:
    """Lets a case wait for a place; its ticket."""
    with acting(by):
        ticket = _write(case, wanted, Step.JOINED, first=first)
        detail = {"case": case, "school": wanted.school, "ticket": ticket, "first": first}
        audit.record_write(by=by, verb="transfers.join_queue", subjects=[child], detail=detail)
        return ticket


def leave(*, by: Actor, case: str, child: int) -> bool:
    """Takes a case out of the queue that it waits in (taken back, cut off); whether it waited."""
    with acting(by):
        wanted = queries.wanted_by(case)
        if wanted is None or queries.standing(case) is None:
            return False
        _write(case, wanted, Step.LEFT)
        audit.record_write(by=by, verb="transfers.leave_queue", subjects=[child], detail={"case": case})
        return True


def offer_places(*, by: Actor = SYSTEM) -> int:
    """Gives every free place that is waited for to the first who waits; how many. Safe to run side by side."""
    return sum(_offer(by, wanted) for wanted in queries.queues())


def take_up_places(*, by: Actor = SYSTEM) -> int:
    """Once the school year is over, moves on who was given a place for the next one while it went on; how many. Safe to repeat.

    A case that a register does not let go on stays as it is, and is tried again by the next run.
    """
    here = active_country()
    today = clock.today(here.time_zone)
    year = enrolments.school_year(here.code, today)
    if today <= year.ended(year.next_first_day(today)):
        return 0
    return sum(_take_up(by, number) for number in waiting.waiting_in(CHANGE_OF_STAGE, PLACED, here.code))


def _take_up(by: Actor, number: str) -> bool:
    try:
        return cases.advance(by=by, number=number, frm=PLACED, to=TAKING_UP)
    except Refusal:
        return False


def _offer(by: Actor, wanted: Wanted) -> int:
    given = 0
    while entry := _next(wanted):
        try:
            with acting(by):
                _hold(wanted)
                if _next(wanted) != entry:
                    continue
                _write(entry.case, wanted, Step.OFFERED, first=entry.first)
                if cases.advance(by=by, number=entry.case, frm=QUEUED, to=RECEIVING):
                    given += 1
        except Refusal:
            return given
    return given


def _next(wanted: Wanted) -> Entry | None:
    """Whoever is first, when a place is free."""
    order = queries.waiting(wanted)
    return order[0] if order and queries.free(wanted) > 0 else None


def _hold(wanted: Wanted) -> None:
    """Holds the queue until the transaction ends, so that two workers do not offer one place twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"transfers:{wanted}"],
        )


def _write(case: str, wanted: Wanted, step: Step, *, first: bool = False) -> int:
    row = QueueEntry.objects.create(
        case=case,
        school_id=wanted.school,
        grade=wanted.grade,
        language=wanted.language,
        programme_id=wanted.programme,
        begins=wanted.begins,
        step=step.value,
        first=first,
    )
    return int(row.pk)
