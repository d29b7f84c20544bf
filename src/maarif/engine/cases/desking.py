"""What officers do with a turn: claim it, give it back, assign it, decide it (alone or as one of two), hand it over, extend it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from maarif.engine import deadlines, forms
from maarif.engine.cases import alerts, events, judging, offices, routing, sent
from maarif.engine.cases.errors import (
    ClaimedByAnother,
    ExtendedTooFar,
    GroundMissing,
    GroundNotHeld,
    MayNotSit,
    NotedWrong,
    NothingToDecide,
    NotYourTurn,
    OpinionsAwaited,
    SecondPersonNeeded,
)
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import (
    EventKind,
    Status,
)
from maarif.engine.declare import Granted, Office, Seat, Service, Stage
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.kernel.text import Text
from maarif.support.access import queries as access
from maarif.support.access.types import ScopeKind
from maarif.support.audit import operations as audit
from maarif.support.parties import rows
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

_PROPOSED: Final = ("proposal", "proposed_by", "proposed_at")


def mine(by: Actor, case: Case) -> Turn:
    """The open turn of a stage that waits for this officer's office; NotYourTurn, for absent and other offices alike."""
    turn = sent.open_turn(case)
    if turn is None or not offices.may_act(by, turn):
        raise NotYourTurn(case=case.number or "")
    return turn


def claim(*, by: Actor, number: str) -> None:
    """Takes a case on one's own desk. NotYourTurn, ClaimedByAnother; once more changes nothing."""
    with acting(by):
        case = sent.locked(number)
        turn = mine(by, case)
        if turn.claimed_by_id == by.party:
            return
        if turn.claimed_by_id is not None and turn.claimed_by_id not in offices.absent_colleagues(by):
            raise ClaimedByAnother(case=number)
        _give(turn, by.party)
        events.append(case, EventKind.CLAIMED, by=by, stage=turn.stage)


def unclaim(*, by: Actor, number: str) -> None:
    """Puts a case back for every colleague; a head may do it for anybody. NotYourTurn, ClaimedByAnother."""
    with acting(by):
        case = sent.locked(number)
        turn = mine(by, case)
        if turn.claimed_by_id is None:
            return
        if turn.claimed_by_id != by.party and not offices.leads(by, turn):
            raise ClaimedByAnother(case=number)
        _give(turn, None)
        events.append(case, EventKind.UNCLAIMED, by=by, stage=turn.stage)


def assign(*, by: Actor, number: str, to: int) -> None:
    """Gives a case to a colleague who decides in the same office; only who answers for the office may. NotYourTurn."""
    with acting(by):
        case = sent.locked(number)
        turn = mine(by, case)
        colleagues = {
            grant.party
            for role in offices.ROLES[Office(turn.office)]
            for grant in access.holders(role, ScopeKind(turn.scope_kind), turn.scope)
        }
        if not offices.leads(by, turn) or to not in colleagues:
            raise NotYourTurn(case=number)
        if turn.claimed_by_id != to:
            _give(turn, to)
            events.append(case, EventKind.ASSIGNED, by=by, stage=turn.stage, detail={"to": to})


def _give(turn: Turn, to: int | None) -> None:
    turn.claimed_by_id, turn.claimed_at = to, None if to is None else clock.now()
    turn.save(update_fields=["claimed_by", "claimed_at"])


