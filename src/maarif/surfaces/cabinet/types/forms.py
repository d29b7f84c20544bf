"""The pages of a form: start, list of questions, one question, check your answers."""

from dataclasses import dataclass
from datetime import datetime

from maarif.engine.declare import Option
from maarif.surfaces.cabinet.types.cases import AnswerLine, ReasonView
from maarif.surfaces.record.types import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicant:
    """Somebody for whom the visitor may ask."""

    party: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """The page before a form: whom it is for, and why not when it is not possible; no `subject` when it is for nobody here.

    `begun` are answers that the address names, by the names of their inputs.
    """

    about: str
    title: str
    summary: str
    people: tuple[Applicant, ...]
    subject: int | None
    reasons: tuple[ReasonView, ...]
    questions: int
    begun: tuple[tuple[str, str], ...] = ()


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
class SearchBox:
    """The search of a question: the words, what they find, and the address that answers a search while it is typed."""

    words: str
    options: tuple[Option, ...]
    more: bool
    href: str


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
    search: SearchBox | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One question on one page; `locked` holds the answer that only a register may give, `wrong` leads to its correction."""

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
    wrong: str = ""


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
