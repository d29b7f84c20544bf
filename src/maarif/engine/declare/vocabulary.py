"""The closed lists a declaration chooses from: audiences, kinds of question, registers, offices, terms and fees."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Audience(StrEnum):
    """For whom a service is meant; the home page offers the catalogue by these."""

    GUARDIAN = "guardian"
    PUPIL = "pupil"
    STUDENT = "student"
    GRADUATE = "graduate"
    TEACHER = "teacher"
    RESEARCHER = "researcher"
    INSTITUTION = "institution"
    PARTNER = "partner"
    EVERYBODY = "everybody"


class LifeEvent(StrEnum):
    """What has happened in a person's life when the service is needed."""

    KINDERGARTEN = "kindergarten"
    SCHOOL = "school"
    ADMISSION = "admission"
    STUDYING = "studying"
    GRADUATION = "graduation"
    TEACHING = "teaching"
    ABROAD = "abroad"
    RESEARCH = "research"
    RUNNING_AN_INSTITUTION = "running_an_institution"
    APPEAL = "appeal"


class Subject(StrEnum):
    """About whom the case is: the applicant, a child of theirs, or the institution they act for."""

    SELF = "self"
    CHILD = "child"
    INSTITUTION = "institution"


class Kind(StrEnum):
    """What kind of answer a question takes; every surface draws exactly these."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CHOICE = "choice"
    SEVERAL = "several"
    YES_NO = "yes_no"
    DATE = "date"
    NUMBER = "number"
    LANGUAGE = "language"
    PERSON = "person"
    INSTITUTION = "institution"
    RECORD = "record"
    FILE = "file"

    @property
    def has_options(self) -> bool:
        """Whether the answer is picked from a list that the declaration gives."""
        return self in _PICKED


_PICKED: Final = frozenset(
    {Kind.CHOICE, Kind.SEVERAL, Kind.LANGUAGE, Kind.PERSON, Kind.INSTITUTION, Kind.RECORD},
)


class Register(StrEnum):
    """The register that a prefilled fact was read from; its name is shown beside the fact."""

    PEOPLE = "people"
    INSTITUTIONS = "institutions"
    PROGRAMMES = "programmes"
    ENROLMENTS = "enrolments"
    POSTS = "posts"
    ASSESSMENTS = "assessments"


class Office(StrEnum):
    """Who owns a service or decides a stage. MACHINE means the platform itself, from the registers, at once."""

    MACHINE = "machine"
    SCHOOL = "school"
    INSTITUTION = "institution"
    DISTRICT = "district"
    MINISTRY = "ministry"
    PLACEMENT = "placement"
    OTHER_BODY = "other_body"


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A term in working days of the country's calendar; the day of receipt is not counted."""

    days: int


AT_ONCE: Final = WorkingDays(0)
TWO_DAYS: Final = WorkingDays(2)
A_WEEK: Final = WorkingDays(5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What the service costs, in minor units (qəpik, tyiyn); zero means free and has no currency."""

    minor: int = 0
    currency: str = ""

    @property
    def is_free(self) -> bool:
        """Whether nothing is to be paid."""
        return self.minor == 0


FREE: Final = Fee()
