"""Shapes of applications that were sent."""

from datetime import date, datetime

from ninja import Schema

from maarif.engine.cases.types import EventKind
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
