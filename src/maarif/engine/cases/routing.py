"""The way of a case: from stage to stage, the machine's turns at once, the offices' turns on their desks, to an outcome."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from maarif.engine import deadlines
from maarif.engine.cases import ending, events, offices, sent
from maarif.engine.cases.alerts import tell_office
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import (
    EventKind,
    Status,
    TurnKind,
)
from maarif.engine.decisions import NoOutcome, decide_stage, failing
from maarif.engine.declare import Granted, Office, Opinion, Seat, Service, Stage
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import country
from maarif.kernel.errors import Refusal
from maarif.registries.institutions import queries as institutions
from maarif.support.parties import rows
from maarif.support.parties.types import Actor


def go(by: Actor, case: Case, history: events.Chain, service: Service[Any], granted: Granted[Any], code: str) -> None:
    """Goes on to a stage or outcome, and further until people are needed or the case has ended.

    The caller holds the lock on the case's row and writes `history` afterwards. NoOutcome when the code is neither.
    """
    failed: tuple[str, ...] = ()
    while True:
        outcome = service.outcome(code)
        if outcome is not None:
            ending.end(by, case, history, service, granted, outcome, failed if not outcome.grants else ())
            return
        stage = service.stage(code)
        if stage is None:
            raise NoOutcome(service=service.code, stage=case.stage, outcome=code)
        if not _enters(stage, granted):
            code = stage.otherwise or ""
            continue
        case.stage = stage.code
        if stage.decided_by is not Office.MACHINE:
            _open(by, case, history, service, granted, stage)
            return
        failed = tuple(rule.code for rule in failing(service, granted.facts))
        code = decide_stage(service, stage, granted.facts, granted.answers)


def _enters(stage: Stage[Any], granted: Granted[Any]) -> bool:
    """Does what entering the stage does; whether it stays, or has to go elsewhere because that was refused."""
    if stage.entered is None:
        return True
    if stage.otherwise is None:
        stage.entered(granted)
        return True
    try:
        with transaction.atomic():
            stage.entered(granted)
    except Refusal:
        return False
    return True


def _open(
    by: Actor, case: Case, history: events.Chain, service: Service[Any], granted: Granted[Any], stage: Stage[Any]
) -> None:
    seat = stage.at(granted.facts, granted.answers) if stage.at is not None else Seat()
    turn = _turn(
        case,
        stage,
        TurnKind.STAGE,
        seat.office or stage.decided_by,
        seat,
        deadlines.days_of(stage, granted.facts, granted.answers),
    )
    turn.two_persons, turn.silence_to = stage.two_persons, stage.silence or ""
    if stage.cut_off is not None:
        turn.cut_off_at = stage.cut_off.at(granted.facts, granted.answers)
        turn.cut_off_to = stage.cut_off.then if turn.cut_off_at is not None else ""
    _sit(case, turn)
    history.add(EventKind.ENTERED, by=by, stage=stage.code, detail={"office": turn.office, "scope": turn.scope})
    case.status = Status.IN_PROGRESS.value
    if stage.decided_by is Office.PLACEMENT and case.clock:
        day = clock.day_of(clock.now(), country(case.country).time_zone)
        case.clock = deadlines.clock_to_json(deadlines.stopped(deadlines.clock_from_json(case.clock), day))
        rows.change(case, "clock")
    rows.change(case, "status", "stage")
    for opinion in stage.opinions:
        if opinion.at_once and (opinion.asked_when is None or opinion.asked_when.holds(granted.answers)):
            tell_office(by, case, service, ask_opinion(by, case, history, granted, turn, opinion))
    if stage.alerts:
        tell_office(by, case, service, turn)


def ask_opinion(
    by: Actor,
    case: Case,
    history: events.Chain,
    granted: Granted[Any],
    stage_turn: Turn,
    opinion: Opinion[Any],
    text: str = "",
) -> Turn:
    """Opens a turn for another body beside the stage's own; a pausing one stops the stage's clock and the case's."""
    seat = opinion.at(granted.facts, granted.answers)
    turn = _turn(case, opinion, TurnKind.OPINION, opinion.given_by, seat, opinion.within.days, stage=stage_turn.stage)
    turn.opinion, turn.needed, turn.note = opinion.code, opinion.needed, text
    _sit(case, turn)
    history.add(EventKind.OPINION_ASKED, by=by, stage=stage_turn.stage, detail={"opinion": opinion.code})
    if opinion.pauses and stage_turn.paused_at is None:
        stand(case, stage_turn, Status.WAITING_BODY)
    return turn


