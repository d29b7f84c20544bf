"""Values that cross the identity room's door."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from maarif.support.parties.types import Assurance

LANGUAGES: Final = ("az", "ru", "kk", "ky", "en")


class Proof(StrEnum):
    """How the person behind an account was proven: not yet, by the national provider, or with papers at a desk."""

    NONE = "none"
    NATIONAL = "national"
    DESK = "desk"


PROVIDER: Final = "national"
"""Name of the national identity provider in sessions and tables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is signed in: account, the party behind it if any, and how surely this session has proven it."""

    account: int
    party: int | None
    language: str
    assurance: Assurance
    national: bool
    second_factor: bool
