"""Values that cross the door of the people room."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Sex(StrEnum):
    """Sex as the identity document has it; empty where the source is silent."""

    FEMALE = "female"
    MALE = "male"
    UNSPECIFIED = ""


class GuardianshipKind(StrEnum):
    """By what right somebody stands for a child."""

    MOTHER = "mother"
    FATHER = "father"
    ADOPTER = "adopter"
    GUARDIAN = "guardian"
    FOSTER = "foster"


class CandidateStatus(StrEnum):
    """What became of a pair that may be one person."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


class PersonFact(StrEnum):
    """The facts of a person that may be corrected one by one; the value is a column of the register."""

    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    PATRONYMIC = "patronymic"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    CITIZENSHIP = "citizenship"
    REGION = "region_code"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person as other rooms show one; the personal number is masked."""

    id: int
    sourced_id: str
    country: str
    family_name: str
    given_name: str
    patronymic: str
    full_name: str
    birth_date: date | None
    sex: Sex
    number_kind: str
    number_masked: str
    citizenship: str
    region_code: str
    language: str
    death_date: date | None
    departed_on: date | None = None

    @property
    def archived(self) -> bool:
        """Whether the record is in the archive: the person has died or left for good."""
        return self.death_date is not None or self.departed_on is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerNameCard:
    """A name that a person bore until a day, and the document that changed it."""

    family_name: str
    given_name: str
    patronymic: str
    until: date
    document: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardianshipCard:
    """One bond between a guardian and a ward, seen from either side."""

    id: int
    person: PersonCard
    kind: GuardianshipKind
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRecord:
    """All that the people room knows of one person, for an official who said why."""

    card: PersonCard
    guardians: tuple[GuardianshipCard, ...]
    wards: tuple[GuardianshipCard, ...]
    merged_from: tuple[int, ...]
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two records that may be one person, side by side, with what speaks for it."""

    id: int
    first: PersonCard
    second: PersonCard
    score: int
    reasons: tuple[str, ...]
    status: CandidateStatus
    found_at: datetime
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCard:
    """A merge as it stands: which record was kept, which went into it, and whether it was undone."""

    id: int
    kept: int
    merged: int
    reason: str
    merged_at: datetime
    undone_at: datetime | None
    repointed: int
