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
