"""The end of a case: effect, paper, letter and the cases joined to it, inside the transaction that decides."""

from collections.abc import Sequence
from typing import Any, Final

from maarif.engine.cases import alerts, events
from maarif.engine.cases.errors import EffectPrevented
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import (
    EventKind,
    Status,
)
from maarif.engine.decisions import Certificates, order_of
from maarif.engine.declare import Granted, Outcome, Paper, Prevented, Service
from maarif.engine.registry import text_of
from maarif.kernel import clock
from maarif.kernel.rulesets import rule_set
from maarif.kernel.text import LANGUAGES, Text
from maarif.support.documents import operations as documents
from maarif.support.documents.types import Issued
from maarif.support.notices import operations as notices
from maarif.support.parties import rows
from maarif.support.parties.types import Actor

_SETTLED: Final = ("status", "stage", "outcome", "grants", "reasons", "note", "decided_at", "documents", "facts")


def end(
    by: Actor,
    case: Case,
    history: events.Chain,
    service: Service[Any],
    granted: Granted[Any],
    outcome: Outcome[Any],
    failed: Sequence[str],
) -> None:
    """Decided -> closed: the registers are changed, the paper is issued, the applicant is told; joined cases end alike."""
    decided_at_once = case.status == Status.SUBMITTED
    _take_effect(case, service, granted, outcome)
    issued = [_issue(by, case, service, paper, granted) for paper in outcome.papers]
    reasons = [*failed, *granted.grounds]
    _settle(by, case, history, outcome, reasons, granted.note)
    for paper in issued:
        history.add(EventKind.ISSUED, by=by, detail={"document": paper.number})
    _close(by, case, history)
    _tell(by, case, service, outcome)
    if decided_at_once:  # nobody can have joined it
        return
    for joined in rows.found(Case, "joined_to_id = %s AND status = 'joined'", [case.pk], order="id", lock=True):
        own = events.Chain(joined)
        if joined.party_id == case.party_id and joined.subject_id == case.subject_id:  # papers are one person's
            joined.facts = {**(joined.facts or {}), "issued": (case.facts or {}).get("issued", [])}
            joined.documents = case.documents
        _settle(by, joined, own, outcome, reasons, granted.note)
        _close(by, joined, own)
        own.write()
        _tell(by, joined, service, outcome)


def _take_effect(case: Case, service: Service[Any], granted: Granted[Any], outcome: Outcome[Any]) -> None:
    """Changes the registers; EffectPrevented, in the words of the service's consequences, where one does not take it."""
    if outcome.effect is None:
        return
    try:
        outcome.effect(granted)
    except Prevented as prevented:
        said = text_of(service, f"consequences.{prevented.why.code}").filled(**prevented.why.words)
        raise EffectPrevented(case=case.number or "", why=prevented.why.code, said=said) from prevented


def _settle(by: Actor, case: Case, history: events.Chain, outcome: Outcome[Any], reasons: list[str], note: str) -> None:
    case.status, case.outcome, case.grants = Status.DECIDED.value, outcome.code, outcome.grants
    case.reasons, case.note, case.decided_at = reasons, note, clock.now()
    rows.change(case, *_SETTLED)
    detail = {"outcome": outcome.code, "reasons": reasons}
    history.add(EventKind.DECIDED, by=by, stage=case.stage, detail=detail)


def _close(by: Actor, case: Case, history: events.Chain) -> None:
    case.status, case.closed_at = Status.CLOSED.value, clock.now()
    rows.change(case, "status", "closed_at")
    history.add(EventKind.CLOSED, by=by)


def _issue(by: Actor, case: Case, service: Service[Any], wanted: Paper[Any], granted: Granted[Any]) -> Issued:
    """Issues one paper of the outcome, signed from this moment; its PDF follows by a job or at the first download."""
    rules = rule_set(granted.asking.country, "certificates", granted.asking.on, Certificates)
    order = order_of(service, wanted, granted, case.rule_set, rules.values)
    issued = documents.issue_many(by=by, orders=(order,))[0]
    if order.replaces is not None:
        documents.supersede(by=by, public_id=order.replaces)
    case.documents = [*case.documents, issued.public_id]
    paper = {"public_id": issued.public_id, "number": issued.number, "title": order.title.as_dict()}
    case.facts = {**(case.facts or {}), "issued": [*(case.facts or {}).get("issued", ()), paper]}
    return issued


def _tell(by: Actor, case: Case, service: Service[Any], outcome: Outcome[Any]) -> None:
    """A message in the applicant's cabinet, with copies by the channels they wish; queued in this transaction, once."""
    notices.send(
        by=by,
        to=case.party_id,
        topic="case",
        subject=text_of(service, f"outcomes.{outcome.code}.title"),
        body=letter(case, service, outcome),
        link=f"/cabinet/applications/{case.number}/",
        key=f"case {case.number} decided {case.reopened}",
        language=alerts.chosen_language(case),
    )


def letter(case: Case, service: Service[Any], outcome: Outcome[Any]) -> Text:
    """The outcome's letter: its template, the reasons with what can be done, the officer's own words."""
    opening = text_of(service, f"outcomes.{outcome.code}.letter").filled(
        number=Text.same(case.number or ""),
        service=text_of(service, "title"),
        outcome=text_of(service, f"outcomes.{outcome.code}.text"),
    )
    parts = [opening, *_reasons(case, service)]
    if case.note:
        parts.append(Text.same(case.note))
    return Text.of({language: "\n\n".join(part.in_(language) for part in parts) for language in LANGUAGES})


def _reasons(case: Case, service: Service[Any]) -> list[Text]:
    """Each reason with its remedy, from the rules and the grounds of the service."""
    kinds = [("rules" if service.rule(code) is not None else "grounds", code) for code in case.reasons]
    return [
        Text.of(
            {
                language: " ".join(
                    text_of(service, f"{kind}.{code}.{part}").in_(language) for part in ("reason", "remedy")
                )
                for language in LANGUAGES
            }
        )
        for kind, code in kinds
    ]