def _sit(case: Case, turn: Turn) -> None:
    """Puts a new turn on its desk."""
    rows.add([turn])
    sent.turns(case).append(turn)


def _turn(
    case: Case,
    declared: Stage[Any] | Opinion[Any],
    kind: TurnKind,
    office: Office,
    seat: Seat,
    days: int,
    *,
    stage: str | None = None,
) -> Turn:
    scope_kind, scope = offices.scope_of(seat, case.country)
    now = clock.now()
    term = _clock(case, declared, days)
    region = seat.region or region_of(seat)
    dated = bool(days) or (isinstance(declared, Stage) and declared.term is not None)
    last = max((turn.position for turn in sent.turns(case)), default=0)
    return Turn(
        case=case,
        position=last + 1,
        kind=kind.value,
        stage=stage or declared.code,
        office=office.value,
        scope_kind=scope_kind.value,
        scope=scope,
        region=region,
        country=case.country,
        service=case.service,
        number=case.number or "",
        opened_at=now,
        within=days,
        clock=deadlines.clock_to_json(term),
        due=deadlines.due_of(term, calendar_of(case.country, region or None)) if dated else None,
    )


def _clock(case: Case, declared: Stage[Any] | Opinion[Any], days: int) -> deadlines.Clock:
    """The clock of a turn: started today, or, where its days run from receipt, the one that the case has had since."""
    if isinstance(declared, Stage) and declared.since_receipt and case.clock:
        return replace(deadlines.clock_from_json(case.clock), days=days)
    return deadlines.started(clock.day_of(clock.now(), country(case.country).time_zone), days)


def region_of(seat: Seat) -> str:
    """The region of an institution's seat, by which its calendar and the overviews of its region go."""
    card = institutions.card(seat.institution) if seat.institution is not None else None
    return (card.region or "") if card is not None else ""


def stand(case: Case, turn: Turn, status: Status) -> None:
    """Stops the clocks of a turn and of its case, and says for whom everybody waits; the caller saves nothing more."""
    day = clock.day_of(clock.now(), country(case.country).time_zone)
    turn.clock = deadlines.clock_to_json(deadlines.stopped(deadlines.clock_from_json(turn.clock), day))
    turn.paused_at, turn.awaits_applicant = clock.now(), status is Status.WAITING_APPLICANT
    rows.change(turn, "clock", "paused_at", "awaits_applicant")
    case.clock = deadlines.clock_to_json(deadlines.stopped(deadlines.clock_from_json(case.clock or {}), day))
    case.status = status.value
    rows.change(case, "clock", "status")


def run_on(case: Case, turn: Turn) -> None:
    """Starts the clocks of a turn and of its case again, and tells both their new ends."""
    day = clock.day_of(clock.now(), country(case.country).time_zone)
    turn.clock = deadlines.clock_to_json(deadlines.resumed(deadlines.clock_from_json(turn.clock), day))
    turn.paused_at, turn.awaits_applicant = None, False
    case.clock = deadlines.clock_to_json(deadlines.resumed(deadlines.clock_from_json(case.clock or {}), day))
    case.status = Status.IN_PROGRESS.value
    tell_ends(case, turn)
    rows.change(turn, "clock", "paused_at", "awaits_applicant", "due")
    rows.change(case, "clock", "status", "due", "deadline")


def tell_ends(case: Case, turn: Turn) -> None:
    """Puts into the rows when the turn and the case end by their clocks and today's calendar; the caller saves them."""
    calendar = calendar_of(case.country, turn.region or None)
    turn.due = deadlines.due_of(deadlines.clock_from_json(turn.clock), calendar) or turn.due
    ends = deadlines.explained(deadlines.clock_from_json(case.clock or {}), calendar)
    if ends is not None:
        case.due, case.deadline = ends.due, deadlines.to_json(ends)
