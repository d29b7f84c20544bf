"""What an office sees of its cases: the list and its filters, one case whole, what a decision would do, the load."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from maarif.engine.cases.types import AnswerRow, CaseCard, CaseView, Enclosing, EventKind, Intake, RequestKind, Status
from maarif.engine.deadlines import Left
from maarif.engine.decisions import Reason
from maarif.engine.declare import Office
from maarif.engine.forms import FieldError, Question
from maarif.kernel.text import Text
from maarif.registries.people.types import GuardianshipKind
from maarif.support.files.types import FileRef


class Claim(StrEnum):
    """On whose desk a case lies."""

    MINE = "mine"
    NOBODY = "nobody"
    COLLEAGUE = "colleague"
    ABSENT = "absent"


class When(StrEnum):
    """How near the end of a turn is."""

    OVERDUE = "overdue"
    SOON = "soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sieve:
    """Which of the office's open turns are wanted; what is left empty does not filter. `people` applied or are concerned."""

    service: str = ""
    stage: str = ""
    claim: Claim | None = None
    when: When | None = None
    waiting: bool = False
    opinions: bool = False
    number: str = ""
    people: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskCard:
    """An open turn in a list; `left` is None while it has no end. Personal numbers are masked.

    `held`: a colleague at work has it, for whom the viewer does not stand in.
    """

    turn: int
    number: str
    service: str
    title: Text
    stage: str
    stage_title: Text
    opinion: bool
    applicant: int
    applicant_name: str
    applicant_number: str
    subject: int
    subject_name: str
    subject_number: str
    intake: Intake
    status: Status
    received_at: datetime
    due: date | None
    left: Left | None
    paused: bool
    claimed_by: int | None
    claimed_name: str
    claimed_at: datetime | None
    held: bool
    proposed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskPage:
    """Some cards by their ends; `after` is where the next page begins, None at the end."""

    cards: tuple[DeskCard, ...]
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many open turns each filter would leave, none counted further than `most` + 1; services and stages by their codes."""

    most: int
    every: int
    claims: dict[Claim, int]
    whens: dict[When, int]
    waiting: int
    opinions: int
    services: dict[str, int]
    stages: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who decides in the same office; roles and masked personal number tell namesakes apart."""

    party: int
    name: str
    absent: bool
    roles: tuple[str, ...]
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The list as its page shows it; colleagues only for who may give them work."""

    page: DeskPage
    tally: Tally
    colleagues: tuple[Colleague, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """A fact or an answer: as it was when the case was sent, as registers say it now; `asked` when the applicant wrote it."""

    code: str
    label: Text
    then: AnswerRow | None
    now: Text | None
    source: Text | None
    asked: bool
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where an officer can send the case: a stage, or an outcome that grants or refuses, with what follows from it."""

    code: str
    label: Text
    ends: bool
    grants: bool | None
    grounds: tuple[Reason, ...] = ()
    questions: tuple[Question, ...] = ()
    consequences: tuple[Text, ...] = ()
    paper: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnCard:
    """An office's turn, open or closed; `result` is the code of what came of it, in words where there are any."""

    id: int
    office: Office
    place: Text
    stage: Text
    opinion: str
    needed: bool
    asked: str
    opened_at: datetime
    due: date | None
    paused: bool
    claimed_by: int | None
    claimed_name: str
    claimed_at: datetime | None
    closed_at: datetime | None
    closed_name: str
    result: str
    result_words: Text | None
    text: str
    noted: tuple[tuple[Text, Text], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the first of two officers proposes."""

    way: Text
    by: int
    by_name: str
    at: datetime
    grounds: tuple[Reason, ...]
    note: str
    noted: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestCard:
    """What was asked of the applicant and what came back; `changes` are label, before, after."""

    kind: RequestKind
    text: str
    fields: tuple[Text, ...]
    asked_name: str
    asked_at: datetime
    answer_by: date
    answer: str
    files: tuple[FileRef, ...]
    changes: tuple[tuple[Text, str, str], ...]
    answered_at: datetime | None
    lapsed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message of the thread, or an internal note."""

    at: datetime
    name: str
    from_office: bool
    text: str
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCard:
    """A signature beside the applicant's."""

    words: Text
    name: str
    signed_at: datetime | None
    refused_at: datetime | None
    sign_by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the history as the office sees it, internal ones too; `detail` says more where there is more to say."""

    at: datetime
    kind: EventKind
    words: Text
    who: str
    internal: bool
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picks:
    """What can be picked where a case is sorted anew (`categories`) or joined: `earlier` cases of the same applicant in the office."""

    categories: tuple[tuple[str, Text], ...] = ()
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A case whole, for the office whose turn it is or was.

    `turn` is the open turn that waits for this very office (None: there is nothing to do here), `mine` whether the viewer may act
    on it, `asked_opinion` the code of the opinion that this office is asked for ("" for none), `colleague` who has it when
    somebody else does. `may` names the verbs that would be accepted now; `letter` is what fits into a message of the viewer's,
    None where none can be written. `own` says that it is the viewer's own affair, which a colleague has to decide.
    """

    case: CaseView
    applicant: int
    relation: GuardianshipKind | None
    intake: Intake
    entered_name: str
    applicant_name: str
    rows: tuple[ComparedRow, ...]
    turn: TurnCard | None
    asked_opinion: str
    left: Left | None
    turns: tuple[TurnCard, ...]
    proposal: Proposal | None
    colleague: str
    colleague_since: datetime | None
    may: frozenset[str]
    ways: tuple[Way, ...]
    opinions: tuple[tuple[str, Text], ...]
    correctable: tuple[tuple[str, Text], ...]
    divisible: tuple[tuple[str, Text, str], ...]
    picks: Picks
    requests: tuple[RequestCard, ...]
    messages: tuple[Said, ...]
    notes: tuple[Said, ...]
    signatures: tuple[SignatureCard, ...]
    happened: tuple[Happening, ...]
    joined: tuple[str, ...]
    joined_to: str
    law: Text | None
    colleagues: tuple[Colleague, ...]
    letter: Enclosing | None
    own: bool = False

    @property
    def card(self) -> CaseCard:
        """The case as it stands in lists."""
        return self.case.card


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreseen:
    """What a decision would do, before it is taken: what is wrong with it, or its consequences and the letter."""

    way: Way
    errors: tuple[FieldError, ...] = ()
    ground_missing: bool = False
    letter: Text | None = None
    second_person: bool = False
    noted: tuple[tuple[Text, Text], ...] = ()
    grounds: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Cases of one age: `upto` working days open, None for older than all others."""

    upto: int | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How many were ended in the period and the median of the days that it took, by officer, service or institution."""

    key: str
    name: Text | None
    open: int
    overdue: int
    ended: int
    median_days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """The load of an office, or of all offices in a region or a country."""

    open: int
    overdue: int
    unclaimed: int
    ended: int
    buckets: tuple[Bucket, ...]
    officers: tuple[Pace, ...] = field(default_factory=tuple)
    services: tuple[Pace, ...] = field(default_factory=tuple)
    places: tuple[Pace, ...] = field(default_factory=tuple)
