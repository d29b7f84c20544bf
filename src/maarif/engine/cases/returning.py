"""What becomes of a case besides a decision: taken back, reopened once, joined to an earlier one, split in several."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from maarif.engine import deadlines, forms
from maarif.engine.cases import alerts, desking, drafts, events, judging, offices, routing, rules, sent, talking
from maarif.engine.cases.errors import CaseNotFound, NotedWrong, NothingToDecide, NotYourTurn
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import OPEN, EventKind, Status, TurnKind
from maarif.engine.declare import Kind, Service
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

LONGEST_TEXT = 4000
#: An application that asks more things than this is asked to be written anew.
MOST_PARTS = 10


def take_back(*, by: Actor, number: str) -> None:
    """Takes a sent case back while it is open: its turns end, what it held is released. CaseNotFound, NothingToDecide."""
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        if not talking.is_applicant(by, case):
            raise CaseNotFound(number=number[:40])
        service = sent.service_of(case)
        if case.status not in OPEN or not service.withdrawable:
            raise NothingToDecide(case=number)
        cancel(by, case, service)
        audit.record_write(
            by=by, verb="case.withdraw", subjects=[case.subject_id], detail={"service": case.service, "case": number}
        )


def cancel(by: Actor, case: Case, service: Service[Any]) -> None:
    """Ends an open case without a decision; the caller holds the lock and says why in its own words."""
    history = events.Chain(case)
    for turn in case.turns.filter(closed_at__isnull=True):
        desking.close(by, turn, "withdrawn")
    for joined in case.joined.filter(status=Status.JOINED.value).order_by("pk"):
        _back_to_its_desk(by, sent.locked(joined.number or ""))
    for request in case.requests.filter(answered_at__isnull=True, lapsed_at__isnull=True):
        request.lapsed_at = clock.now()
        request.save(update_fields=["lapsed_at"])
    if service.released is not None:
        service.released(sent.granted_of(case, service, by=by))
    case.status, case.closed_at = Status.WITHDRAWN.value, clock.now()
    case.save(update_fields=["status", "closed_at"])
    history.add(EventKind.WITHDRAWN, by=by, stage=case.stage)
    history.write()


def may_reopen(case: Case, service: Service[Any]) -> bool:
    """Whether the applicant may still reopen it: once, within the service's term after its end."""
    if service.reopened_within is None or case.status != Status.CLOSED or case.reopened or case.closed_at is None:
        return False
    last = reopened_until(case, service)
    return last is not None and calendar_of(case.country).day_received(clock.now()) <= last


def reopened_until(case: Case, service: Service[Any]) -> date | None:
    """The last day on which a closed case can be reopened; None where the service knows no reopening."""
    if service.reopened_within is None or case.closed_at is None:
        return None
    return calendar_of(case.country).due_date(case.closed_at, service.reopened_within.days)


