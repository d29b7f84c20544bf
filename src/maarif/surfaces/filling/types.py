"""The pages of a form: start, list of questions, one question, check your answers."""

from dataclasses import dataclass
from datetime import datetime

from maarif.engine.declare import Option
from maarif.surfaces.record.types import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonView:
    """Why something is refused, what can be done, by which law, and which services may help (address and title)."""

    text: str
    remedy: str
    law: str = ""
    law_url: str = ""
    instead: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLink:
    """A file of an answer: its name leads to it, its size stands beside."""

    label: str
    size: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLine:
    """One answer; `href` leads to where it can be changed, `source` names the register it came from, `wrong` leads to its correction."""

    label: str
    value: str
    href: str | None = None
    source: str | None = None
    files: tuple[FileLink, ...] = ()
    wrong: str = ""


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
    """What every page of a draft says: what it is, for whom, until when it is kept; how it is framed, and whether it is one's own."""

    key: str
    title: str
    person: str
    expires: datetime
    layout: str
    href: str
    discard: str
    leave: tuple[str, str]
    own: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """One file of the answer; `href` opens it (empty while it cannot be), `problem` says why it was refused.

    `remove` is the address that takes it away; where it is empty, a button of the form around it names the file.
    """

    public_id: str
    name: str
    line: str
    tag: Tag
    href: str
    remove: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Files already there, and the field for more; `room` is how many more fit, `takes` says what fits, `accept` tells the picker."""

    code: str
    takes: str
    accept: str
    camera: bool
    most_files: int
    most_bytes: int
    too_large: str
    files: tuple[FileLine, ...]
    room: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilesPage:
    """The page of a question that asks for files."""

    bar: DraftBar
    question: str
    label: str
    hint: str
    required: bool
    upload: Upload
    number: int
    total: int
    back: str
