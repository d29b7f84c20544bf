"""Shapes of applications that were sent."""

from datetime import date, datetime

from ninja import Schema

from maarif.engine.cases.types import EventKind, RequestKind
from maarif.engine.declare import Office
from maarif.surfaces.api.schemas.values import CaseStatus, ReasonOut


class DocumentRefOut(Schema):
    """A document that an application gave."""

    id: str
    number: str
    title: str


class CaseOut(Schema):
    """An application in a list."""

    number: str
    service: str
    title: str
    subject: int
    subject_name: str
    status: CaseStatus
    status_words: str
    outcome: str | None
    outcome_title: str | None
    grants: bool | None
    submitted_at: datetime
    decided_at: datetime | None
    due: date
    overdue: bool
    documents: list[str]


class CasesOut(Schema):
    """A page of applications, the latest first; `before` asks for the next page, None when this was the last."""

    cases: list[CaseOut]
    before: str | None


class TimelineOut(Schema):
    """One dated line of an application's history; each digest continues the one before."""

    position: int
    at: datetime
    kind: EventKind
    words: str
    stage: str | None
    digest: str


class SkippedOut(Schema):
    """A day that the term did not count."""

    date: date
    why: str


class DeadlineOut(Schema):
    """How the term was computed."""

    working_days: int
    due: date
    counted: list[date]
    skipped: list[SkippedOut]


class AnswerOut(Schema):
    """One line of what was answered; `source` is the register it was read from, if it was."""

    code: str
    label: str
    value: str
    source: str | None


class FileOut(Schema):
    """A file that was sent to the office; `size` in bytes."""

    id: str
    name: str
    size: int


class AskedOut(Schema):
    """What the office asked of the applicant: a question, answers to correct (`fields`), a document; and what came of it."""

    kind: RequestKind
    text: str
    fields: list[str]
    asked_at: datetime
    answer_by: date
    answer: str
    files: list[FileOut]
    answered_at: datetime | None
    lapsed_at: datetime | None


class MessageOut(Schema):
    """One message between applicant and office, with the files that came with it."""

    at: datetime
    from_office: bool
    text: str
    files: list[FileOut]


class SigningOut(Schema):
    """Somebody who signs beside the applicant: as what, who, until when, and what they did."""

    role: str
    who: str
    sign_by: date
    signed_at: datetime | None
    refused_at: datetime | None


class MayOut(Schema):
    """What the person behind the token may do with the application now; `reopen_until` is the last day for it."""

    answer: bool
    withdraw: bool
    write: bool
    reopen_until: date | None


class CaseDetail(CaseOut):
    """A whole application."""

    outcome_text: str | None
    reasons: list[ReasonOut]
    appeal: str
    holder: Office | None
    rule_set: str
    declaration_digest: str
    deadline: DeadlineOut
    answers: list[AnswerOut]
    timeline: list[TimelineOut]
    issued: list[DocumentRefOut]
    note: str
    may: MayOut
    stands_since: date | None
    asked: list[AskedOut]
    messages: list[MessageOut]
    signatures: list[SigningOut]