def reopen(*, by: Actor, number: str, why: str) -> None:
    """Has a closed case considered again, once, saying why; its clock starts anew at the stage that decided it.

    CaseNotFound, NothingToDecide (too late, reopened before, the service does not allow it, or no reason).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        if not talking.is_applicant(by, case):
            raise CaseNotFound(number=number[:40])
        service = sent.service_of(case)
        if not may_reopen(case, service) or not why.strip():
            raise NothingToDecide(case=number)
        first = case.turns.filter(kind=TurnKind.STAGE.value).order_by("position").last()
        detail = {"why": why.strip()[:LONGEST_TEXT], "outcome": case.outcome, "note": case.note}
        _restart(case, service)
        history = events.Chain(case)
        history.add(EventKind.REOPENED, by=by, detail=detail)
        code = first.stage if first is not None else service.stages[0].code
        routing.go(by, case, history, service, sent.granted_of(case, service), code)
        history.write()


def _restart(case: Case, service: Service[Any]) -> None:
    now = clock.now()
    granted = sent.granted_of(case, service)
    days = deadlines.term_of(service, granted.facts, granted.answers)
    term = deadlines.deadline_of(service, now, case.country, days)
    case.status, case.reopened = Status.IN_PROGRESS.value, case.reopened + 1
    case.outcome, case.grants, case.reasons, case.note = "", None, [], ""
    case.decided_at = case.closed_at = None
    case.due, case.deadline = term.due, deadlines.to_json(term)
    case.clock = deadlines.clock_to_json(deadlines.clock_of(now, case.country, days))
    case.save()


def join(*, by: Actor, number: str, to: str) -> None:
    """Joins an open case to an earlier open one of the same service: it is answered with it, once.

    NotYourTurn, ClaimedByAnother, OwnCase, NothingToDecide (the other is not open in this office, of another service, joined itself or
    this very one; or it is about somebody else, and granting it would change the registers for that person alone).
    """
    with acting(replace(by, case=number)):
        earlier, case = _both(to, number)
        turn, service = desking.at_hand(by, case), sent.service_of(case)
        judging.impartial(by, case, service)
        if not _fits(by, case, earlier, service) or case.joined.filter(status=Status.JOINED.value).exists():
            raise NothingToDecide(case=number)
        if case.status != Status.IN_PROGRESS:
            raise NothingToDecide(case=number)
        desking.close(by, turn, "joined")
        case.status, case.joined_to = Status.JOINED.value, earlier
        case.save(update_fields=["status", "joined_to"])
        events.append(case, EventKind.JOINED, by=by, stage=turn.stage, detail={"to": to})
        events.append(earlier, EventKind.JOINED, by=by, stage=earlier.stage, detail={"from": number})
        alerts.tell_applicant(by, case, service, "joined", key=f"case {number} joined {to}", to=to)


def _fits(by: Actor, case: Case, earlier: Case, service: Service[Any]) -> bool:
    """Whether a case can be answered with another one that waits in the same office."""
    turn = sent.open_turn(earlier)
    here = turn is not None and offices.may_act(by, turn) and earlier.pk != case.pk
    alike = earlier.subject_id == case.subject_id or not any(outcome.effect for outcome in service.outcomes)
    return here and alike and earlier.service == case.service and earlier.status in OPEN


def _both(first: str, second: str) -> tuple[Case, Case]:
    """Both rows held, always in the same order, so that two officers cannot wait for one another."""
    held = {number: sent.locked(number) for number in sorted({first, second})}
    return held[first], held[second]


def part(*, by: Actor, number: str) -> None:
    """Takes a joining back while the other case is open: the case goes back to the desk it came from. NotYourTurn."""
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        last = case.turns.filter(kind=TurnKind.STAGE.value).order_by("position").last()
        if case.status != Status.JOINED or last is None or not offices.may_act(by, last):
            raise NotYourTurn(case=number)
        _back_to_its_desk(by, case)


def _back_to_its_desk(by: Actor, case: Case) -> None:
    """Undoes the joining of a case that is held: it goes on in the stage in which it was joined."""
    stage = case.turns.filter(kind=TurnKind.STAGE.value).order_by("position").values_list("stage", flat=True).last()
    case.status, case.joined_to = Status.IN_PROGRESS.value, None
    case.save(update_fields=["status", "joined_to"])
    service = sent.service_of(case)
    history = events.Chain(case)
    history.add(EventKind.SPLIT, by=by, stage=stage or "")
    routing.go(by, case, history, service, sent.granted_of(case, service), stage or service.stages[0].code)
    history.write()


def split(*, by: Actor, number: str, field: str, texts: Sequence[str]) -> tuple[str, ...]:
    """Splits a case that asks several things: a new case per text (in place of the answer to `field`), each with its own clock
    from the day of the first; the first keeps its number and its own text is the first of `texts`.

    NotYourTurn, ClaimedByAnother, NothingToDecide (fewer than two texts or too many, one of them empty, or the case has no such question
    in words), NotedWrong (the question does not take one of the texts). Returns the new numbers.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn, service = desking.at_hand(by, case), sent.service_of(case)
        parts = _parts(by, case, service, field, texts)
        case.answers = {**case.answers, field: parts[0]}
        case.save(update_fields=["answers"])
        made = tuple(_twin(by, case, turn, service, field, text) for text in parts[1:])
        events.append(case, EventKind.SPLIT, by=by, stage=turn.stage, detail={"into": list(made)})
        return made


def _parts(by: Actor, case: Case, service: Service[Any], code: str, texts: Sequence[str]) -> list[str]:
    """The texts as the question that is split takes them. NothingToDecide, NotedWrong."""
    asked = forms.visible(service, drafts.restored(service, case.answers))
    field = next((each for each in asked if each.code == code and each.kind in (Kind.TEXT, Kind.LONG_TEXT)), None)
    several = 2 <= len(texts) <= MOST_PARTS and all(text.strip() for text in texts)
    if field is None or case.only_one or not several:
        raise NothingToDecide(case=case.number or "")
    today = sent.asking_of(case).on
    taken = [forms.validate(service, field, text, by.language, today=today) for text in texts]
    wrong = tuple(each for each in taken if isinstance(each, FieldError))
    if wrong:
        raise NotedWrong(errors=wrong)
    return [str(each) for each in taken]


def _twin(by: Actor, case: Case, turn: Turn, service: Service[Any], field: str, text: str) -> str:
    """A new case beside the first: same applicant, same day of receipt, same clock, its own text and number."""
    twin = Case.objects.create(
        service=case.service,
        country=case.country,
        party_id=case.party_id,
        subject_id=case.subject_id,
        language=case.language,
        started_at=case.started_at,
        saved_at=clock.now(),
        expires_at=case.expires_at,
    )
    twin.status, twin.stage = Status.SUBMITTED.value, turn.stage
    twin.number = rules.case_number(service.prefix, sent.asking_of(case).on.year, sent.next_serial())
    for name in (
        "submitted_at",
        "declaration_id",
        "due",
        "deadline",
        "clock",
        "rule_set",
        "facts",
        "intake",
        "entered_by",
    ):
        setattr(twin, name, getattr(case, name))
    twin.answers, twin.split_from = {**case.answers, field: text}, case
    twin.save()
    history = events.Chain(twin)
    history.add(EventKind.SPLIT, by=by, stage=turn.stage, detail={"from": case.number})
    routing.go(by, twin, history, service, sent.granted_of(twin, service), turn.stage)
    opened = twin.turns.get(closed_at__isnull=True, kind=TurnKind.STAGE.value)
    opened.clock, opened.due = turn.clock, turn.due
    opened.save(update_fields=["clock", "due"])
    history.write()
    alerts.tell_applicant(
        by, twin, service, "split", key=f"case {twin.number} split", first=case.number or "", text=text[:200]
    )
    return twin.number
