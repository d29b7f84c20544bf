"""Values that cross the door of the programmes room."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from maarif.kernel.text import Text


class SessionKind(StrEnum):
    """Spans of the academic calendar, as OneRoster names them."""

    SCHOOL_YEAR = "schoolYear"
    SEMESTER = "semester"
    TERM = "term"
    GRADING_PERIOD = "gradingPeriod"


class ProgrammeKind(StrEnum):
    """The level of education, in the country's own words; also the kind of an enrolment."""

    PRESCHOOL = "preschool"
    GENERAL = "general"
    VOCATIONAL = "vocational"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTORATE = "doctorate"


class StudyForm(StrEnum):
    """How one studies."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    EVENING = "evening"
    DISTANCE = "distance"


ISCED: dict[ProgrammeKind, tuple[int, int]] = {
    ProgrammeKind.PRESCHOOL: (0, 0),
    ProgrammeKind.GENERAL: (1, 3),
    ProgrammeKind.VOCATIONAL: (2, 4),
    ProgrammeKind.COLLEGE: (3, 5),
    ProgrammeKind.BACHELOR: (6, 7),
    ProgrammeKind.MASTER: (7, 7),
    ProgrammeKind.DOCTORATE: (8, 8),
}
"""The ISCED levels that each kind may have (a long first degree, as in medicine, is a bachelor's kind on level 7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeCard:
    """A programme of study as other rooms show one.

    `credits` are those of the whole programme, `admission_group` the group of specialties of the entrance examination, and
    `passing_scores` the lowest score admitted in each year.
    """

    id: int
    sourced_id: str
    institution: int
    code: str
    name: Text
    kind: ProgrammeKind
    level: int
    language: str
    form: StudyForm
    duration_months: int
    qualification: Text | None
    credits: int | None = None
    admission_group: str = ""
    passing_scores: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassGroupCard:
    """A class or group as other rooms show one; `grade` is the year of study where it is a group of a `programme`."""

    id: int
    sourced_id: str
    institution: int
    grade: int | None
    name: str
    language: str
    shift: int
    teacher: int | None
    session: int | None
    capacity: int | None = None
    programme: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionCard:
    """A school year or a part of one."""

    id: int
    sourced_id: str
    kind: SessionKind
    title: str
    starts: date
    ends: date
    school_year: int