def decide(
    *,
    by: Actor,
    number: str,
    to: str,
    noted: Mapping[str, object] | None = None,
    grounds: tuple[str, ...] = (),
    note: str = "",
    seen: int | None = None,
    as_of: int | None = None,
) -> None:
    """Decides the open turn: sends the case on to a stage or ends it with an outcome; where two decide, proposes it.

    `noted` answers what the stage asks its officer (raw, as a form sends it), `grounds` are codes of the outcome's grounds,
    `note` goes to the applicant. `seen` is the number of the turn that the officer looked at, `as_of` how long its history was then:
    a case that has gone on or changed meanwhile is not decided unseen. NotYourTurn, ClaimedByAnother, OwnCase, NothingToDecide, NotedWrong,
    GroundMissing, OpinionsAwaited; whatever the service's effect refuses comes through and nothing has changed.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = _decidable(by, case, seen)
        service = sent.service_of(case)
        judging.impartial(by, case, service)
        history = judging.unchanged(case, as_of)
        stage = stage_of(service, turn)
        if to not in stage.then:
            raise NothingToDecide(case=number, to=to[:40])
        granted = sent.granted_of(case, service)
        grounded(granted, service, to, grounds)
        turn.noted = checked(by, granted, service, stage, to, noted or {})
        turn.grounds, turn.note = list(grounds), note.strip()
        if turn.two_persons:
            _propose(by, turn, history, to)
        else:
            _go_on(by, case, history, service, turn, to, granted.facts)
        history.write()


def confirm(*, by: Actor, number: str, seen: int | None = None, as_of: int | None = None) -> None:
    """Confirms what a colleague has proposed, as the second of two persons, as it stood when it was looked at (`seen`, `as_of`).

    SecondPersonNeeded, OwnCase, NothingToDecide (also while an answer is awaited), OpinionsAwaited, GroundNotHeld, NotYourTurn.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = mine(by, case)
        if turn.proposal is None or (seen is not None and turn.pk != seen):
            raise NothingToDecide(case=number)
        if turn.proposed_by == by.party:
            raise SecondPersonNeeded(case=number)
        service = sent.service_of(case)
        judging.impartial(by, case, service)
        _nothing_awaited(case, turn)
        history = judging.unchanged(case, as_of)
        kept = turn.proposal
        turn.noted, turn.grounds, turn.note = kept["noted"], kept["grounds"], kept["note"]
        granted = sent.granted_of(case, service)
        grounded(granted, service, kept["to"], tuple(kept["grounds"]))
        _go_on(by, case, history, service, turn, kept["to"], granted.facts)
        history.write()


def send_back(*, by: Actor, number: str, why: str) -> None:
    """Does not confirm a colleague's proposal and says why; the stage is open again. NothingToDecide, NotYourTurn."""
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = mine(by, case)
        if turn.proposal is None:
            raise NothingToDecide(case=number)
        turn.proposal, turn.proposed_by, turn.proposed_at = None, None, None
        rows.change(turn, *_PROPOSED)
        events.append(case, EventKind.SENT_BACK, by=by, stage=turn.stage, detail={"why": why.strip()[:1000]})


def _decidable(by: Actor, case: Case, seen: int | None) -> Turn:
    turn = at_hand(by, case)
    if seen is not None and turn.pk != seen:
        raise NothingToDecide(case=case.number or "")
    _nothing_awaited(case, turn)
    return turn


def _nothing_awaited(case: Case, turn: Turn) -> None:
    """Refuses to decide while the applicant is asked (NothingToDecide), or a needed opinion may still come (OpinionsAwaited)."""
    if case.status == Status.WAITING_APPLICANT:
        raise NothingToDecide(case=case.number or "")
    today = clock.today(country(case.country).time_zone)
    awaited = (each for each in sent.open_opinions(case) if each.stage == turn.stage and each.needed)
    if any(each.due is not None and each.due >= today for each in awaited):
        raise OpinionsAwaited(case=case.number or "")


def at_hand(by: Actor, case: Case) -> Turn:
    """The turn of this office while nothing is proposed, on nobody else's desk. NotYourTurn, ClaimedByAnother, NothingToDecide."""
    turn = mine(by, case)
    _unclaimed_by_others(by, case, turn)
    if turn.proposal is not None:
        raise NothingToDecide(case=case.number or "")
    return turn


def _unclaimed_by_others(by: Actor, case: Case, turn: Turn) -> None:
    if turn.claimed_by_id not in (None, by.party) and turn.claimed_by_id not in offices.absent_colleagues(by):
        raise ClaimedByAnother(case=case.number or "")


def stage_of(service: Service[Any], turn: Turn) -> Stage[Any]:
    """The declared stage of an open turn; NothingToDecide when the declaration has it no more."""
    stage = service.stage(turn.stage)
    if stage is None:
        raise NothingToDecide(case=turn.number, stage=turn.stage)
    return stage


