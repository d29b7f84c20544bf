"""Values that cross the door of the enrolments room."""

from dataclasses import dataclass
from datetime import date, datetime
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
    """One enrolment with the names that a certificate needs; `until` is the last day, `expected_end` the planned one."""

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
