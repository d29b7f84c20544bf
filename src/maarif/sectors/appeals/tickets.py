"""The ticket under a form that asks no name: it proves that the form was open for a while, and the sender's code is made of it.

A form that is sent twice with one ticket makes one appeal and shows the same code again. The code itself is kept nowhere: it follows from
the ticket by a key of the house, and the table has only its hash.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core import signing

from maarif.kernel import public_ids
from maarif.sectors.appeals.errors import BadTicket, TooQuick

#: A form may be filled for a day; nobody fills one in less than so many seconds.
LONGEST_SECONDS: Final = 86_400
SHORTEST_SECONDS: Final = 3
_SALT: Final = "maarif.appeals.anonymous"


@dataclass(frozen=True, slots=True)
class Code:
    """The sender's code as it is shown once, and what is kept of it."""

    shown: str
    kept: bytes


def new() -> str:
    """A ticket for one form."""
    return signing.dumps(secrets.token_hex(16), salt=_SALT)


def code_of(ticket: str) -> Code:
    """The code that follows from a ticket. BadTicket, TooQuick."""
    try:
        seed = str(signing.loads(ticket, salt=_SALT, max_age=LONGEST_SECONDS))
    except signing.BadSignature as error:
        raise BadTicket from error
    if not _expired(ticket, SHORTEST_SECONDS):
        raise TooQuick(seconds=SHORTEST_SECONDS)
    digest = hmac.new(settings.INDEX_KEY, f"{_SALT}:{seed}".encode(), hashlib.sha256).digest()
    shown = public_ids.from_number(int.from_bytes(digest[:16]))
    return Code(shown=shown, kept=_kept(shown))


def read(typed: str) -> bytes | None:
    """What is kept of a code that somebody typed; None when it cannot be one."""
    shown = public_ids.parse(typed)
    return None if shown is None else _kept(shown)


def _kept(shown: str) -> bytes:
    return hashlib.sha256(shown.encode()).digest()


def _expired(ticket: str, seconds: int) -> bool:
    try:
        signing.loads(ticket, salt=_SALT, max_age=seconds)
    except signing.SignatureExpired:
        return True
    return False
