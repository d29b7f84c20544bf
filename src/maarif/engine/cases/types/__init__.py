"""Values that cross the door of the cases room."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from maarif.engine.cases.types.following import DOCUMENT as DOCUMENT
from maarif.engine.cases.types.following import LETTER as LETTER
from maarif.engine.cases.types.following import NOTHING as NOTHING
from maarif.engine.cases.types.following import Asked as Asked
from maarif.engine.cases.types.following import Holder as Holder
from maarif.engine.cases.types.following import May as May
from maarif.engine.cases.types.following import RequestKind as RequestKind
from maarif.engine.cases.types.following import Said as Said
from maarif.engine.cases.types.following import Signing as Signing
from maarif.engine.deadlines import Deadline
from maarif.engine.decisions import Reason
from maarif.engine.declare import Field, Office, Service
from maarif.engine.forms import Found, KnownFact, Question
from maarif.kernel.text import Text
from maarif.support.files.types import FileCard, FileRef


class Status(StrEnum):
    """Where a case stands; what may become what is in TRANSITIONS and in a trigger of the database."""

    DRAFT = "draft"
    WAITING_SIGNATURE = "waiting_signature"
    SUBMITTED = "submitted"
    IN_PROGRESS = "in_progress"
    WAITING_APPLICANT = "waiting_applicant"
    WAITING_BODY = "waiting_body"
    JOINED = "joined"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SET_ASIDE = "set_aside"


TRANSITIONS: Final = (
    (Status.DRAFT, Status.SUBMITTED),
    (Status.SUBMITTED, Status.WAITING_SIGNATURE),
    (Status.DRAFT, Status.WITHDRAWN),
    (Status.DRAFT, Status.EXPIRED),
    (Status.WAITING_SIGNATURE, Status.SUBMITTED),
    (Status.WAITING_SIGNATURE, Status.WITHDRAWN),
    (Status.WAITING_SIGNATURE, Status.EXPIRED),
    (Status.DRAFT, Status.SET_ASIDE),
    (Status.SET_ASIDE, Status.DRAFT),
    (Status.SET_ASIDE, Status.EXPIRED),
    (Status.SUBMITTED, Status.IN_PROGRESS),
    (Status.SUBMITTED, Status.DECIDED),
    (Status.SUBMITTED, Status.WITHDRAWN),
    (Status.IN_PROGRESS, Status.WAITING_APPLICANT),
    (Status.IN_PROGRESS, Status.WAITING_BODY),
    (Status.IN_PROGRESS, Status.JOINED),
    (Status.IN_PROGRESS, Status.DECIDED),
    (Status.IN_PROGRESS, Status.WITHDRAWN),
    (Status.WAITING_APPLICANT, Status.IN_PROGRESS),
    (Status.WAITING_APPLICANT, Status.DECIDED),
    (Status.WAITING_APPLICANT, Status.WITHDRAWN),
    (Status.WAITING_BODY, Status.IN_PROGRESS),
    (Status.WAITING_BODY, Status.WAITING_APPLICANT),
    (Status.WAITING_BODY, Status.DECIDED),
    (Status.WAITING_BODY, Status.WITHDRAWN),
    (Status.JOINED, Status.IN_PROGRESS),
    (Status.JOINED, Status.DECIDED),
    (Status.JOINED, Status.WITHDRAWN),
    (Status.DECIDED, Status.CLOSED),
    (Status.CLOSED, Status.IN_PROGRESS),
)
"""What may become what; nothing leaves withdrawn or expired, and closed only once, to be reopened."""

UNSENT: Final = (Status.DRAFT, Status.WITHDRAWN, Status.EXPIRED, Status.SET_ASIDE)
"""Statuses that a case without a number may have."""

OPEN: Final = (
    Status.WAITING_SIGNATURE,
    Status.SUBMITTED,
    Status.IN_PROGRESS,
    Status.WAITING_APPLICANT,
    Status.WAITING_BODY,
    Status.JOINED,
)
"""Statuses of a case that somebody still has to act on."""


class EventKind(StrEnum):
    """What can happen to a case; the timeline's words are `word("event", ...)` of the registry."""

    STARTED = "started"
    SUBMITTED = "submitted"
    SIGNED = "signed"
    NOT_SIGNED = "not_signed"
    ENTERED = "entered"
    CLAIMED = "claimed"
    UNCLAIMED = "unclaimed"
    ASSIGNED = "assigned"
    HANDED_OVER = "handed_over"
    SORTED_ANEW = "sorted_anew"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    MOVED_ON = "moved_on"
    ASKED = "asked"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    OPINION_ASKED = "opinion_asked"
    OPINION_GIVEN = "opinion_given"
    EXTENDED = "extended"
    DEADLINE_MOVED = "deadline_moved"
    ESCALATED = "escalated"
    SILENCE = "silence"
    CUT_OFF = "cut_off"
    JOINED = "joined"
    SPLIT = "split"
    REOPENED = "reopened"
    MESSAGE = "message"
    DECIDED = "decided"
    ISSUED = "issued"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    SET_ASIDE = "set_aside"
    TAKEN_UP = "taken_up"