def grounded(granted: Granted[Any], service: Service[Any], to: str, grounds: tuple[str, ...]) -> None:
    """Refuses an outcome with grounds of which none is given, is not its own, or does not hold (GroundMissing, GroundNotHeld)."""
    outcome = service.outcome(to)
    offered = {ground.code for ground in outcome.grounds} if outcome is not None else set()
    if not set(grounds) <= offered or (offered and not grounds):
        raise GroundMissing(to=to)
    for ground in (service.ground(code) for code in grounds):
        if ground is not None and ground.holds is not None and not ground.holds(granted.facts, granted.answers):
            raise GroundNotHeld(ground=ground.code)


def checked(
    by: Actor, granted: Granted[Any], service: Service[Any], stage: Stage[Any], to: str, raw: Mapping[str, object]
) -> dict[str, object]:
    """The officer's answers to what the stage asks for this decision, as the row keeps them; NotedWrong names what is not accepted."""
    given: dict[str, object] = {**granted.answers, "decision": to}
    errors: list[FieldError] = []
    kept: dict[str, object] = {}
    for field in stage.asks:
        if field.shown_when is not None and not field.shown_when.holds(given):
            continue
        options = forms.options_of(field, granted.facts, granted.asking, raw.get(field.code))
        value = forms.validate(
            service, field, raw.get(field.code, ""), by.language, options=options, today=granted.asking.on
        )
        if isinstance(value, FieldError):
            errors.append(value)
        else:
            given[field.code] = value
            kept[field.code] = forms.stored(value)
    if errors:
        raise NotedWrong(errors=tuple(errors))
    return kept


def _propose(by: Actor, turn: Turn, history: events.Chain, to: str) -> None:
    turn.proposal = {"to": to, "noted": turn.noted, "grounds": turn.grounds, "note": turn.note}
    turn.proposed_by, turn.proposed_at = by.party, clock.now()
    rows.change(turn, *_PROPOSED)
    history.add(EventKind.PROPOSED, by=by, stage=turn.stage, detail={"to": to})


def _go_on(
    by: Actor, case: Case, history: events.Chain, service: Service[Any], turn: Turn, to: str, facts: object = None
) -> None:
    close(by, turn, to)
    detail = {"case": case.number, "stage": turn.stage, "to": to}
    audit.record_write(by=by, verb="case.decide", subjects=[case.subject_id], detail=detail)
    move(by, case, history, service, turn, to, facts)


def close(by: Actor, turn: Turn, result: str) -> None:
    """Ends a turn with what was noted in it; an officer who has not claimed it has it now."""
    turn.result, turn.closed_by, turn.closed_at = result, by.party, clock.now()
    rows.change(turn, "noted", "grounds", "note", "result", "closed_by", "closed_at")


def move(
    by: Actor, case: Case, history: events.Chain, service: Service[Any], turn: Turn, to: str, facts: object = None
) -> None:
    """Sends a case on from a closed turn; opinions still open are let go, clocks that stood run on.

    `facts` are those that the act has read already; without them they are read anew.
    """
    for opinion in sent.open_opinions(case):
        close(by, opinion, "not_needed")
    if not deadlines.clock_from_json(case.clock or {"days": 0, "runs": []}).running and case.clock:
        day = clock.day_of(clock.now(), country(case.country).time_zone)
        case.clock = deadlines.clock_to_json(deadlines.resumed(deadlines.clock_from_json(case.clock), day))
        routing.tell_ends(case, turn)
        case.save(update_fields=["clock", "due", "deadline"])
    if case.status in (Status.WAITING_BODY, Status.WAITING_APPLICANT):
        case.status = Status.IN_PROGRESS.value
        case.save(update_fields=["status"])
    if service.stage(to) is not None:
        history.add(EventKind.MOVED_ON, by=by, stage=turn.stage, detail={"to": to})
    routing.go(by, case, history, service, sent.granted_of(case, service, by=by, turn=turn, facts=facts), to)


