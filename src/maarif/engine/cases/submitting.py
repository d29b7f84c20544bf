"""The verb `submit`: once, whole, decided in the same transaction when the machine decides, else on the first desk."""

from dataclasses import replace
from typing import Any, Final

from maarif.engine import deadlines, forms, registry
from maarif.engine.cases import (
    attachments,
    drafts,
    events,
    receipts,
    repeating,
    routing,
    rules,
    sent,
    signing,
    snapshots,
    subjects,
)
from maarif.engine.cases.errors import (
    AlreadyOpen,
    AnswersChanged,
    CaseNotKept,
    DeclarationMissing,
    DraftIncomplete,
    DraftNotFound,
    NotAllowed,
)
from maarif.engine.cases.models import Case, FrozenDeclaration
from maarif.engine.cases.types import (
    EventKind,
    Intake,
    Receipt,
    Status,
)
from maarif.engine.decisions import failing, reason_of
from maarif.engine.declare import Answers, Asking, Granted, Office, Service
from maarif.engine.forms import FieldError
from maarif.kernel import clock
from maarif.kernel.rulesets import in_force
from maarif.support.audit import operations as audit
from maarif.support.parties import queries as statements
from maarif.support.parties import rows
from maarif.support.parties.operations import acting, refused_at_once
from maarif.support.parties.types import Actor

_SERIAL_AND_KEPT: Final = (
    "SELECT nextval('cases_number'), EXISTS (SELECT FROM cases_frozendeclaration WHERE digest = %s)"
)
_SENT: Final = (
    "status", "stage", "number", "submitted_at", "declaration", "due", "deadline", "clock", "only_one", "rule_set", "intake",
    "entered_by", "answers", "facts",
)  # fmt: skip


def submit(*, by: Actor, draft: str, idempotency_key: str, declared: bool = True, seen: str | None = None) -> Receipt:
    """Sends a draft, decides it when the machine decides, issues its papers: all in one transaction, and only once.

    The same key with the same content answers the same receipt for ever; another key for a draft that was sent answers the
    receipt of that one application. `seen` is the digest of the answers that the applicant saw (`DraftView.digest`).
    BadIdempotencyKey, SubmissionInFlight (409), OtherContent (422), DraftNotFound, DraftIncomplete, AnswersChanged,
    DeclarationMissing, NotYourWard, AssuranceTooLow, AlreadyOpen (another case of this subject is open), NotAllowed (people
    would decide, but the rules no longer hold).
    """
    key = rules.checked_key(idempotency_key)
    request = rules.request_digest(draft, seen, declared)
    with acting(by):
        if by.party is None:
            raise DraftNotFound(draft=draft[:40])
        known = repeating.done_before(by.party, key, request)
        if known is not None:
            return receipts.receipt_of(known)
        case = drafts.find(by, draft, lock=True)
        if case.status == Status.DRAFT:
            _send(by, drafts.still_open(case), seen, declared)
        if case.number is None:
            raise DraftNotFound(draft=draft)
        repeating.note(by.party, key, request, case)
        return receipts.receipt_of(case)


def _send(by: Actor, case: Case, seen: str | None, declared: bool) -> None:
    """Draft -> submitted, and on to the decision of the machine."""
    service = registry.service(case.service)
    subjects.applicant(by, service)
    subjects.still_possible(by, service, case.subject_id)
    asking = subjects.asking(by, case.subject_id, drafts.language_of(by, case))
    facts = service.facts(asking)
    kept = drafts.with_registers(service, drafts.restored(service, case.answers), facts, asking)
    if seen is not None and seen != rules.answers_digest(drafts.kept(kept)):
        raise AnswersChanged(draft=str(case.key))
    if not declared:
        raise DeclarationMissing(draft=str(case.key))
    answers = _complete(case, service, kept, facts, asking)
    _still_allowed(service, facts, asking)
    _register(case, service, answers, facts, asking)
    attachments.keep(by, case, service, answers)
    sender = replace(by, case=case.number or "")
    history = events.Chain(case)
    history.add(EventKind.SUBMITTED, by=sender, detail={"answers": rules.answers_digest(case.answers)})
    audit.record_write(
        by=sender, verb="case.submit", subjects=[case.subject_id], detail={"service": service.code, "case": case.number}
    )
    granted = Granted(asking=asking, number=case.number or "", facts=facts, answers=answers)
    if not signing.ask(sender, case, service, granted):
        routing.go(sender, case, history, service, granted, service.stages[0].code)
    history.write()


def _still_allowed(service: Service[Any], facts: object, asking: Asking) -> None:
    """Where people decide first, a rule that no longer holds is told before anybody's desk is reached (NotAllowed)."""
    unmet = () if service.stages[0].decided_by is Office.MACHINE else failing(service, facts)
    if unmet:
        reasons = tuple(reason_of(service, rule, asking.country, asking.on) for rule in unmet)
        raise NotAllowed(service=service.code, reasons=reasons)


def _complete(case: Case, service: Service[Any], kept: Answers, facts: object, asking: Asking) -> dict[str, object]:
    """Every answer checked again against fresh facts; DraftIncomplete names the questions to go back to.

    Where a rule no longer holds the case will be refused anyway: then answers that a register no longer offers are dropped, so
    that the applicant gets a decision with reasons and not a form that cannot be finished.
    """
    checked: dict[str, object] = {}
    faulty: list[str] = []
    for field in forms.visible(service, kept):
        raw = forms.stored(kept.get(field.code))
        options = attachments.offered(case, field, facts, asking, raw, ready=True)
        value = forms.validate(service, field, raw, asking.language, options=options, today=asking.on)
        if isinstance(value, FieldError):
            faulty.append(field.code)
        else:
            checked[field.code] = value
    if faulty and not failing(service, facts):
        raise DraftIncomplete(missing=tuple(faulty))
    return checked


def _register(case: Case, service: Service[Any], answers: Answers, facts: object, asking: Asking) -> None:
    """Gives the case its number, its term and the frozen declaration it was sent under."""
    frozen = registry.frozen(service)
    serial, kept = statements.rows(_SERIAL_AND_KEPT, [frozen.digest])[0]
    if not kept:
        FrozenDeclaration.objects.bulk_create(
            [FrozenDeclaration(digest=frozen.digest, service=service.code, body=frozen.body)], ignore_conflicts=True
        )
    now = clock.now()
    days = deadlines.term_of(service, facts, answers)
    deadline = deadlines.deadline_of(service, now, asking.country, days)
    case.status, case.stage = Status.SUBMITTED.value, service.stages[0].code
    case.number = rules.case_number(service.prefix, asking.on.year, serial)
    case.submitted_at, case.declaration_id = now, frozen.digest
    case.due, case.deadline = deadline.due, deadlines.to_json(deadline)
    case.clock = deadlines.clock_to_json(deadlines.clock_of(now, asking.country, days))
    case.only_one = service.one_open and any(stage.decided_by is not Office.MACHINE for stage in service.stages)
    case.rule_set = ", ".join(
        rule_set.id for sector, rule_set in in_force(asking.country, asking.on) if sector in service.rules_from
    )
    if asking.actor.entered_by is None:
        case.intake, case.entered_by = Intake.ELECTRONIC.value, None
    case.answers = drafts.kept(answers)
    case.facts = snapshots.of(drafts.rows(service, answers, facts, asking), facts)
    sent.begin(case)
    with refused_at_once(CaseNotKept, case_one_open=AlreadyOpen):
        rows.change(case, *_SENT)
