"""What a sent case looks like from outside: the receipt, the card in a list, the whole view. Texts as frozen at submission."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from maarif.engine import deadlines, registry
from maarif.engine.cases import snapshots
from maarif.engine.cases.models import Case, CaseEvent, FrozenDeclaration
from maarif.engine.cases.types import (
    INTERNAL,
    OPEN,
    CaseCard,
    CaseView,
    EventKind,
    Receipt,
    Status,
    Step,
    TimelineEntry,
    TurnKind,
)
from maarif.engine.decisions import Reason
from maarif.engine.declare import Office
from maarif.engine.registry import word
from maarif.kernel.countries import LawArticle, law_shown
from maarif.kernel.text import Text

#: Frozen texts of a declaration by key.
Texts = Mapping[str, Mapping[str, str]]


def body_of(case: Case) -> Mapping[str, Any]:
    """The frozen declaration that a case was sent under: today's when nothing changed since, else the kept copy.

    A frozen declaration never changes, so each is read from the database once per process.
    """
    current = next((each for each in registry.all_services() if each.code == case.service), None)
    if current is not None and registry.frozen(current).digest == case.declaration_id:
        return registry.frozen(current).body
    return _kept(case.declaration_id or "")


@lru_cache(maxsize=256)
def _kept(digest: str) -> Mapping[str, Any]:
    body: Mapping[str, Any] = FrozenDeclaration.objects.get(digest=digest).body
    return body


def receipt_of(case: Case) -> Receipt:
    """What submitting answers; the same row always gives the same receipt."""
    if case.number is None or case.submitted_at is None or case.due is None:
        raise ValueError(f"case {case.pk} was not sent")
    return Receipt(
        number=case.number,
        service=case.service,
        submitted_at=case.submitted_at,
        status=Status(case.status),
        outcome=case.outcome or None,
        grants=case.grants,
        due=case.due,
        documents=snapshots.issued_of(case.facts),
    )


def card_of(case: Case, subject_name: str, today: date) -> CaseCard:
    """A sent case in a list, in the words that it was sent under."""
    if case.number is None or case.submitted_at is None or case.due is None:
        raise ValueError(f"case {case.pk} was not sent")
    body = body_of(case)
    texts: Texts = body["texts"]
    outcome_title = Text.of(texts[f"outcomes.{case.outcome}.title"]) if case.outcome else None
    stands = case.status in OPEN and bool(case.clock) and not deadlines.clock_from_json(case.clock or {}).running
    return CaseCard(
        number=case.number,
        service=case.service,
        title=Text.of(texts["title"]),
        subject=case.subject_id,
        subject_name=subject_name,
        status=Status(case.status),
        status_words=outcome_title or word("status", case.status),
        outcome=case.outcome or None,
        outcome_title=outcome_title,
        grants=case.grants,
        submitted_at=case.submitted_at,
        decided_at=case.decided_at,
        due=case.due,
        overdue=case.status in OPEN and not stands and today > case.due,
        stands=stands,
        steps=_steps(case, body, outcome_title),
        documents=tuple(case.documents),
    )


def view_of(
    case: Case, subject_name: str, today: date, history: Sequence[CaseEvent], *, sits: str | None = None
) -> CaseView:
    """The whole case for its applicant, in the words that it was sent under; `sits` is the open turn's office, if it was read."""
    body = body_of(case)
    texts: Texts = body["texts"]
    stage = next((each for each in body["declaration"]["stages"] if each["code"] == case.stage), None)
    return CaseView(
        card=card_of(case, subject_name, today),
        answers=snapshots.rows_of(case.facts),
        deadline=deadlines.from_json(case.deadline or {}),
        holder=_holder(case, stage, sits),
        timeline=tuple(_entry(event, texts) for event in history if event.kind not in INTERNAL),
        outcome_text=Text.of(texts[f"outcomes.{case.outcome}.text"]) if case.outcome else None,
        reasons=tuple(_reason(case, body, code) for code in case.reasons),
        documents=snapshots.issued_of(case.facts),
        rule_set=case.rule_set,
        declaration_digest=case.declaration_id or "",
        appeal=Text.of(texts["appeal"]),
    )


def _holder(case: Case, stage: Mapping[str, Any] | None, sits: str | None) -> Office | None:
    """The office whose turn it is, which may be another than the stage says; None when the case has ended."""
    if stage is None or case.status not in OPEN:
        return None
    turns = case.turns.filter(closed_at__isnull=True, kind=TurnKind.STAGE.value)
    return Office(sits or turns.values_list("office", flat=True).first() or stage["decided_by"])


def _steps(case: Case, body: Mapping[str, Any], outcome: Text | None) -> tuple[Step, ...]:
    """Sent, every stage, and the end: done, now or next."""
    done = outcome is not None
    codes = [stage["code"] for stage in body["declaration"]["stages"]]
    here = codes.index(case.stage) if case.stage in codes else 0
    stages = tuple(
        Step(
            code=stage["code"],
            label=Text.of(body["texts"][f"stages.{stage['code']}"]),
            state="done" if done or index < here else "now" if index == here else "next",
            at=case.decided_at if done else None,
        )
        for index, stage in enumerate(body["declaration"]["stages"])
    )
    sent = Step(code="submitted", label=word("status", "submitted"), state="done", at=case.submitted_at)
    end = Step(
        code=case.outcome or "decided",
        label=outcome or word("status", "decided"),
        state="done" if done else "next",
        at=case.decided_at,
    )
    return (sent, *stages, end)


def _entry(event: CaseEvent, texts: Texts) -> TimelineEntry:
    words = word("event", event.kind)
    if event.kind == EventKind.DECIDED and (title := texts.get(f"outcomes.{event.detail.get('outcome')}.title")):
        words = Text.of(title)
    return TimelineEntry(
        position=event.position,
        at=event.at,
        kind=EventKind(event.kind),
        words=words,
        stage=event.stage or None,
        digest=bytes(event.digest).hex(),
    )


def _reason(case: Case, body: Mapping[str, Any], code: str) -> Reason:
    """A refusal as it was worded at submission, with the article in force that day: a rule that failed, or an officer's ground."""
    rule = next((each for each in body["declaration"]["eligible"] if each["code"] == code), None)
    if rule is None:
        return _ground(case, body, code)
    return Reason(
        rule=code,
        reason=Text.of(body["texts"][f"rules.{code}.reason"]),
        remedy=Text.of(body["texts"][f"rules.{code}.remedy"]),
        law=_article(case, rule["basis"]),
        instead=tuple(each for each in rule["instead"] if registry.is_run(each, case.country)),
    )


def _ground(case: Case, body: Mapping[str, Any], code: str) -> Reason:
    grounds = (ground for outcome in body["declaration"]["outcomes"] for ground in outcome["grounds"])
    return Reason(
        rule=code,
        reason=Text.of(body["texts"][f"grounds.{code}.reason"]),
        remedy=Text.of(body["texts"][f"grounds.{code}.remedy"]),
        law=_article(case, next(each["basis"] for each in grounds if each["code"] == code)),
    )


def _article(case: Case, key: str) -> LawArticle | None:
    return law_shown(case.country, key, case.submitted_at.date()) if case.submitted_at else None
