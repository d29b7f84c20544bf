"""Values that cross the door of the enrolments room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final

from maarif.kernel.text import Text
from maarif.registries.programmes.types import ProgrammeKind, StudyForm


class Funding(StrEnum):
    """Who pays; empty where nothing is paid or the source is silent."""

    STATE = "state"
    PAID = "paid"
    STATE_PROGRAMME = "state_programme"
    NONE = ""


class Status(StrEnum):
    """Where an enrolment stands. `annulled` was never true: entered by mistake."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    EXPELLED = "expelled"
    ANNULLED = "annulled"


class SpecialForm(StrEnum):
    """How a pupil is taught otherwise than with the class, for a time."""

    HOME = "home"
    INDIVIDUAL = "individual"


class DuplicateReason(StrEnum):
    """Why a duplicate of a document about finished studies was issued."""

    LOST = "lost"
    STOLEN = "stolen"
    DAMAGED = "damaged"


class EnrolmentFact(StrEnum):
    """The facts of an enrolment that may be corrected one by one; status and place have verbs of their own."""

    GRADE = "grade"
    LANGUAGE = "language"
    FORM = "form"
    FUNDING = "funding"
    FIRST_DAY = "first_day"
    EXPECTED_END = "expected_end"
    CREDITS = "credits"
    SEMESTER = "semester"
    ENTRANCE_SCORE = "entrance_score"
    ADMISSION_YEAR = "admission_year"
    QUALIFICATION = "qualification"
    DOCUMENT_NUMBER = "document_number"
    GRADUATED_ON = "graduated_on"


class AfterYear(StrEnum):
    """What was decided for a pupil before the promotion; whoever has no decision goes up."""

    REPEAT = "repeat"
    LEAVE = "leave"


class BatchStatus(StrEnum):
    """Where a promotion stands."""

    RUNNING = "running"
    DONE = "done"
    REVERSING = "reversing"
    REVERSED = "reversed"


class Promoted(StrEnum):
    """What a promotion makes of an enrolment: one grade up, a new stage, finished, withdrawn, once more, ready for school."""

    UP = "up"
    STAGE = "stage"
    FINISH = "finish"
    WITHDRAW = "withdraw"
    REPEAT = "repeat"
    READY = "ready"


class HoldEnd(StrEnum):
    """What became of a place that was held; empty while it is."""

    USED = "used"
    RELEASED = "released"
    LAPSED = "lapsed"
    OPEN = ""


CURRENT: Final = (Status.ACTIVE, Status.SUSPENDED)
"""Statuses of somebody who studies there: the period has no end yet."""

