"""Reminders before a term ends: the officer who has a case, the applicant who is asked, the one whose signature is awaited."""

from datetime import date
from typing import Final

from maarif.engine import forms
from maarif.engine.cases import alerts, sent, signing
from maarif.engine.cases.models import Request, Signature, Turn
from maarif.engine.cases.types import Status
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

LOT: Final = 500


def remind_officers(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Reminds whoever has claimed a case, and who stands in for them, that it is due by the next working day, once; how many cases."""
    soon = Turn.objects.filter(
        closed_at__isnull=True, paused_at__isnull=True, claimed_by__isnull=False, due__range=_soon()
    ).select_related("case")
    turns = list(soon.order_by("due")[:limit])
    for turn in turns:
        with acting(by):
            service = sent.service_of(turn.case)
            alerts.tell_claimer(by, turn.case, service, turn, "due_soon", f"turn {turn.pk} due {turn.due}")
    return len(turns)


def remind_applicants(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Reminds applicants who have to answer by the next working day, once; how many were reminded."""
    soon = Request.objects.filter(answered_at__isnull=True, lapsed_at__isnull=True, answer_by__range=_soon())
    requests = list(soon.select_related("case").order_by("answer_by")[:limit])
    for request in requests:
        with acting(by):
            alerts.tell_applicant(
                by,
                request.case,
                sent.service_of(request.case),
                "answer_soon",
                key=f"request {request.pk} soon",
                day=forms.day_in_words(request.answer_by),
            )
    return len(requests)


def remind_signers(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Reminds those whose signature is awaited by the next working day, once; how many signatures."""
    soon = Signature.objects.filter(
        signed_at__isnull=True,
        refused_at__isnull=True,
        sign_by__range=_soon(),
        case__status=Status.WAITING_SIGNATURE.value,
    )
    awaited = list(soon.select_related("case").order_by("sign_by")[:limit])
    for signature in awaited:
        with acting(by):
            signing.remind(by, signature)
    return len(awaited)


def _soon() -> tuple[date, date]:
    """Today and the next working day: what ends on a Monday is told on the Friday before, and on the days off between."""
    served = active_country()
    day = clock.today(served.time_zone)
    return day, calendar_of(served.code).due_date(day, 1)
