"""What has been asked before, or still waits, for services that judge repeats and for sectors that move cases on."""

from dataclasses import dataclass
from datetime import date, datetime

from maarif.engine.cases import offices, sent
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import OPEN, Status
from maarif.engine.declare import Seat
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.support.parties.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCase:
    """A sent case of an applicant, briefly; `category` is the answer to the question that sorts the service's cases."""

    number: str
    service: str
    country: str
    applicant: int
    category: str
    received: date
    due: date
    open: bool
    joined: bool
    outcome: str
    decided: date | None


def past_of(applicant: int, service: str, since: datetime) -> tuple[PastCase, ...]:
    """Everything that somebody has sent for one service since a moment and not taken back, the earliest first."""
    rows = Case.objects.filter(party_id=applicant, service=service, number__isnull=False, submitted_at__gte=since)
    rows = rows.exclude(status__in=[Status.WITHDRAWN.value, Status.EXPIRED.value])
    return tuple(_brief(row) for row in rows.order_by("pk"))


def open_about(subject: int, service: str) -> bool:
    """Whether an application of a service about somebody, whoever sent it, waits for its decision."""
    waiting = [status.value for status in OPEN]
    return Case.objects.filter(subject_id=subject, service=service, number__isnull=False, status__in=waiting).exists()


def waiting_in(service: str, stage: str, code: str) -> tuple[str, ...]:
    """The numbers of a country's cases that wait in a stage of `Office.PLACEMENT`, the longest waiting first."""
    kind, scope = offices.scope_of(Seat(), code)
    turns = Turn.objects.filter(scope_kind=kind.value, scope=scope, service=service, stage=stage, closed_at=None)
    return tuple(turns.order_by("pk").values_list("number", flat=True))


def answered_by(viewer: Actor, number: str) -> PastCase | None:
    """The closed case of this number if the officer's office decided it, else None."""
    case = Case.objects.filter(number=number[:40], status=Status.CLOSED.value).first()
    if case is None:
        return None
    last = case.turns.filter(kind="stage").order_by("position").last()
    return _brief(case) if last is not None and offices.may_act(viewer, last) else None


def _brief(case: Case) -> PastCase:
    zone = country(case.country).time_zone
    return PastCase(
        number=case.number or "",
        service=case.service,
        country=case.country,
        applicant=case.party_id,
        category=str(case.answers.get(sent.service_of(case).category or "", "")),
        received=clock.day_of(case.submitted_at or case.started_at, zone),
        due=case.due or clock.day_of(case.started_at, zone),
        open=case.status in OPEN,
        joined=case.status == Status.JOINED,
        outcome=case.outcome,
        decided=clock.day_of(case.decided_at, zone) if case.decided_at is not None else None,
    )
