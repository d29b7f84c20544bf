"""What the page of a case draws, in the language of the page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from maarif.engine.forms import Question
from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.filling.types import Upload
from maarif.surfaces.record.types import Tag

GROUNDS: Final = "grounds"


def answered(way: str, code: str) -> str:
    """The name of a field for what one way of deciding asks, its grounds among it; other ways may ask the same."""
    return f"{way}-{code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file that came with the case: its name, its page, and the picture of its first page."""

    name: str
    href: str
    picture: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRow:
    """A fact or an answer, then and now; `note` says in words what differs."""

    label: str
    then: str
    now: str
    source: str
    note: str
    differs: bool
    asked: bool
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundLine:
    """A ground of refusal that can be chosen, with its law."""

    code: str
    text: str
    law: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WayLine:
    """One way in which the case can be decided."""

    code: str
    label: str
    kind: str
    consequences: tuple[str, ...]
    paper: str
    grounds: tuple[GroundLine, ...]
    questions: tuple[Question, ...]

    def field(self, code: str) -> str:
        """The name of the field for something that this way asks."""
        return answered(self.code, code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One dated line: what, when, who, and more."""

    title: str
    at: datetime | None
    who: str
    text: str
    internal: bool = False
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionLine:
    """An opinion asked of another body."""

    title: str
    place: str
    tag: Tag
    due: str
    text: str
    asked: str
    at: datetime | None
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockView:
    """The deadline of the turn and of the case with its arithmetic."""

    tag: Tag
    sentence: str
    counted: tuple[date, ...]
    skipped: tuple[tuple[date, str], ...]
    pauses: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestLine:
    """What was asked of the applicant, and the answer."""

    title: str
    tag: Tag
    text: str
    asked: str
    fields: str
    answer: str
    changes: tuple[tuple[str, str, str], ...]
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalView:
    """What a colleague proposes."""

    title: str
    line: str
    grounds: tuple[GroundLine, ...]
    noted: tuple[tuple[str, str], ...]
    note: str
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDraft:
    """What was typed into a form of the page and refused, so that nothing is lost: the form's name, values, what is wrong."""

    form: str = ""
    values: dict[str, tuple[str, ...]] | None = None
    errors: tuple[Problem, ...] = ()

    def value(self, form: str, name: str) -> str:
        """What was typed into one field of one form."""
        kept = (self.values or {}).get(name, ()) if form == self.form else ()
        return kept[0] if kept else ""

    def chosen(self, form: str, name: str) -> tuple[str, ...]:
        """Everything that was ticked under one name."""
        return (self.values or {}).get(name, ()) if form == self.form else ()

    def error(self, form: str, name: str) -> Problem | None:
        """What is wrong with one field of one form."""
        return next(iter(self.wrong(form, name)), None)

    def wrong(self, form: str, name: str) -> tuple[Problem, ...]:
        """Everything that is wrong with one field of one form."""
        return tuple(each for each in self.errors if each.code == name) if form == self.form else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PickLists:
    """What the forms offer that sort a case anew and join it to another."""

    categories: tuple[Choice, ...]
    earlier: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """The whole page."""

    number: str
    title: str
    person: str
    line: str
    tags: tuple[Tag, ...]
    applicant: tuple[tuple[str, str], ...]
    holder: str
    banner: str
    rows: tuple[FactRow, ...]
    ways: tuple[WayLine, ...]
    may: frozenset[str]
    seen: tuple[int, int]  # the turn, and how long the history was
    proposal: ProposalView | None
    clock: ClockView
    opinions: tuple[OpinionLine, ...]
    askable: tuple[Choice, ...]
    correctable: tuple[Choice, ...]
    divisible: tuple[tuple[str, str, str], ...]
    picks: PickLists
    colleagues: tuple[Choice, ...]
    requests: tuple[RequestLine, ...]
    messages: tuple[Line, ...]
    letter: Upload | None
    notes: tuple[Line, ...]
    signatures: tuple[Line, ...]
    happened: tuple[Line, ...]
    steps: tuple[tuple[str, str], ...]
    stages: tuple[Line, ...]
    outcome: str
    reasons: tuple[GroundLine, ...]
    joined: tuple[str, ...]
    joined_to: str
    law: str
    rule_set: str
    opinion_code: str

    @property
    def differing(self) -> int:
        """How many facts the registers tell otherwise now."""
        return sum(row.differs for row in self.rows)

    @property
    def may_otherwise(self) -> bool:
        """Whether anything besides deciding can be done."""
        return bool(self.may & {"ask", "ask_opinion", "hand_over", "extend", "sort", "join", "split", "part"})

    @property
    def may_move(self) -> bool:
        """Whether the case can be moved from one desk of the office to another."""
        return bool(self.may & {"claim", "unclaim", "assign"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPage:
    """A decision before it is taken: everything that it will do, to be confirmed or changed."""

    number: str
    title: str
    person: str
    way: WayLine
    errors: tuple[Problem, ...]
    letter: str
    second_person: bool
    noted: tuple[tuple[str, str], ...]
    grounds: tuple[GroundLine, ...]
    note: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """Somebody who looked at the person in this case."""

    who: str
    office: str
    what: str
    at: datetime
