"""Acts that a program may repeat: the same key with the same content is done once, whatever breaks in between."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.db import connection

from maarif.engine.cases import rules
from maarif.engine.cases.errors import CaseNotFound, OtherContent, SubmissionInFlight
from maarif.engine.cases.models import Case, IdempotencyKey
from maarif.kernel import clock
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor


def once(*, by: Actor, key: str, number: str, content: Mapping[str, object], act: Callable[[], object]) -> None:
    """Does `act` on a sent case unless this key has done it; `content` is all that was asked. A refusal does not use the key up.

    BadIdempotencyKey, SubmissionInFlight (409), OtherContent (422), CaseNotFound, and whatever the act refuses.
    """
    checked = rules.checked_key(key)
    asked = json.dumps({"number": number, **content}, sort_keys=True, ensure_ascii=False, default=str)
    request = hashlib.sha256(asked.encode()).digest()
    if by.party is None:
        raise CaseNotFound(number=number[:40])
    with acting(replace(by, case=number)):
        if done_before(by.party, checked, request) is None:
            act()
            note(by.party, checked, request, Case.objects.get(number=number))


def done_before(party: int, key: str, request: bytes) -> Case | None:
    """Holds the key until the transaction ends; the case that it was used for with the same request. SubmissionInFlight, OtherContent."""
    _claim(party, key)
    known = IdempotencyKey.objects.select_related("case").filter(party_id=party, key=key).first()
    if known is not None and bytes(known.request) != request:
        raise OtherContent(key=key)
    return known.case if known is not None else None


def note(party: int, key: str, request: bytes, case: Case) -> None:
    """Keeps what a key was used for."""
    IdempotencyKey.objects.create(party_id=party, key=key, request=request, case=case, used_at=clock.now())


def _claim(party: int, key: str) -> None:
    """Holds the key until the transaction ends; SubmissionInFlight when another transaction holds it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"case:{party}:{key}"])
        if not cursor.fetchone()[0]:
            raise SubmissionInFlight(key=key)
