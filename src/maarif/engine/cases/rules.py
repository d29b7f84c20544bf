"""Pure arithmetic of cases: numbers, digests of requests and answers, the chain of events, names of ledger verbs."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from maarif.engine.cases.errors import BadIdempotencyKey

#: What the first event of a case is chained to.
BEGINNING: Final = bytes(32)
_KEY: Final = re.compile(r"[!-~]{8,80}")


def case_number(prefix: str, year: int, serial: int) -> str:
    """A case number as people quote it: AR-2026-000123."""
    return f"{prefix}-{year}-{serial:06d}"


def canonical(value: object) -> bytes:
    """One spelling of a JSON value: sorted keys, no spaces, UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def answers_digest(answers: Mapping[str, object]) -> str:
    """The name of a set of stored answers, sent along by the page that showed them."""
    return hashlib.sha256(canonical(dict(answers))).hexdigest()


def request_digest(draft: str, seen: str | None, declared: bool) -> bytes:
    """What a submission says, in 32 bytes: the same key with another digest is another request."""
    return hashlib.sha256(canonical({"draft": draft, "seen": seen, "declared": declared})).digest()


def checked_key(key: str) -> str:
    """An idempotency key as given; BadIdempotencyKey when it is not 8 to 80 visible ASCII characters."""
    if not _KEY.fullmatch(key):
        raise BadIdempotencyKey(length=len(key))
    return key


def event_digest(previous: bytes, event: Mapping[str, Any]) -> bytes:
    """The link of the chain: SHA-256 over the previous link and the canonical event."""
    return hashlib.sha256(previous + canonical(dict(event))).digest()


def event_body(
    *,
    case: str,
    position: int,
    at: datetime,
    kind: str,
    stage: str,
    party: int | None,
    role: str,
    detail: Mapping[str, Any],
) -> dict[str, Any]:
    """What an event's digest covers, in the form that both the writer and the verifier hash."""
    return {
        "case": case,
        "position": position,
        "at": at.isoformat(),
        "kind": kind,
        "stage": stage,
        "party": party,
        "role": role,
        "detail": dict(detail),
    }
