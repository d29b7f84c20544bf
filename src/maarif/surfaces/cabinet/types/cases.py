"""The first page, lists of applications, one application, and the page right after sending."""

from dataclasses import dataclass
from datetime import date, datetime

from maarif.engine.cases.types import May
from maarif.surfaces.filling.types import AnswerLine, FileLink, ReasonView, Upload
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
class Filter:
    """One way to narrow the list."""

    label: str
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """Everything begun and sent."""

    drafts: tuple[CaseRow, ...]
    cases: tuple[CaseRow, ...]
    filters: tuple[Filter, ...]
    children: tuple[Filter, ...]
    narrowed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A document that an application has brought."""

    public_id: str
    title: str
    line: str


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
    pauses: tuple[str, ...] = ()
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
class HolderView:
    """Who has an application now: the office's own name or its kind, since when, and how to reach it."""

    name: str
    kind: str
    since: datetime
    address: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """What the office asked, and what was answered; `until` is the last day for an answer that is awaited still."""

    title: str
    text: str
    asked_at: datetime
    answer: str = ""
    files: tuple[FileLink, ...] = ()
    state: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """One message of the thread."""

    who: str
    at: datetime
    text: str
    mine: bool
    files: tuple[FileLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerLine:
    """Somebody who signs beside the applicant."""

    who: str
    role: str
    tag: Tag
    line: str


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
    held: HolderView | None
    standing: tuple[str, ...]
    late: str
    request: RequestView | None
    asked: tuple[RequestView, ...]
    said: tuple[Voice, ...]
    letter: Upload | None
    signers: tuple[SignerLine, ...]
    may: May
    note: str
    took: str
    mark: int | None
    written_down: str = ""


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
