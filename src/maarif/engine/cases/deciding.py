"""The machine's turn: outcome, effect, paper and notice of a case, inside the transaction that sent it."""

from typing import Any

from maarif.engine.cases import events
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import EventKind, Status
from maarif.engine.decisions import Certificates, order_of
from maarif.engine.decisions import decide as judged
from maarif.engine.declare import Granted, Office, Outcome, Service
from maarif.engine.registry import HumanStageNotRun, text_of, word
from maarif.kernel import clock
from maarif.kernel.rulesets import rule_set
from maarif.kernel.text import Text
from maarif.support.documents import operations as documents
from maarif.support.documents.types import Issued
from maarif.support.notices import operations as notices
from maarif.support.parties.types import Actor


def decide(by: Actor, case: Case, history: events.Chain, service: Service[Any], granted: Granted[Any]) -> None:
    """Submitted -> decided -> closed; a service whose stage is decided by people is refused by name."""
    if service.stages[0].decided_by is not Office.MACHINE:
        raise HumanStageNotRun(service=service.code, stage=service.stages[0].code)
    decision = judged(service, granted.facts, granted.answers)
    outcome = decision.outcome
    if outcome.effect is not None:
        outcome.effect(granted)
    case.status, case.outcome, case.grants = Status.DECIDED.value, outcome.code, outcome.grants
    case.reasons, case.decided_at = [rule.code for rule in decision.failing], clock.now()
    issued = _issue(by, case, service, outcome, granted)
    case.save(update_fields=["status", "outcome", "grants", "reasons", "decided_at", "documents", "facts"])
    history.add(EventKind.DECIDED, by=by, stage=case.stage, detail={"outcome": outcome.code, "reasons": case.reasons})
    if issued is not None:
        history.add(EventKind.ISSUED, by=by, detail={"document": issued.number})
    case.status, case.closed_at = Status.CLOSED.value, clock.now()
    case.save(update_fields=["status", "closed_at"])
    history.add(EventKind.CLOSED, by=by)
    _tell(by, case, service, outcome)


def _issue(by: Actor, case: Case, service: Service[Any], outcome: Outcome[Any], granted: Granted[Any]) -> Issued | None:
    """Issues the outcome's paper, signed from this moment; its PDF follows by a job or at the first download."""
    if outcome.paper is None:
        return None
    rules = rule_set(granted.asking.country, "certificates", granted.asking.on, Certificates)
    order = order_of(service, outcome.paper, granted, case.rule_set, rules.values)
    issued = documents.issue_many(by=by, orders=(order,))[0]
    case.documents = [issued.public_id]
    title = order.title.as_dict()
    paper = {"public_id": issued.public_id, "number": issued.number, "title": title}
    case.facts = {**(case.facts or {}), "issued": [paper]}
    return issued


def _tell(by: Actor, case: Case, service: Service[Any], outcome: Outcome[Any]) -> None:
    """A message in the applicant's cabinet, with copies by the channels they wish; queued in this transaction, once."""
    number = Text.same(case.number or "")
    notices.send(
        by=by,
        to=case.party_id,
        topic="case",
        subject=text_of(service, f"outcomes.{outcome.code}.title"),
        body=word("notice", "decided").filled(
            number=number,
            service=text_of(service, "title"),
            outcome=text_of(service, f"outcomes.{outcome.code}.text"),
        ),
        link=f"/cabinet/applications/{case.number}/",
        key=f"case {case.number} decided",
    )
