"""Values that cross the door of the posts room."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maarif.kernel.text import Text


class PostKind(StrEnum):
    """What the holder of a post does."""

    TEACHER = "teacher"
    HEAD = "head"
    DEPUTY_HEAD = "deputy_head"
    LECTURER = "lecturer"
    EDUCATOR = "educator"
    REGISTRAR = "registrar"
    SPECIALIST = "specialist"
    SUPPORT = "support"


class EmploymentKind(StrEnum):
    """On what footing somebody holds a post."""

    MAIN = "main"
    SECONDARY = "secondary"
    SUBSTITUTE = "substitute"
    HOURLY = "hourly"


class EmploymentFact(StrEnum):
    """The facts of an employment that may be corrected one by one."""

    SHARE = "share"
    KIND = "kind"
    FIRST_DAY = "first_day"
    LAST_DAY = "last_day"
    ORDER_NUMBER = "order_number"


class LeaveKind(StrEnum):
    """Why somebody is away from a post for a time."""

    PARENTAL = "parental"
    STUDY = "study"
    HEALTH = "health"
    SERVICE = "service"
    UNPAID = "unpaid"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRules:
    """The rule set `staff`: the largest load of one person in hundredths, and the weekly hours that make a full post."""

    largest_load: int
    weekly_hours_of_full_post: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PostCard:
    """A post; shares are hundredths of a full-time equivalent."""

    id: int
    sourced_id: str
    institution: int
    kind: PostKind
    title: Text
    subject: str
    full_time_equivalent: int
    taken: int
    weekly_hours: int | None = None
    opened: date | None = None
    closed: date | None = None

    @property
    def free(self) -> int:
        """The share that nobody holds."""
        return max(self.full_time_equivalent - self.taken, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentCard:
    """Somebody holds a share of a post; `until` is the last day."""

    id: int
    sourced_id: str
    person: int
    post: int
    post_kind: PostKind
    title: Text
    subject: str
    institution: int
    institution_name: Text
    share: int
    kind: EmploymentKind
    since: date
    until: date | None
    end_reason: str = ""
    order_number: str = ""
    continues: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffLeaveCard:
    """Somebody is away from a post; `until` is the last day, None while nobody knows."""

    id: int
    employment: int
    kind: LeaveKind
    since: date
    until: date | None
    reason: str
    order_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From a day to a day, both included."""

    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of service in whole years, months and days."""

    years: int
    months: int
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRecord:
    """A person's service up to a day: every employment, oldest first, its leaves, the breaks between, and the length.

    Days of several employments at once count once; breaks do not count; leaves count and are listed.
    """

    person: int
    on: date
    employments: tuple[EmploymentCard, ...]
    leaves: tuple[StaffLeaveCard, ...]
    breaks: tuple[Span, ...]
    length: Length