TRANSITIONS: Final = (
    (Status.ACTIVE, Status.SUSPENDED),
    (Status.SUSPENDED, Status.ACTIVE),
    *((current, ended) for current in CURRENT for ended in (Status.WITHDRAWN, Status.TRANSFERRED, Status.EXPELLED)),
    (Status.ACTIVE, Status.COMPLETED),
    *((status, Status.ANNULLED) for status in Status if status is not Status.ANNULLED),
)
"""What may become what; whoever comes back after an end gets an enrolment of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentCard:
    """One enrolment with the names that a certificate needs; `until` is the last day, `expected_end` the planned one.

    `credits` are those recorded so far, of the programme's `programme_credits`; `semester` runs from 1 to `semesters`;
    `entrance_score` and `admission_year` are those of the person's own admission and go along in every transfer;
    `continues` is the enrolment that this one goes on from.
    """

    id: int
    sourced_id: str
    person: int
    institution: int
    institution_name: Text
    institution_country: str
    institution_region: str | None
    programme: int | None
    programme_code: str
    programme_name: Text | None
    class_group: int | None
    class_name: str
    class_teacher: int | None
    level: int
    kind: ProgrammeKind
    grade: int | None
    form: StudyForm
    language: str
    funding: Funding
    since: date
    until: date | None
    expected_end: date | None
    status: Status
    status_since: date
    qualification: Text | None
    document_number: str
    graduated_on: date | None
    credits: int | None = None
    programme_credits: int | None = None
    semester: int | None = None
    semesters: int | None = None
    entrance_score: Decimal | None = None
    admission_year: int | None = None
    admission_group: str = ""
    leave_until: date | None = None
    continues: int | None = None

    @property
    def final_year(self) -> bool | None:
        """Whether this is the last year of the programme; None where neither semester nor year of study is known."""
        if self.semesters is None:
            return None
        if self.semester is not None:
            return self.semester > self.semesters - 2
        return None if self.grade is None else 2 * self.grade >= self.semesters

    @property
    def credits_due(self) -> int | None:
        """The credits of the semesters behind the student, by the programme's even pace; None where something is unknown."""
        if self.programme_credits is None or self.semester is None or not self.semesters:
            return None
        return self.programme_credits * min(self.semester - 1, self.semesters) // self.semesters


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusChangeCard:
    """One change of status, with the order that made it."""

    enrolment: int
    before: Status
    after: Status
    on: date
    reason: str
    order_number: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialFormCard:
    """A pupil is taught at home or by an individual timetable; `until` is the last day."""

    id: int
    enrolment: int
    form: SpecialForm
    since: date
    until: date
    reason: str
    order_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateCard:
    """A duplicate of the document that a study ended with, and the case that gave it."""

    id: int
    enrolment: int
    number: str
    issued_on: date
    reason: DuplicateReason
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateRules:
    """The rule set `duplicates`: how many working days a school and a higher education institution have."""

    school_days: int
    higher_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesCard:
    """The places of a class: how many it has (None: not limited), how many pupils it has, how many places are held."""

    class_group: int
    institution: int
    name: str
    grade: int | None
    language: str
    shift: int
    capacity: int | None
    taken: int
    held: int
    programme: int | None = None

    @property
    def free(self) -> int | None:
        """How many places are free; none is, when a source says more pupils than places; None where not limited."""
        return None if self.capacity is None else max(0, self.capacity - self.taken - self.held)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPlaces:
    """A school with free places in a grade and language: what an applicant needs to choose it."""

    institution: int
    name: Text
    region: str | None
    address: str
    phone: str
    latitude: float | None
    longitude: float | None
    classes: int
    free: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolPage:
    """A page of schools by name; `after` asks for the next one, None on the last."""

    schools: tuple[SchoolPlaces, ...]
    after: tuple[str, int] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A grade that ends a stage: the ISCED level of the next grade, and whether a document is given."""

    grade: int
    level_after: int
    document: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRules:
    """The rule set `promotion`: the days of the year, the last grade, the stages, and the age of school on the first day."""

    starts_month: int
    starts_day: int
    ends_month: int
    ends_day: int
    last_grade: int
    school_age: int
    stage: tuple[Stage, ...]

    def first_day(self, day: date) -> date:
        """The day itself, or, in the summer, the first day of the school year that follows."""
        begins = date(day.year, self.starts_month, self.starts_day)
        return begins if self.year_ends(date(day.year, 1, 1)) < day < begins else day

    def next_first_day(self, day: date) -> date:
        """The first day of the school year that begins in the year of a day, or, once it has begun, the day itself."""
        begins = date(day.year, self.starts_month, self.starts_day)
        return max(begins, day)

    def year_ends(self, day: date) -> date:
        """The last day of the school year that a day belongs to; days of the summer belong to the year that follows."""
        ends = date(day.year, self.ends_month, self.ends_day)
        return ends if day <= ends else ends.replace(year=day.year + 1)

    def ended(self, day: date) -> date:
        """The last day of the school year that was over on a day, the day itself included."""
        ends = date(day.year, self.ends_month, self.ends_day)
        return ends if ends <= day else ends.replace(year=day.year - 1)

    def level_of(self, grade: int) -> int:
        """The ISCED level of a grade: 1 until a stage ends."""
        return max((stage.level_after for stage in self.stage if stage.grade < grade), default=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialStudyRules:
    """The rule set `special_study`: how many working days school and district have, and for how many weeks a form is given."""

    school_days: int
    district_days: int
    weeks: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionCard:
    """A promotion as it stands; `counts` by `Promoted`; `stays` are the steps that could not be taken back."""

    id: int
    country: str
    year: int
    ends: date
    starts: date
    rule_set: str
    status: BatchStatus
    institutions: int
    done: int
    reversed: int
    counts: Mapping[str, int]
    stays: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStep:
    """A step of a promotion that was not taken back, since the enrolment (or the one that it opened) has changed since."""

    enrolment: int
    person: int
    institution: int
    action: Promoted
    opened: int | None
