"""Values that cross the door of the institutions room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maarif.kernel.names import fold
from maarif.kernel.text import LANGUAGES, Text


class InstitutionKind(StrEnum):
    """What an institution is; a foreign university is an HEI of another country."""

    KINDERGARTEN = "kindergarten"
    SCHOOL = "school"
    VOCATIONAL = "vocational"
    COLLEGE = "college"
    HEI = "hei"
    OUT_OF_SCHOOL = "out_of_school"
    EXAM_CENTRE = "exam_centre"
    OFFICE = "office"


class Ownership(StrEnum):
    """Whose an institution is; empty where the source is silent."""

    STATE = "state"
    MUNICIPAL = "municipal"
    PRIVATE = "private"
    UNKNOWN = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionCard:
    """A region of ISO 3166-2 with its name in five languages."""

    code: str
    country: str
    parent: str | None
    kind: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionCard:
    """An institution as other rooms show one; a language without a name of its own shows the official one."""

    id: int
    sourced_id: str
    country: str
    kind: InstitutionKind
    name: Text
    region: str | None
    region_name: Text | None
    parent: int | None
    languages: tuple[str, ...]
    capacity: int | None
    shifts: int
    latitude: float | None
    longitude: float | None
    ownership: Ownership
    address: str
    phone: str
    email: str
    opened: date | None
    closed: date | None
    accredited_until: date | None
    metadata: Mapping[str, object]


def named(official: str, names: Mapping[str, str]) -> Text:
    """A name in five languages: its own where the register has one, else the official name."""
    return Text(**{language: names.get(language) or official for language in LANGUAGES})


def search_key(official: str, names: Mapping[str, str]) -> str:
    """Every word of every name, folded, each behind a space, so that a search finds a word by its beginning."""
    words: dict[str, None] = {}
    for name in (official, *names.values()):
        for word in fold(name).split():
            words.setdefault(word)
    return "".join(f" {word}" for word in words)
