"""Values that cross the door of the appeals room."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from maarif.kernel.text import Text
from maarif.registries.institutions.types import InstitutionKind


class Matter(StrEnum):
    """What a citizen writes: a proposal, an application, a complaint."""

    PROPOSAL = "proposal"
    APPLICATION = "application"
    COMPLAINT = "complaint"


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
    `repeats_days` calendar days let a further appeal with nothing new be left without consideration.
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
    """A published answer, or one that waits to be approved (`published` is False)."""

    id: int
    number: str
    language: str
    category: str
    question: str
    answer: str
    published: bool
