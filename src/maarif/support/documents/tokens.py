"""The signed token in the QR code: enough to compare with the paper in hand without a network, and no more.

Carried: public id, registration number, kind, the holder's initials, issuer, day of issue, last day of validity, and half of the snapshot's
digest. Not carried: the full name, the birth date or any hash of it (36 000 birth dates are soon tried), the facts.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from maarif.kernel import public_ids
from maarif.support.documents.rules import DIGEST_IN_TOKEN, initials
from maarif.support.keys.queries import KeyOf, Ring, encode, take_apart, verify
from maarif.support.keys.types import BadSignature, Purpose

KIND: Final = "doc"
LONGEST_ISSUER: Final = 60
CHECK_PATH: Final = "/check/t/"


def sign(ring: Ring, snapshot: Mapping[str, Any], digest: bytes, moment: datetime) -> tuple[str, str]:
    """The token of a snapshot, and the id of the key that signed it."""
    claims = {
        "i": public_ids.plain(snapshot["id"]),
        "n": snapshot["number"],
        "k": snapshot["kind"],
        "h": initials(snapshot["holder"]["name"]),
        "s": shortened(snapshot["issuer"][snapshot["language"]]),
        "d": snapshot["issued_on"],
        "f": encode(digest[:DIGEST_IN_TOKEN]),
    }
    if snapshot["valid_until"]:
        claims["e"] = snapshot["valid_until"]
    payload = json.dumps(claims, separators=(",", ":"), ensure_ascii=False).encode()
    token, key = ring.sign(payload, kind=KIND, purpose=Purpose.DOCUMENTS, moment=moment)
    return token, key.id


def shortened(issuer: str) -> str:
    """An issuer's name that leaves the QR code readable."""
    return issuer if len(issuer) <= LONGEST_ISSUER else f"{issuer[: LONGEST_ISSUER - 1].rstrip()}…"


def url(base: str, token: str) -> str:
    """The address in the QR code: a camera opens the live status, a program takes the token off its end."""
    return f"{base}{CHECK_PATH}{token}"


def taken_from(text: str) -> str:
    """The token in what a scanner read: a bare token or our address with one at its end."""
    return text.strip().rpartition(CHECK_PATH)[2] if CHECK_PATH in text else text.strip()


def claims_of(token: str, key_of: KeyOf) -> tuple[dict[str, Any], str]:
    """What a genuine token claims, under long names, and its key's id; BadSignature says why it is not genuine."""
    parts = verify(token, kind=KIND, purpose=Purpose.DOCUMENTS, key_of=key_of)
    return long_names(parts.payload), parts.key_id


def long_names(payload: bytes) -> dict[str, Any]:
    """The claims under the names that people read."""
    try:
        claims = json.loads(payload)
        return {
            "id": public_ids.grouped(claims["i"]),
            "number": claims["n"],
            "kind": claims["k"],
            "holder": claims["h"],
            "issuer": claims["s"],
            "issued_on": claims["d"],
            "valid_until": claims.get("e"),
            "digest": claims["f"],
        }
    except (ValueError, KeyError, TypeError) as error:
        raise BadSignature(why="malformed") from error


def unverified(token: str) -> dict[str, Any]:
    """What a token says, believed by nobody; BadSignature(malformed) when it is none."""
    return long_names(take_apart(token).payload)
