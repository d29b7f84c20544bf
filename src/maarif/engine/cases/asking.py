"""Asking the applicant: a question, a correction of named fields, another document; the clock stands until the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from maarif.engine import forms
from maarif.engine.cases import alerts, desking, drafts, events, routing, sent, snapshots
from maarif.engine.cases.errors import (
    CaseNotFound,
    NotedWrong,
    NothingToDecide,
)
from maarif.engine.cases.models import Case, Request, Turn
from maarif.engine.cases.types import (
    EventKind,
    RequestKind,
    Status,
    TurnKind,
)
from maarif.engine.declare import Service
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country
from maarif.registries.people import queries as people
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

LONGEST_TEXT = 4000


def ask(
    *, by: Actor, number: str, kind: RequestKind, text: str, fields: Sequence[str] = (), days: int | None = None
) -> int:
    """Asks the applicant; the clocks stop until the answer, or until its last day (`days` working days, else the service's own).

    A correction names the questions that may be answered anew. NotYourTurn, NothingToDecide (something is asked already, the text
    is empty or too long, or a question is none of the case's). Returns the request's number.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = desking.mine(by, case)
        service = sent.service_of(case)
        known = {field.code for field in forms.visible(service, drafts.restored(service, case.answers))}
        wrong = not text.strip() or len(text) > LONGEST_TEXT or not set(fields) <= known
        if wrong or case.status == Status.WAITING_APPLICANT or (kind is RequestKind.CORRECTION and not fields):
            raise NothingToDecide(case=number)
        calendar = calendar_of(case.country, turn.region or None)
        request = Request.objects.create(
            case=case,
            turn=turn,
            kind=kind.value,
            text=text.strip(),
            fields=list(fields),
            asked_by=by.party or 0,
            asked_at=clock.now(),
            answer_by=calendar.due_date(clock.now(), days or service.answered_within.days),
        )
        routing.stand(case, turn, Status.WAITING_APPLICANT)
        events.append(
            case, EventKind.ASKED, by=by, stage=turn.stage, detail={"request": request.pk, "kind": kind.value}
        )
        alerts.tell_applicant(
            by,
            case,
            service,
            "asked",
            key=f"request {request.pk}",
            day=forms.day_in_words(request.answer_by),
        )
        return request.pk


def answer(
    *,
    by: Actor,
    number: str,
    text: str = "",
    corrections: Mapping[str, object] | None = None,
    files: Sequence[str] = (),
) -> None:
    """Answers what the office asked; the clocks run on from today and both sides see the new date.

    `corrections` are raw answers to the named questions. CaseNotFound (not this applicant's, or nothing is asked),
    NotedWrong (the answer is empty, or a correction is not accepted: nothing is lost and nothing has changed).
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        request = open_request(case)
        if request is None or not _may_answer(by, case):
            raise CaseNotFound(number=number[:40])
        service = sent.service_of(case)
        changed = _corrected(by, case, service, request, corrections or {})
        _filled(service, request, text, changed, files)
        request.before = {code: case.answers.get(code) for code in changed}
        request.after, request.answer, request.files = changed, text.strip()[:LONGEST_TEXT], list(files)
        request.answered_at = clock.now()
        request.save()
        if changed:
            _take(case, service, changed)
        turn = case.turns.get(pk=request.turn_id)
        routing.run_on(case, turn)
        events.append(
            case, EventKind.ANSWERED, by=by, stage=turn.stage, detail={"request": request.pk, "fields": sorted(changed)}
        )
        audit.record_write(by=by, verb="case.answer", subjects=[case.subject_id], detail={"case": number})
        _tell_officer(by, case, service, turn)


def open_request(case: Case) -> Request | None:
    """What the applicant is asked now."""
    return case.requests.filter(answered_at__isnull=True, lapsed_at__isnull=True).first()


def lapse_requests(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Lets requests lapse that were not answered in time: the clocks run on and the office decides on what it has."""
    today = clock.today(active_country().time_zone)
    late = Request.objects.filter(answered_at__isnull=True, lapsed_at__isnull=True, answer_by__lt=today)
    numbers = list(late.order_by("answer_by").values_list("case__number", flat=True)[:limit])
    for number in numbers:
        with acting(by):
            case = sent.locked(str(number))
            request = open_request(case)
            if request is None or request.answer_by >= today:
                continue
            request.lapsed_at = clock.now()
            request.save(update_fields=["lapsed_at"])
            turn = case.turns.get(pk=request.turn_id)
            routing.run_on(case, turn)
            events.append(case, EventKind.NOT_ANSWERED, by=by, stage=turn.stage, detail={"request": request.pk})
            service = sent.service_of(case)
            alerts.tell_applicant(by, case, service, "not_answered", key=f"request {request.pk} lapsed")
            _tell_officer(by, case, service, turn)
    return len(numbers)


def _may_answer(by: Actor, case: Case) -> bool:
    if by.party is None or (by.acting_for is not None and by.acting_for != case.subject_id):
        return False
    return by.party == case.party_id or people.is_guardian(by.party, case.subject_id)


def _corrected(
    by: Actor, case: Case, service: Service[Any], request: Request, raw: Mapping[str, object]
) -> dict[str, object]:
    """The corrected answers as the row keeps them; NotedWrong names those that are not accepted."""
    asking = sent.asking_of(case)
    facts = service.facts(asking)
    errors: list[FieldError] = []
    kept: dict[str, object] = {}
    for code in request.fields:
        field = service.field(code)
        if field is None or code not in raw:
            continue
        options = forms.options_of(field, facts, asking, raw[code])
        value = forms.validate(service, field, raw[code], by.language, options=options, today=asking.on)
        if isinstance(value, FieldError):
            errors.append(value)
        elif forms.stored(value) != case.answers.get(code):
            kept[code] = forms.stored(value)
    if errors:
        raise NotedWrong(errors=tuple(errors))
    return kept


def _filled(
    service: Service[Any], request: Request, text: str, changed: Mapping[str, object], files: Sequence[str]
) -> None:
    """An answer says something: a word, a change, a file; a document that was asked for is there."""
    if (request.kind == RequestKind.DOCUMENT and not files) or not (text.strip() or changed or files):
        raise NotedWrong(errors=())


def _take(case: Case, service: Service[Any], changed: Mapping[str, object]) -> None:
    """Puts corrected answers into the case, and their words into its summary."""
    case.answers = {**case.answers, **changed}
    asking = sent.asking_of(case)
    facts = service.facts(asking)
    fresh = snapshots.of(drafts.rows(service, drafts.restored(service, case.answers), facts, asking), facts)
    case.facts = {**fresh, "issued": (case.facts or {}).get("issued", [])}
    case.save(update_fields=["answers", "facts"])


def _tell_officer(by: Actor, case: Case, service: Service[Any], turn: Turn) -> None:
    if turn.closed_at is None and turn.kind == TurnKind.STAGE and turn.claimed_by_id is not None:
        alerts.tell_officer(by, turn.claimed_by_id, case, service, turn, "answered", f"turn {turn.pk} {clock.now()}")
