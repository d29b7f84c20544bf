"""Asking the applicant: a question, a correction of named fields, another document; the clock stands until `answering` or the last day."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from maarif.engine import forms
from maarif.engine.cases import alerts, desking, drafts, events, routing, sent
from maarif.engine.cases.errors import NothingToDecide
from maarif.engine.cases.models import Case, Request, Turn
from maarif.engine.cases.types import (
    EventKind,
    RequestKind,
    Status,
    TurnKind,
)
from maarif.engine.declare import Service
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

LONGEST_TEXT = 4000


def ask(
    *, by: Actor, number: str, kind: RequestKind, text: str, fields: Sequence[str] = (), days: int | None = None
) -> int:
    """Asks the applicant; the clocks stop until the answer, or until its last day (`days` working days, else the service's own).

    A correction names the questions that may be answered anew. NotYourTurn, ClaimedByAnother, NothingToDecide (something is asked
    or proposed already, the text is empty or too long, or a question is none of the case's). Returns the request's number.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = desking.at_hand(by, case)
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
            tell_officer(by, case, service, turn)
    return len(numbers)


def tell_officer(by: Actor, case: Case, service: Service[Any], turn: Turn) -> None:
    """Tells whoever has the case on the desk that the applicant has answered, or has not."""
    if turn.closed_at is None and turn.kind == TurnKind.STAGE:
        alerts.tell_claimer(by, case, service, turn, "answered", f"turn {turn.pk} {clock.now()}")
