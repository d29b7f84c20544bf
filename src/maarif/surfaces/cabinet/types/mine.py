"""The family, who looked, advice, settings, keys and messages."""

from dataclasses import dataclass
from datetime import datetime

from maarif.surfaces.filling.types import Problem


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
    """One message; `link` leads to what it is about, `copies` say how far each of its copies came."""

    subject: str
    at: datetime
    paragraphs: tuple[str, ...]
    link: str
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicChoice:
    """Something that one may be written to about, and by which channels one wishes it."""

    code: str
    label: str
    email: bool
    sms: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsView:
    """How the visitor is written to; an address is empty where none is confirmed."""

    language: str
    email: str
    phone: str
    topics: tuple[TopicChoice, ...]


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