def _extendable(case: Case, turn: Turn, days: int) -> None:
    service = sent.service_of(case)
    stage = stage_of(service, turn)
    if stage.lengthens is None:
        return
    granted = sent.granted_of(case, service)
    left = stage.lengthens(granted.facts, granted.answers) - (turn.clock["days"] - turn.within)
    if not 1 <= days <= left:
        raise ExtendedTooFar(case=case.number or "", left=left)


def advance(*, by: Actor, number: str, frm: str, to: str) -> bool:
    """Moves a case on from a stage of `Office.PLACEMENT`: what a sector does when a place appears, or none will.

    False when the case is not in that stage any more; NothingToDecide when the stage does not lead there.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = sent.open_turn(case)
        if turn is None or turn.stage != frm:
            return False
        service = sent.service_of(case)
        stage = stage_of(service, turn)
        if to not in stage.then:
            raise NothingToDecide(case=number, to=to[:40])
        history = events.Chain(case)
        close(by, turn, to)
        move(by, case, history, service, turn, to)
        history.write()
        return True


def hand_over(*, by: Actor, number: str, seat: Seat, why: str) -> None:
    """Gives the open turn to the same kind of office elsewhere, or to the kind that the seat names; number and clock stay.

    NotYourTurn, NothingToDecide (it has it already, or is of another kind), MayNotSit (the stage does not let that office have it).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = at_hand(by, case)
        service = sent.service_of(case)
        before = turn.scope
        if seat.office is None and offices.scope_of(seat, case.country)[0].value != turn.scope_kind:
            raise NothingToDecide(case=number)
        if not seat_anew(case, service, turn, seat):
            raise NothingToDecide(case=number)
        detail = {"from": before, "to": turn.scope, "why": why.strip()[:1000]}
        events.append(case, EventKind.HANDED_OVER, by=by, stage=turn.stage, detail=detail)
        alerts.tell_office(by, case, service, turn)
        alerts.tell_applicant(by, case, service, "handed_over", key=f"turn {turn.pk} to {turn.scope}")


def seat_anew(case: Case, service: Service[Any], turn: Turn, seat: Seat) -> bool:
    """Puts an open turn on the desk of another office, its clock running on; False when it sits there already. MayNotSit."""
    scope_kind, scope = offices.scope_of(seat, case.country)
    place = (seat.office or Office(turn.office)).value, scope_kind.value, scope
    if place == (turn.office, turn.scope_kind, turn.scope):
        return False
    stage = stage_of(service, turn)
    granted = sent.granted_of(case, service)
    if stage.may_sit is not None and not stage.may_sit(granted.facts, granted.answers, seat):
        raise MayNotSit(case=case.number or "")
    turn.office, turn.scope_kind, turn.scope = place
    turn.region = seat.region or routing.region_of(seat)
    turn.claimed_by_id = turn.claimed_at = None
    turn.proposal = turn.proposed_by = turn.proposed_at = None
    turn.save()
    return True


def extend(*, by: Actor, number: str, days: int, why: str) -> None:
    """Lengthens the term of the open turn and of the case by working days, with a notice that says why.

    NotYourTurn, ExtendedTooFar (more than the rules allow in all; `left` says how many working days they still do).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = at_hand(by, case)
        _extendable(case, turn, days)
        turn.clock = deadlines.clock_to_json(deadlines.lengthened(deadlines.clock_from_json(turn.clock), days))
        case.clock = deadlines.clock_to_json(deadlines.lengthened(deadlines.clock_from_json(case.clock or {}), days))
        routing.tell_ends(case, turn)
        turn.save(update_fields=["clock", "due"])
        case.save(update_fields=["clock", "due", "deadline"])
        detail = {"days": days, "why": why.strip()[:1000], "due": str(case.due)}
        events.append(case, EventKind.EXTENDED, by=by, stage=turn.stage, detail=detail)
        alerts.tell_applicant(
            by,
            case,
            sent.service_of(case),
            "extended",
            key=f"turn {turn.pk} extended {turn.clock['days']}",
            due=forms.day_in_words(case.due) if case.due else Text.same("-"),
            why=Text.same(why.strip()),
        )
