"""Values that cross the access room's door: roles, scopes of roles and of tokens, and what a visitor is known to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from maarif.support.parties.types import Assurance, Channel


class Role(StrEnum):
    """What somebody is entrusted with; everybody is a citizen."""

    CITIZEN = "citizen"
    TEACHER = "teacher"
    REGISTRAR = "registrar"
    HEAD = "head"
    REGION_OFFICER = "region_officer"
    MINISTRY_OFFICER = "ministry_officer"
    PLATFORM_ADMIN = "platform_admin"
    AUDITOR = "auditor"


#: The roles that look at what a consent opens to their institution.
CONSENT_READERS = (Role.REGISTRAR, Role.HEAD)
OFFICIAL_ROLES = tuple(role for role in Role if role is not Role.CITIZEN)


class ScopeKind(StrEnum):
    """Where a role holds: one institution (its party), one region (its ISO code), or a whole country."""

    INSTITUTION = "institution"
    REGION = "region"
    COUNTRY = "country"


class TokenScope(StrEnum):
    """What a program may do with a token."""

    CASES_READ = "cases:read"
    CASES_WRITE = "cases:write"
    DOCUMENTS_READ = "documents:read"
    PROFILE_READ = "profile:read"


class RecordPart(StrEnum):
    """The parts of a record that somebody may let another see."""

    IDENTITY = "identity"
    ENROLMENTS = "enrolments"
    POSTS = "posts"
    ASSESSMENTS = "assessments"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentCard:
    """Somebody (`subject`) lets a person or an institution (`body`) see parts of the record; `until` is the last day."""

    id: int
    subject: int
    body: int
    purpose: str
    parts: frozenset[RecordPart]
    since: date
    until: date
    revoked_on: date | None
    case: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role held today: `scope` is a party's number, a region's code or a country's code, by `scope_kind`."""

    id: int
    party: int
    role: Role
    scope_kind: ScopeKind
    scope: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """The people of one office by party, with their roles there; `absent` are those for whom the asker stands in."""

    roles: Mapping[int, tuple[Role, ...]] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInCard:
    """Who does whose work in an office, from a day on; `until` is the first day back."""

    id: int
    absent: int
    stand_in: int
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCard:
    """A token as its owner sees it; the token itself is shown once, when it is issued."""

    id: int
    name: str
    hint: str
    scopes: tuple[TokenScope, ...]
    issued_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A new token: `secret` is what the program sends, and nobody can show it again."""

    card: TokenCard
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who stands at the door, as far as session or token prove it.

    `second_factor` is what this session has shown; `has_second_factor` what the account owns. `token_scopes` is None for a
    browser. `acting_for` is already checked against the guardianships.
    """

    account: int | None = None
    party: int | None = None
    assurance: Assurance = Assurance.NONE
    second_factor: bool = False
    acting_for: int | None = None
    channel: Channel = Channel.WEB
    language: str = "az"
    token_scopes: frozenset[TokenScope] | None = field(default=None)
