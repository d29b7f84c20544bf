"""What the desk's pages draw, already in the language of the page."""

from dataclasses import dataclass
from datetime import date

from maarif.surfaces.record.types import DocumentView, Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with one field of a form; `code` is the field's name."""

    code: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One line of a drop-down."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An entry of the desk's side menu."""

    label: str
    href: str
    current: bool
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The office one acts for: the role, the place, and where one may go from here."""

    title: str
    place: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeChoice:
    """One of several offices that an official holds."""

    id: int
    title: str
    place: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A box of the desk's first page."""

    title: str
    text: str
    figure: int | None = None
    action: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The desk's first page."""

    name: str
    offices: tuple[OfficeChoice, ...]
    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """Why an official looks: a purpose of the closed list, and the case, letter or request it rests on."""

    purpose: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeForm:
    """The form that asks why, as it was filled in."""

    purpose: str = ""
    basis: str = ""
    purposes: tuple[Choice, ...] = ()
    errors: tuple[Problem, ...] = ()

    def error(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.errors if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchForm(PurposeForm):
    """The search, as it was filled in: a number, or a name with a birth date, or a document's number."""

    number: str = ""
    name: str = ""
    birth_date: str = ""
    document: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A person whom a search has found."""

    name: str
    lines: tuple[str, ...]
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why something is not shown, and what to do."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What a search gave: people (None: nothing was searched), or why it was refused."""

    people: tuple[Found, ...] | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeForm:
    """The form of a revocation; `ready` when everything is given and only the confirmation is missing."""

    reason: str = ""
    note: str = ""
    reasons: tuple[Choice, ...] = ()
    errors: tuple[Problem, ...] = ()
    ready: bool = False
    confirmed: bool = False

    @property
    def reason_label(self) -> str:
        """The chosen reason in words."""
        return next((choice.label for choice in self.reasons if choice.code == self.reason), "")

    def error(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.errors if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteForm:
    """A decision with the note that explains it."""

    decision: str = ""
    note: str = ""
    errors: tuple[Problem, ...] = ()

    def error(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.errors if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """A document at the desk, and whether this official may revoke it."""

    document: DocumentView
    may_revoke: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """Two records that may be one person, in a list."""

    title: str
    line: str
    href: str
    tag: Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs to decide and pairs decided lately."""

    open: tuple[PairRow, ...]
    decided: tuple[PairRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedRow:
    """One fact of both records."""

    label: str
    left: str
    right: str

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.left != self.right


@dataclass(frozen=True, slots=True, kw_only=True)
class PairView:
    """Two records side by side."""

    id: int
    line: str
    tag: Tag
    rows: tuple[ComparedRow, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSheet:
    """One page of a file, as the address of its picture."""

    number: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilePage:
    """Some pages of a file; `scanned` is what the virus scanner said, `content` saves the file, the others turn pages."""

    name: str
    size: str
    total: int
    scanned: str
    sheets: tuple[FileSheet, ...]
    content: str
    previous: str | None
    next: str | None
