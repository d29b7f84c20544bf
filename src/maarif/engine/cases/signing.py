"""Signing beside the applicant: who is awaited, who has signed, and the start of the clock when all have."""

from datetime import datetime
from typing import Any

from maarif.engine import deadlines, forms
from maarif.engine.cases import alerts, events, offices, routing, rules, sent
from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.cases.models import Case, Signature
from maarif.engine.cases.types import (
    EventKind,
    Status,
)
from maarif.engine.declare import Cosigner, Granted, Office, Service
from maarif.engine.registry import text_of, word
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country
from maarif.kernel.text import Text
from maarif.registries.people import queries as people
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.audit import operations as audit
from maarif.support.notices import operations as notices
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor, Assurance


def ask(by: Actor, case: Case, service: Service[Any], granted: Granted[Any]) -> bool:
    """Waits for everybody who has to sign beside the applicant; whether anybody has to."""
    awaited = service.cosigners(granted.facts, granted.answers) if service.cosigners is not None else ()
    if not awaited:
        return False
    end = calendar_of(case.country).due_date(clock.now(), service.cosigned_within.days)
    digest = rules.answers_digest(case.answers)
    Signature.objects.bulk_create(
        Signature(
            case=case,
            code=each.code,
            party_id=each.party,
            institution_id=each.institution,
            sign_by=end,
            answers=digest,
        )
        for each in awaited
    )
    case.status = Status.WAITING_SIGNATURE.value
    case.save(update_fields=["status"])
    for each in awaited:
        for party in _signers(each):
            _invite(by, party, case, service, each.code)
    return True


def sign(*, by: Actor, number: str, agrees: bool = True) -> None:
    """Signs an application beside its applicant, or refuses to; when all have signed, its clock starts.

    CaseNotFound when nobody waits for this person's signature; the same signature again changes nothing.
    """
    with acting(by):
        case = sent.locked(number)
        mine = next((each for each in case.signatures.order_by("pk") if may_sign(by, each)), None)
        if mine is None:
            raise CaseNotFound(number=number[:40])
        if case.status != Status.WAITING_SIGNATURE or mine.signed_at is not None or mine.refused_at is not None:
            return
        now = clock.now()
        mine.signed_by = by.party
        mine.signed_at, mine.refused_at = (now, None) if agrees else (None, now)
        mine.save(update_fields=["signed_by", "signed_at", "refused_at"])
        history = events.Chain(case)
        kind = EventKind.SIGNED if agrees else EventKind.NOT_SIGNED
        history.add(kind, by=by, detail={"cosigner": mine.code, "answers": mine.answers})
        audit.record_write(
            by=by, verb="case.sign", subjects=[case.subject_id], detail={"case": number, "agrees": agrees}
        )
        _go_on(by, case, history, agrees)
        history.write()


def _go_on(by: Actor, case: Case, history: events.Chain, agrees: bool) -> None:
    service = sent.service_of(case)
    if not agrees:
        end_unsigned(by, case, history, service, now=clock.now())
    elif not case.signatures.filter(signed_at__isnull=True).exists():
        _start(case, service)
        routing.go(by, case, history, service, sent.granted_of(case, service), service.stages[0].code)


def _start(case: Case, service: Service[Any]) -> None:
    """The term of a co-signed application begins with the last signature."""
    now = clock.now()
    granted = sent.granted_of(case, service)
    days = deadlines.term_of(service, granted.facts, granted.answers)
    deadline = deadlines.deadline_of(service, now, case.country, days)
    case.status = Status.SUBMITTED.value
    case.due, case.deadline = deadline.due, deadlines.to_json(deadline)
    case.clock = deadlines.clock_to_json(deadlines.clock_of(now, case.country, days))
    case.save(update_fields=["status", "due", "deadline", "clock"])


def end_unsigned(by: Actor, case: Case, history: events.Chain, service: Service[Any], *, now: datetime) -> None:
    """Ends an application that somebody did not sign: nothing of it goes on, and the applicant is told."""
    case.status, case.closed_at = Status.EXPIRED.value, now
    case.save(update_fields=["status", "closed_at"])
    history.add(EventKind.EXPIRED, by=by)
    alerts.tell_applicant(by, case, service, "not_signed", key=f"case {case.number} not signed")


def expire_signatures(*, by: Actor = SYSTEM, limit: int = 500) -> int:
    """Ends applications whose signatures did not come in time; returns how many. Safe to run side by side."""
    today = clock.today(active_country().time_zone)
    late = Signature.objects.filter(
        signed_at__isnull=True, refused_at__isnull=True, sign_by__lt=today, case__status=Status.WAITING_SIGNATURE.value
    )
    numbers = list(late.order_by("sign_by").values_list("case__number", flat=True)[:limit])
    for number in dict.fromkeys(numbers):
        with acting(by):
            case = sent.locked(str(number))
            if case.status == Status.WAITING_SIGNATURE:
                history = events.Chain(case)
                end_unsigned(by, case, history, sent.service_of(case), now=clock.now())
                history.write()
    return len(numbers)


def remind(by: Actor, signature: Signature) -> None:
    """Tells whoever is awaited by when the signature has to come, once."""
    service = sent.service_of(signature.case)
    awaited = Cosigner(code=signature.code, party=signature.party_id, institution=signature.institution_id)
    for party in _signers(awaited):
        day = forms.day_in_words(signature.sign_by)
        _invite(by, party, signature.case, service, signature.code, "sign_soon", day=day)


def may_sign(by: Actor, signature: Signature) -> bool:
    """Whether this person is the one awaited, or decides in the institution that is."""
    if by.party is None or by.assurance < Assurance.NATIONAL:
        return False
    if signature.party_id is not None:
        return signature.party_id == by.party
    roles = offices.ROLES[Office.INSTITUTION]
    return by.role in roles and (by.scope_kind, by.scope) == (ScopeKind.INSTITUTION, str(signature.institution_id))


def _signers(cosigner: Cosigner) -> tuple[int, ...]:
    if cosigner.party is not None:
        return (cosigner.party,)
    held = access.holders(Role.HEAD, ScopeKind.INSTITUTION, str(cosigner.institution))
    return tuple(grant.party for grant in held)


def _invite(
    by: Actor, to: int, case: Case, service: Service[Any], code: str, what: str = "sign", **words: Text
) -> None:
    applicant = people.names_of([case.party_id]).get(case.party_id, "")
    notices.send(
        by=by,
        to=to,
        topic="case",
        subject=word("notice", what),
        body=word("notice", f"{what}_body").filled(
            number=Text.same(case.number or ""),
            service=text_of(service, "title"),
            applicant=Text.same(applicant),
            role=text_of(service, f"cosigners.{code}"),
            **words,
        ),
        link=f"/cabinet/signatures/{case.number}/",
        key=f"case {case.number} {what} {code}",
    )
