"""Acts that a program may repeat: the same key with the same content is done once, whatever breaks in between."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from maarif.engine.cases import rules
from maarif.engine.cases.errors import CaseNotFound, OtherContent, SubmissionInFlight
from maarif.engine.cases.models import Case, IdempotencyKey
from maarif.kernel import clock
from maarif.support.parties import queries as statements
from maarif.support.parties import rows
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def once(*, by: Actor, key: str, number: str, content: Mapping[str, object], act: Callable[[], object]) -> None:
    """Does `act` on a sent case unless this key has done it; `content` is all that was asked. A refusal does not use the key up.

    BadIdempotencyKey, SubmissionInFlight (409), OtherContent (422), CaseNotFound, and whatever the act refuses.
    """
    checked = rules.checked_key(key)
    asked = json.dumps({"number": number, **content}, sort_keys=True, ensure_ascii=False, default=str)
    request = hashlib.sha256(asked.encode("utf-8", "surrogatepass")).digest()
    if by.party is None:
        raise CaseNotFound(number=number[:40])
    with acting(replace(by, case=number)):
        if done_before(by.party, checked, request) is None:
            act()
            note(by.party, checked, request, Case.objects.get(number=number))


def done_before(party: int, key: str, request: bytes) -> Case | None:
    """Holds the key until the transaction ends; the case that it was used for with the same request. SubmissionInFlight, OtherContent."""
    _claim(party, key)
    known = rows.found(IdempotencyKey, "party_id = %s AND key = %s", [party, key])
    if known and bytes(known[0].request) != request:
        raise OtherContent(key=key)
    return known[0].case if known else None


def note(party: int, key: str, request: bytes, case: Case) -> None:
    """Keeps what a key was used for."""
    rows.add([IdempotencyKey(party_id=party, key=key, request=request, case=case, used_at=clock.now())])


def _claim(party: int, key: str) -> None:
    """Holds the key until the transaction ends; SubmissionInFlight when another transaction holds it."""
    if not statements.rows("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"case:{party}:{key}"])[0][0]:
        raise SubmissionInFlight(key=key)
