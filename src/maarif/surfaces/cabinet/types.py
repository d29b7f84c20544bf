"""What the cabinet's pages draw, already in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime

from maarif.engine.declare import Option
from maarif.surfaces.record.types import Color, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of a bar: done, now or next; the date is written out."""

    label: str
    state: str
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """An application, or a draft of one, in a list."""

    title: str
    href: str
    line: str
    tag: Tag
    steps: tuple[StepView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Something that waits for the person, with the one thing to do about it."""

    title: str
    text: str
    action: str
    href: str
    color: Color = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One line of a panel beside the applications; `initial` draws an avatar of that colour."""

    title: str
    lines: tuple[str, ...] = ()
    href: str = ""
    initial: str = ""
    color: str = "brand1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A box beside the applications; sectors plug in their own through `panels.plug`."""

    code: str
    title: str
    rows: tuple[PanelRow, ...] = ()
    empty: str = ""
    action: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The cabinet's first page."""

    name: str
    lead: str
    waiting: tuple[Waiting, ...]
    cases: tuple[CaseRow, ...]
    more_cases: bool
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """Everything begun and sent."""

    drafts: tuple[CaseRow, ...]
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why something is refused, what can be done, by which law, and which services may help (address and title)."""

    text: str
    remedy: str
    law: str = ""
    law_url: str = ""
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document that an application has brought."""

    public_id: str
    title: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer; `href` leads to where it can be changed, `source` names the register it came from."""

    label: str
    value: str
    href: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedLine:
    """A day that the term did not count."""

    date: date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """By when an application has to be answered, in a sentence and day by day, and who has it now."""

    sentence: str
    holder: str = ""
    counted: tuple[date, ...] = ()
    skipped: tuple[SkippedLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """One line of the timeline."""

    title: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeView:
    """How an application ended."""

    title: str
    text: str
    color: Color
    reasons: tuple[ReasonView, ...] = ()
    appeal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """The page of one application."""

    number: str
    title: str
    line: str
    tag: Tag
    steps: tuple[StepView, ...]
    outcome: OutcomeView | None
    documents: tuple[DocumentLine, ...]
    answers: tuple[AnswerLine, ...]
    clock: Clock
    timeline: tuple[EventLine, ...]
    rule_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The page right after sending."""

    number: str
    heading: str
    color: Color
    at: datetime
    documents: tuple[DocumentLine, ...]
    reasons: tuple[ReasonView, ...]
    next: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody for whom the visitor may ask."""

    party: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The page before a form: whom it is for, and why not when it is not possible; no `subject` when it is for nobody here."""

    about: str
    title: str
    summary: str
    people: tuple[Applicant, ...]
    subject: int | None
    reasons: tuple[ReasonView, ...]
    questions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBar:
    """What every page of a draft says: what it is, for whom, and until when it is kept."""

    key: str
    title: str
    person: str
    expires: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One question in the list of a draft; without an address it cannot be opened."""

    label: str
    tag: Tag
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tasks:
    """A draft as a list of what is done and what is not."""

    bar: DraftBar
    done: int
    total: int
    tasks: tuple[Task, ...]
    next_href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field of a form; `code` is the field's name."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionField:
    """A question as the frame draws it."""

    code: str
    kind: str
    label: str
    hint: str
    options: tuple[Option, ...]
    limit: int | None
    required: bool
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question on one page; `locked` holds the answer that only a register may give."""

    bar: DraftBar
    field: QuestionField
    value: object
    locked: str
    source: str
    problem: Problem | None
    number: int
    total: int
    back: str
    autosave: str
    saved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Check your answers. `key` makes sending happen once, `seen` names the answers that this page shows."""

    bar: DraftBar
    answers: tuple[AnswerLine, ...]
    known: tuple[AnswerLine, ...]
    declaration: str
    ready: bool
    next_href: str
    key: str
    seen: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child of the visitor."""

    party: int
    name: str
    given_name: str
    initial: str
    color: str
    lines: tuple[str, ...]
    acting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The visitor's children; `acting` when the visitor acts for one of them now."""

    children: tuple[Child, ...]
    acting: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One look at the record."""

    at: datetime
    who: str
    what: str
    purpose: str
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """A page of the ledger; `older` is the mark of the next one."""

    rows: tuple[LookLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to do when the register is wrong about something."""

    title: str
    summary: str
    steps: tuple[str, ...]
    hotline: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLine:
    """A key for programs, as its owner sees it."""

    id: int
    name: str
    scopes: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenForm:
    """The form of a new key, as it was filled in."""

    name: str = ""
    scopes: tuple[str, ...] = ()
    days: int = 90
    problems: tuple[Problem, ...] = ()

    def problem(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.problems if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRow:
    """A message in the inbox."""

    id: int
    subject: str
    at: datetime
    unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A page of messages; `older` is the mark of the next one."""

    rows: tuple[MessageRow, ...]
    older: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """One message; `link` leads to what it is about."""

    subject: str
    at: datetime
    paragraphs: tuple[str, ...]
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """How the visitor is written to; an empty address cannot be chosen."""

    language: str
    email: str
    phone: str
    by_email: bool
    by_sms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several things to pick, as the frame's question draws it."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokensView:
    """The keys of the visitor, the form of a new one, and a new key's secret, shown once."""

    tokens: tuple[TokenLine, ...]
    form: TokenForm
    scopes: tuple[Choice, ...]
    lifetimes: tuple[Choice, ...]
    secret: str = ""
