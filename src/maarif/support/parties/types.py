"""Values that every room speaks: who acts, how surely we know it, and how private a table is."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Final


class PartyKind(StrEnum):
    """What stands behind a party's number."""

    PERSON = "person"
    INSTITUTION = "institution"


class Assurance(IntEnum):
    """How surely we know who acts: nobody, an account of one's own, the national provider (or papers at a desk), plus a second factor."""

    NONE = 0
    ACCOUNT = 1
    NATIONAL = 2
    OFFICIAL = 3


class Channel(StrEnum):
    """Through which door the act came."""

    WEB = "web"
    DESK = "desk"
    API = "api"
    COMMAND = "command"
    JOB = "job"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who does something: a party, perhaps for a child (`acting_for`), in a role with a scope, for a purpose.

    `party` is None for the system itself and for strangers. `purpose` and `case` are what the access ledger shows. `entered_by`
    is the officer who wrote down what the party said on the phone, on paper or at the window.
    """

    party: int | None = None
    account: int | None = None
    role: str = "citizen"
    scope_kind: str | None = None
    scope: str | None = None
    acting_for: int | None = None
    assurance: Assurance = Assurance.NONE
    channel: Channel = Channel.WEB
    purpose: str = ""
    case: str = ""
    language: str = "az"
    entered_by: int | None = None

    @property
    def subject(self) -> int | None:
        """The party whose affair it is: the child when a guardian acts for one, else oneself."""
        return self.acting_for if self.acting_for is not None else self.party


SYSTEM: Final = Actor(role="system", assurance=Assurance.OFFICIAL, channel=Channel.JOB)
ANONYMOUS: Final = Actor(role="anonymous")


class PrivacyClass(StrEnum):
    """How private a table is, mildest first: anybody, colleagues, the person and those who serve them, special care, nobody."""

    PUBLIC = "public"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"
    SECRET = "secret"  # noqa: S105 - the name of a class of privacy, not a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How long a row is kept: so many years since an event, with 0 until the event; `years=None` means for ever."""

    years: int | None
    since: str = ""

    def __str__(self) -> str:
        if self.years is None:
            return "for ever"
        if self.years == 0:
            return f"until {self.since}"
        return f"{self.years} {'year' if self.years == 1 else 'years'} since {self.since}"


FOR_EVER: Final = Keep(years=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What every model declares as `PRIVACY`: its class, its keep-time, and the columns that no reader may select."""

    klass: PrivacyClass
    keep: Keep
    secret: tuple[str, ...] = ()