INTERNAL: Final = frozenset(
    {
        EventKind.CLAIMED,
        EventKind.UNCLAIMED,
        EventKind.ASSIGNED,
        EventKind.PROPOSED,
        EventKind.SENT_BACK,
        EventKind.ESCALATED,
    }
)
"""What the office does inside; the applicant's timeline leaves it out, the desk shows it."""


class Intake(StrEnum):
    """How an application reached the office; the clock, the number and the receipt are the same."""

    ELECTRONIC = "electronic"
    PHONE = "phone"
    PAPER = "paper"
    WINDOW = "window"


class TurnKind(StrEnum):
    """A stage's own turn, or an opinion beside it."""

    STAGE = "stage"
    OPINION = "opinion"


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
    """An application in a list; `answer_by` is the last day on which the applicant's answer is awaited, `stands` that its clock does."""

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
    answer_by: date | None = None
    stands: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """One line of "check your answers" or of a submitted application: label, value in words, and its source if a register's.

    What a register says has the `address` that links to its correction name it by.
    """

    code: str
    label: Text
    value: Text
    source: Text | None
    files: tuple[FileRef, ...] = ()
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosing:
    """Files that go with an answer or a message: the question that says what fits, what was sent before, what lies ready."""

    service: Service[Any]
    field: Field[Any]
    before: tuple[FileCard, ...]
    ready: tuple[FileCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A whole application as its applicant sees it; `entered_name` wrote it down, if anybody, `letter` is what fits into a message."""

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
    standing: tuple[Text, ...] = ()
    held: Holder | None = None
    asked: tuple[Asked, ...] = ()
    said: tuple[Said, ...] = ()
    signing: tuple[Signing, ...] = ()
    stands_since: date | None = None
    may: May = NOTHING
    note: str = ""
    took: int | None = None
    mark: int | None = None
    intake: Intake = Intake.ELECTRONIC
    entered_name: str = ""
    language: str = ""
    letter: Enclosing | None = None

    @property
    def open_request(self) -> Asked | None:
        """What is asked and waits for its answer."""
        return next((each for each in self.asked if each.answered_at is None and each.lapsed_at is None), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """What is asked of an applicant now, with the questions that may be answered anew.

    Where a document is asked for, `paper` says what fits and `files` what is there already. `replacing` are the questions for
    files that may be answered anew.
    """

    card: CaseCard
    request: Asked
    service: Service[Any]
    questions: tuple[Question, ...]
    paper: Field[Any] | None = None
    files: tuple[FileCard, ...] = ()
    replacing: tuple[Enclosing, ...] = ()
    found: Found | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureView:
    """An application as somebody sees it who has to sign beside its applicant; `waits` while it still needs them."""

    card: CaseCard
    applicant: str
    role: Text
    answers: tuple[AnswerRow, ...]
    sign_by: date
    signed_at: datetime | None
    refused_at: datetime | None
    waits: bool


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
    tab has changed meanwhile. `next` is the first question without an answer, None when all are answered. `found` is what words
    have found for the question that was searched.
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
    found: Found | None = None

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
