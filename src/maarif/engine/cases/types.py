"""Values that cross the door of the cases room, and what it refuses."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from maarif.engine.deadlines import Deadline
from maarif.engine.decisions import Reason
from maarif.engine.declare import Office
from maarif.engine.forms import KnownFact, Question
from maarif.kernel.errors import Refusal
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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A whole draft for its applicant: one question per page, in order, with what the registers already say.

    `digest` names the answers as they stand: the page "check your answers" sends it back, so that nobody submits what another
    tab has changed meanwhile. `next` is the first question without an answer, None when all are answered.
    """

    card: DraftCard
    known: tuple[KnownFact, ...]
    questions: tuple[Question, ...]
    place: str
    next: str | None
    ready: bool
    digest: str
    declaration: Text
    rows: tuple[AnswerRow, ...]

    def question(self, code: str) -> Question | None:
        """The question with this code, if it is asked now."""
        return next((each for each in self.questions if each.code == code), None)

    def neighbours(self, code: str) -> tuple[str | None, str | None]:
        """Codes of the questions before and after this one, locked ones passed over."""
        codes = [each.code for each in self.questions if not each.locked or each.code == code]
        here = codes.index(code)
        return (codes[here - 1] if here else None, codes[here + 1] if here + 1 < len(codes) else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a country's applications fared since a moment; `median_seconds` is None while nothing has been decided."""

    received: int
    decided: int
    in_time: int
    median_seconds: float | None


class AssuranceTooLow(Refusal):
    """The service needs a surer sign-in: the national provider."""


class NotYourWard(Refusal):
    """The applicant is neither the subject nor their guardian today."""


class SubjectNotChosen(Refusal):
    """Several people could be meant: the applicant has to say for whom."""


class NotAllowed(Refusal):
    """The rules of the service do not grant it; `reasons` say why and what to do."""

    def __init__(self, *, service: str, reasons: tuple[Reason, ...]) -> None:
        super().__init__(service=service, rules=tuple(reason.rule for reason in reasons))
        self.reasons = reasons


class DraftNotFound(Refusal):
    """No such open draft of this applicant: absent, sent, expired and another's look alike."""


class QuestionNotAsked(Refusal):
    """The draft does not ask this question, or a register answers it."""


class DraftIncomplete(Refusal):
    """Questions are still without an answer; `params["missing"]` are their codes in order."""


class AnswersChanged(Refusal):
    """The answers are no longer those that the applicant saw on the page: they have to look again."""


class DeclarationMissing(Refusal):
    """The declaration was not confirmed."""


class BadIdempotencyKey(Refusal):
    """A key is 8 to 80 visible ASCII characters."""


class OtherContent(Refusal):
    """The idempotency key was used before for something else (422)."""


class SubmissionInFlight(Refusal):
    """The same submission is being written at this moment (409): ask again in a second."""


class CaseNotFound(Refusal):
    """No such case for this viewer: absent and forbidden look alike."""
