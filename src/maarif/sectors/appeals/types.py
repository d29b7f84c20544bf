"""Values that cross the door of the appeals room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from maarif.kernel.text import Text
from maarif.registries.institutions.types import InstitutionKind


class Matter(StrEnum):
    """What a citizen writes: a proposal, an application, a complaint."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"


class Sign(StrEnum):
    """What an anonymous appeal tells of: the sender says it first, the officer who reads it says it again."""

    CRIME = "crime"
    LIFE = "life"
    CHILD = "child"
    NONE = "none"


class Fate(StrEnum):
    """Where an anonymous appeal stands; those that were filed get no answer."""

    RECEIVED = "received"
    LOOKED_INTO = "looked_into"
    FILED = "filed"
    RESOLVED = "resolved"


class Way(StrEnum):
    """How an anonymous appeal came: by the sender's own hand, or written down by an officer."""

    ELECTRONIC = "electronic"
    POST = "post"
    PHONE = "phone"
    DESK = "desk"


class Competent(StrEnum):
    """Which office a route leads to."""

    INSTITUTION = "institution"
    DISTRICT = "district"
    MINISTRY = "ministry"


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category of the country's tree; `parent` is the code of the one that it lies in."""

    code: str
    parent: str | None = None
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A step of the ordered routing: where all that it names fits, this office is competent. An empty list fits everything."""

    office: Competent
    matters: tuple[Matter, ...] = ()
    categories: tuple[str, ...] = ()
    places: tuple[InstitutionKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRules:
    """The rule set `appeals`: terms in working days from receipt, categories, routes in their order.

    `study_days` is the term where study is needed and `extension_days` what may be added to it; `repeats` reasoned answers within
    `repeats_days` calendar days let a further appeal with nothing new be left without consideration. An anonymous appeal is looked
    into where it tells of what `anonymous_considered` names, and at once where `anonymous_urgent` does; others are filed.
    """

    register_days: int
    answer_days: int
    complaint_days: int
    study_days: int
    extension_days: int
    urgent_days: int
    forward_days: int
    promise_days: int
    repeats: int
    repeats_days: int
    anonymous_considered: tuple[Sign, ...]
    anonymous_urgent: tuple[Sign, ...]
    categories: tuple[Category, ...]
    routes: tuple[Route, ...]

    def category(self, code: str) -> Category | None:
        """The category with this code."""
        return next((each for each in self.categories if each.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The institution that an appeal is about."""

    id: int
    kind: InstitutionKind
    region: str | None
    name: Text


class Places(Protocol):
    """Where institutions are looked up by number: the register, or what a story tells."""

    def of(self, institution: int) -> Place | None:
        """The institution, None when there is none of this number."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Institutions as a story tells them."""

    places: Mapping[int, Place]

    def of(self, institution: int) -> Place | None:
        """The told institution of this number."""
        return self.places.get(institution)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCard:
    """A published answer, or one that waits to be approved (`published` is False), or that `down` says was taken down, and why.

    `own` says that the viewer proposed it; `version` is another one whenever it is proposed anew.
    """

    id: int
    number: str
    language: str
    category: str
    question: str
    answer: str
    published: bool
    down: date | None = None
    why: str = ""
    own: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What somebody writes without a name: `place` is an institution's number, `way` how it came to the office."""

    sign: Sign
    category: str
    region: str
    text: str
    language: str
    place: int | None = None
    way: Way = Way.ELECTRONIC


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What the sender takes along: nobody can ever find the code again; `due` is the last day of the term."""

    number: str
    code: str
    received: date
    due: date
    urgent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One line of an anonymous appeal's history: `to` is the office that it went to, `by` the officer, for officers only."""

    at: datetime
    kind: str
    why: str = ""
    to: str = ""
    by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What whoever has number and code sees: where it stands, since when, and what was done."""

    number: str
    fate: Fate
    received: date
    due: date
    urgent: bool
    considered: tuple[Sign, ...]
    resolution: str
    language: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anonymous:
    """An anonymous appeal as the office that has it sees it; `found` is what the officer found that it tells of."""

    number: str
    fate: Fate
    received: date
    due: date
    late: bool
    urgent: bool
    sign: Sign
    found: Sign | None
    category: Text
    region: Text
    place: Text | None
    text: str
    language: str
    way: Way
    resolution: str
    scope_kind: str
    scope: str
    considered: tuple[Sign, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """One page of an office's anonymous appeals: the urgent first, then by their last day; and how many there are of each fate."""

    rows: tuple[Anonymous, ...]
    counts: Mapping[Fate, int]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Anonymous appeals received since a day: how many in all, how many filed, resolved and open; None hides a small group."""

    received: int
    filed: int | None
    resolved: int | None
    open: int | None
