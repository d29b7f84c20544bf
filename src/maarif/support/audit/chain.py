"""The signed heads of the ledger: what a seal states, how it is spelled, and how a list of entries is packed beside it."""

import hashlib
import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from maarif.support.keys.queries import KeyOf, Ring, verify
from maarif.support.keys.types import Purpose

KIND: Final = "head"
BEGINNING: Final = "0" * 64
_PACKED: Final = struct.Struct(">q32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What one seal states: entries of an era whose transaction is in [since, until), their root, and the head before it."""

    number: int
    era: int
    since: int
    until: int
    entries: int
    root: str
    previous: str
    sealed_at: str

    @property
    def moment(self) -> datetime:
        """When it was sealed."""
        return datetime.fromisoformat(self.sealed_at)


def sign(ring: Ring, head: Head) -> str:
    """The statement of a head: a compact signature by the ledger's key."""
    payload = json.dumps(asdict(head), separators=(",", ":"), sort_keys=True).encode()
    return ring.sign(payload, kind=KIND, purpose=Purpose.LEDGER, moment=head.moment)[0]


def read(statement: str, key_of: KeyOf) -> Head:
    """The head of a statement whose signature is right; BadSignature or ValueError otherwise."""
    payload = json.loads(verify(statement, kind=KIND, purpose=Purpose.LEDGER, key_of=key_of).payload)
    try:
        return Head(**payload)
    except TypeError as error:
        raise ValueError("not a head") from error


def digest(statement: str) -> str:
    """What the next head says of this one."""
    return hashlib.sha256(statement.encode()).hexdigest()


def pack(leaves: Sequence[tuple[int, bytes]]) -> bytes:
    """Ids and hashes of a seal's entries, 40 bytes each."""
    return b"".join(_PACKED.pack(entry, value) for entry, value in leaves)


def unpack(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Ids and hashes again; struct.error when the length is wrong."""
    return _PACKED.iter_unpack(packed)
