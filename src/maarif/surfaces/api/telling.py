"""Values of the rooms in the words of one language, shaped as the schemas say."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from maarif.engine import registry
from maarif.engine.cases.types import (
    AnswerRow,
    CaseCard,
    CaseView,
    DocumentRef,
    DraftCard,
    DraftView,
    Eligible,
    NotEligible,
    Receipt,
)
from maarif.engine.deadlines import Deadline, stage_days, terms_of
from maarif.engine.declare import Option, Service
from maarif.engine.forms import Found, Question
from maarif.kernel import clock
from maarif.kernel.countries import LawArticle, active_country
from maarif.kernel.money import Money
from maarif.kernel.text import Text
from maarif.registries.people.types import GuardianshipCard, PersonCard
from maarif.support.documents.types import Document, DocumentCard, Verification
from maarif.surfaces.api import filed
from maarif.surfaces.api.problems import law_json, reason_json

Json = dict[str, Any]


def say(words: Text | str | None, language: str) -> Any:
    """Words in a language; what is the same in every language stays, nothing stays nothing."""
    return words.in_(language) if isinstance(words, Text) else words


def _here() -> tuple[str, date]:
    """The country served and its day, whose rules set the terms."""
    country = active_country()
    return country.code, clock.today(country.time_zone)


def service_in_list(service: Service[Any], language: str) -> Json:
    """An e-service in a list."""
    return {
        "code": service.code,
        "title": registry.text(service, "title", language),
        "summary": registry.text(service, "summary", language),
        "audiences": service.audiences,
        "life_events": service.life_events,
        "working_days": max(term.days for term in terms_of(service, *_here())),
        "free": service.fee.is_free,
    }


def service_whole(service: Service[Any], article: LawArticle | None, language: str) -> Json:
    """Everything that a person should know before beginning."""
    fee = None if service.fee.is_free else Money(service.fee.minor, service.fee.currency)
    return {
        **service_in_list(service, language),
        **{key: registry.text(service, key, language) for key in ("who", "need", "how_long", "result", "appeal")},
        "owner": service.owner,
        "subjects": service.subjects,
        "fee": fee and {"minor": fee.minor, "currency": fee.currency, "formatted": fee.format(language)},
        "law": law_json(article, language),
        "questions": [_asked(service, field, language) for field in service.form],
        "stages": [
            {
                "code": stage.code,
                "label": registry.text(service, f"stages.{stage.code}", language),
                "decided_by": stage.decided_by,
                "working_days": stage_days(service, stage, *_here()),
            }
            for stage in service.stages
        ],
        "outcomes": [
            {
                "code": outcome.code,
                "grants": outcome.grants,
                "title": registry.text(service, f"outcomes.{outcome.code}.title", language),
            }
            for outcome in service.outcomes
        ],
    }


def _asked(service: Service[Any], field: Any, language: str) -> Json:
    words = {
        part: registry.text(service, f"fields.{field.code}.{part}", language) for part in ("question", "label", "hint")
    }
    return {"code": field.code, "kind": field.kind, "required": field.required, "limit": field.limit, **words}


def eligibility(found: Eligible | NotEligible, language: str) -> Json:
    """Whether a person may have a service."""
    reasons = found.reasons if isinstance(found, NotEligible) else ()
    return {
        "service": found.service,
        "subject": found.subject,
        "eligible": isinstance(found, Eligible),
        "reasons": [reason_json(each, language) for each in reasons],
    }


def person(card: PersonCard) -> Json:
    """A person, the number masked."""
    return {
        "id": card.id,
        "full_name": card.full_name,
        "birth_date": card.birth_date,
        "number": card.number_masked,
    }


def ward(bond: GuardianshipCard) -> Json:
    """A child for whom a person may act."""
    return {**person(bond.person), "kind": bond.kind.value}


def case_in_list(card: CaseCard, language: str) -> Json:
    """An application in a list."""
    return {
        "number": card.number,
        "service": card.service,
        "title": say(card.title, language),
        "subject": card.subject,
        "subject_name": card.subject_name,
        "status": card.status,
        "status_words": say(card.status_words, language),
        "outcome": card.outcome,
        "outcome_title": say(card.outcome_title, language),
        "grants": card.grants,
        "submitted_at": card.submitted_at,
        "decided_at": card.decided_at,
        "due": card.due,
        "overdue": card.overdue,
        "documents": list(card.documents),
    }


def case_whole(view: CaseView, language: str) -> Json:
    """A whole application with its history and the arithmetic of its term."""
    return {
        **case_in_list(view.card, language),
        "outcome_text": say(view.outcome_text, language),
        "reasons": [reason_json(each, language) for each in view.reasons],
        "appeal": say(view.appeal, language),
        "holder": view.holder,
        "rule_set": view.rule_set,
        "declaration_digest": view.declaration_digest,
        "deadline": _deadline(view.deadline, language),
        "answers": [answer(row, language) for row in view.answers],
        "timeline": [
            {
                "position": entry.position,
                "at": entry.at,
                "kind": entry.kind,
                "words": say(entry.words, language),
                "stage": entry.stage,
                "digest": entry.digest,
            }
            for entry in view.timeline
        ],
        "issued": _refs(view.documents, language),
    }


def _deadline(deadline: Deadline, language: str) -> Json:
    return {
        "working_days": deadline.days,
        "due": deadline.due,
        "counted": list(deadline.counted),
        "skipped": [{"date": day.date, "why": say(day.why, language)} for day in deadline.skipped],
    }


def answer(row: AnswerRow, language: str) -> Json:
    """One line of what was answered."""
    return {
        "code": row.code,
        "label": say(row.label, language),
        "value": say(row.value, language),
        "source": say(row.source, language),
    }


def _refs(documents: Sequence[DocumentRef], language: str) -> list[Json]:
    return [{"id": each.public_id, "number": each.number, "title": say(each.title, language)} for each in documents]


def draft_in_list(card: DraftCard, language: str) -> Json:
    """A draft in a list."""
    return {**asdict(card), "title": say(card.title, language)}


def draft_whole(view: DraftView, language: str) -> Json:
    """A whole draft."""
    return {
        **draft_in_list(view.card, language),
        "ready": view.ready,
        "next": view.next,
        "digest": view.digest,
        "declaration": say(view.declaration, language),
        "known": [
            {
                "code": fact.code,
                "label": say(fact.label, language),
                "value": say(fact.value, language),
                "source": say(fact.source, language),
            }
            for fact in view.known
        ],
        "fields": [question(each, language) for each in view.questions],
    }


def question(question: Question, language: str) -> Json:
    """A question with its answer."""
    return {
        "code": question.code,
        "kind": question.kind,
        "question": say(question.question, language),
        "label": say(question.label, language),
        "hint": say(question.hint, language),
        "required": question.required,
        "limit": question.limit,
        "options": [_option(each, language) for each in question.options],
        "searched": question.searched,
        "least": question.least,
        "most": question.most,
        "value": question.value if isinstance(question.value, str) else list(question.value),
        "words": say(question.words, language),
        "answered": question.answered,
        "locked": question.locked,
        "source": say(question.source, language),
        "limits": None if question.limits is None else filed.limits(question.limits),
        "files": filed.enclosed(question.files),
    }


def _option(option: Option, language: str) -> Json:
    return {"value": option.value, "label": say(option.label, language), "hint": say(option.hint, language)}


def found(what: Found, language: str) -> Json:
    """What a search has found."""
    return {"words": what.words, "options": [_option(each, language) for each in what.options], "more": what.more}


def receipt(found: Receipt, language: str) -> Json:
    """What submitting answers."""
    return {
        "number": found.number,
        "service": found.service,
        "submitted_at": found.submitted_at,
        "status": found.status,
        "outcome": found.outcome,
        "grants": found.grants,
        "due": found.due,
        "documents": _refs(found.documents, language),
    }


def document_in_list(card: DocumentCard, language: str) -> Json:
    """An issued document in a list."""
    return {
        "id": card.public_id,
        "number": card.number,
        "kind": card.kind,
        "title": say(card.title, language),
        "issuer": say(card.issuer, language),
        "language": card.language,
        "issued_on": card.issued_on,
        "valid_until": card.valid_until,
        "status": card.status,
        "revoked_on": card.revoked_on,
        "case_number": card.case_number,
    }


def document_whole(document: Document, language: str) -> Json:
    """A whole document."""
    return {
        **document_in_list(document.card, language),
        "holder_name": document.holder_name,
        "holder_birth_date": document.holder_birth_date,
        "body": say(document.body, language),
        "facts": [
            {"code": fact.code, "label": say(fact.label, language), "value": say(fact.value, language)}
            for fact in document.facts
        ],
        "rule_set": document.rule_set,
        "digest": document.digest,
        "token": document.token,
        "check_url": document.check_url,
        "revocation_reason": _said(document.revocation_reason, language),
        "revocation_code": document.revocation_code,
        "replaces": document.replaces,
        "replaced_by": document.replaced_by,
    }


def check(found: Verification, language: str) -> Json:
    """What a stranger learns; the session that opens the paper in a browser is not given to programs."""
    return {
        "status": found.status,
        "id": found.public_id,
        "number": found.number,
        "kind": found.kind,
        "title": say(found.title, language),
        "issuer": say(found.issuer, language),
        "holder": found.holder,
        "issued_on": found.issued_on,
        "valid_until": found.valid_until,
        "revoked_on": found.revoked_on,
        "revocation_reason": _said(found.revocation_reason, language),
        "revocation_code": found.revocation_code,
        "country": found.country,
    }


def _said(words: Text | None, language: str) -> str:
    return (say(words, language) or "") if words is not None else ""
