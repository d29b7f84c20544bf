"""Reading and writing a draft's answers: typed values for the forms room, JSON for the row, rows in words for people."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from maarif.engine import forms
from maarif.engine.cases.errors import DraftNotFound
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import (
    AnswerRow,
    Status,
)
from maarif.engine.declare import Answers, Asking, Kind, Service
from maarif.kernel import clock
from maarif.support.files import operations as files
from maarif.support.files import queries as kept_files
from maarif.support.parties import rows as kept_rows
from maarif.support.parties.types import Actor


def open_draft(by: Actor, key: str, *, lock: bool) -> Case:
    """The applicant's draft, its row locked when it is to be changed; DraftNotFound when there is none that is open."""
    return still_open(find(by, key, lock=lock))


def still_open(case: Case) -> Case:
    """The same case when it is a draft that has not ended; DraftNotFound otherwise."""
    if case.status != Status.DRAFT or case.expires_at <= clock.now():
        raise DraftNotFound(draft=str(case.key))
    return case


def find(by: Actor, key: str, *, lock: bool) -> Case:
    """The applicant's case by the key it had as a draft, whatever became of it; DraftNotFound when it is not theirs."""
    try:
        identity = UUID(key)
    except ValueError:
        raise DraftNotFound(draft=key[:40]) from None
    mine = "key = %s AND party_id = %s"
    found = kept_rows.found(Case, mine, [identity, by.party], lock=lock) if by.party is not None else []
    if not found or (by.acting_for is not None and found[0].subject_id != by.acting_for):
        raise DraftNotFound(draft=key)
    return found[0]


def restored(service: Service[Any], kept: Mapping[str, object]) -> dict[str, object]:
    """Typed answers from what the row keeps; answers to questions that the service no longer has are left out."""
    return {field.code: forms.restored(field, kept[field.code]) for field in service.form if field.code in kept}


def kept(answers: Answers) -> dict[str, object]:
    """What the row keeps of typed answers."""
    return {code: forms.stored(value) for code, value in answers.items()}


def noted(service: Service[Any], kept: Mapping[str, object]) -> dict[str, object]:
    """Typed answers of officers from what the turns keep."""
    asked = {field.code: field for stage in service.stages for field in stage.asks}
    return {code: forms.restored(asked[code], value) for code, value in kept.items() if code in asked}


def with_registers(service: Service[Any], answers: Answers, facts: object, asking: Asking) -> dict[str, object]:
    """The answers with those that only a register may give put in, fresh."""
    return {**answers, **forms.fixed(service, facts, asking)}


def rows(service: Service[Any], answers: Answers, facts: object, asking: Asking) -> tuple[AnswerRow, ...]:
    """The summary: what registers say, then every question with its answer in words."""
    known = (
        AnswerRow(code=fact.code, label=fact.label, value=fact.value, source=fact.source, address=fact.address)
        for fact in forms.known_facts(service, facts)
    )
    asked = (
        AnswerRow(
            code=each.code,
            label=each.label,
            value=each.words,
            source=each.source if each.locked else None,
            address=each.address,
            files=tuple(map(kept_files.ref_of, each.files)),
        )
        for each in forms.questions(service, answers, facts, asking)
        if each.words is not None
    )
    return (*known, *asked)


def language_of(by: Actor, case: Case) -> str:
    """The applicant's language: the one of their page, or what they told the officer who writes it down."""
    return by.language if by.entered_by is None else case.language


def save(by: Actor, case: Case, service: Service[Any], answers: Mapping[str, object], *, place: str) -> None:
    """Writes stored answers into a locked draft, which lives its whole term anew, and its files with it."""
    now = clock.now()
    case.answers, case.place, case.language = dict(answers), place, language_of(by, case)
    case.saved_at, case.expires_at = now, now + lifetime(service)
    kept_rows.change(case, "answers", "place", "language", "saved_at", "expires_at")
    if any(field.kind is Kind.FILE for field in service.form):
        files.prolong(folder=str(case.key), until=case.expires_at)


def lifetime(service: Service[Any]) -> timedelta:
    """How long an untouched draft lives."""
    return timedelta(days=service.draft_days)
