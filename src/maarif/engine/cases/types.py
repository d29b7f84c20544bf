"""Values that cross the door of the cases room."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from maarif.engine.declare import Office
from maarif.kernel.text import Text


class Status(StrEnum):
    """Where a case stands; what may become what is in TRANSITIONS and in a trigger of the database."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_BODY = "waiting_body"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


TRANSITIONS: Final = (
    (Status.DRAFT, Status.SUBMITTED),
    (Status.DRAFT, Status.WITHDRAWN),
    (Status.DRAFT, Status.EXPIRED),
    (Status.SUBMITTED, Status.IN_PROGRESS),
    (Status.SUBMITTED, Status.DECIDED),
    (Status.SUBMITTED, Status.WITHDRAWN),
    (Status.IN_PROGRESS, Status.WAITING_APPLICANT),
    (Status.IN_PROGRESS, Status.WAITING_BODY),
    (Status.IN_PROGRESS, Status.DECIDED),
    (Status.IN_PROGRESS, Status.WITHDRAWN),
    (Status.WAITING_APPLICANT, Status.IN_PROGRESS),
    (Status.WAITING_APPLICANT, Status.DECIDED),
    (Status.WAITING_APPLICANT, Status.WITHDRAWN),
    (Status.WAITING_BODY, Status.IN_PROGRESS),
    (Status.WAITING_BODY, Status.WITHDRAWN),
    (Status.DECIDED, Status.CLOSED),
)
"""What may become what; nothing leaves closed, withdrawn or expired."""

UNSENT: Final = (Status.DRAFT, Status.WITHDRAWN, Status.EXPIRED)
"""Statuses that a case without a number may have."""

OPEN: Final = (Status.SUBMITTED, Status.IN_PROGRESS, Status.WAITING_APPLICANT, Status.WAITING_BODY)
"""Statuses of a case that somebody still has to act on."""


class EventKind(StrEnum):
    """What can happen to a case; the timeline's words are `word("event", ...)` of the registry."""

    STARTED = "started"
    SUBMITTED = "submitted"
    DECIDED = "decided"
    ISSUED = "issued"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is refused: the rule, its words, what the person can do, the law, and services that may help."""

    rule: str
    reason: Text
    remedy: Text
    law: str
    article: Text | None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligible:
    """The subject may have the service."""

    service: str
    subject: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEligible:
    """The subject may not have the service, and why."""

    service: str
    subject: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A person for whom the actor may ask: oneself or a ward, with what the rules say of each."""

    party: int
    name: str
    is_self: bool
    eligibility: Eligible | NotEligible


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A document that a case issued: its public id, registration number and title."""

    public_id: str
    number: str
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What submitting answers, the same on every repetition: number, time, status, outcome, documents."""

    number: str
    service: str
    submitted_at: datetime
    status: Status
    outcome: str | None
    grants: bool | None
    due: date
    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedDay:
    """A day that the term did not count, and why."""

    date: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """By when a case must be decided and how that was computed: working days of the term, days counted, days not counted."""

    days: int
    due: date
    counted: tuple[date, ...]
    skipped: tuple[SkippedDay, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One dated line of the timeline: what happened, in which stage, by whom (an office's name or the applicant)."""

    position: int
    at: datetime
    kind: EventKind
    words: Text
    stage: str | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the bar: its words, whether it is done, now or next, and when it was done."""

    code: str
    label: Text
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCard:
    """An application in a list: `href` parts are its number; `holder` says who has it now."""

    number: str
    service: str
    title: Text
    subject: int
    subject_name: str
    status: Status
    status_words: Text
    outcome: str | None
    outcome_title: Text | None
    grants: bool | None
    submitted_at: datetime
    decided_at: datetime | None
    due: date
    overdue: bool
    steps: tuple[Step, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One line of "check your answers" or of a submitted application: label, value in words, and its source if a register's."""

    code: str
    label: Text
    value: Text
    source: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A whole application as its applicant sees it."""

    card: CaseCard
    answers: tuple[AnswerRow, ...]
    deadline: Deadline
    holder: Office | None
    timeline: tuple[TimelineEntry, ...]
    outcome_text: Text | None
    reasons: tuple[Reason, ...]
    documents: tuple[DocumentRef, ...]
    rule_set: str
    declaration_digest: str
    appeal: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftCard:
    """An unsent draft in a list, NOT SENT yet: resume it by `key` before `expires_at`."""

    key: str
    service: str
    title: Text
    subject: int
    subject_name: str
    saved_at: datetime
    expires_at: datetime
    answered: int
    questions: int
