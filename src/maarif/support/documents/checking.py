"""The public check of a document: by its id and the holder's birth date, or by the token of its QR code.

The answer is the same, and takes the same work, whether there is no such document or the birth date is wrong. There are budgets
per address and for the whole world, never a lock on a document: nobody can shut out a holder by asking badly.
"""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.core import signing
from django.db import connection, transaction

from maarif.kernel import clock, public_ids
from maarif.kernel.countries import country as country_of
from maarif.kernel.text import Text
from maarif.support.access.knocks import Door, admits
from maarif.support.audit import operations as audit
from maarif.support.documents import rules, tokens
from maarif.support.documents.types import DocumentNotFound, RevocationReason, Status, Verification
from maarif.support.documents.words import reason_text
from maarif.support.keys.queries import ring
from maarif.support.keys.types import BadSignature
from maarif.support.parties.types import ANONYMOUS

ADDRESS_WINDOW: Final = 600
ADDRESS_BUDGET: Final = 40
TOKEN_BUDGET: Final = 400  # who scans a heap of papers is no guesser; still nobody may fill a holder's ledger
WORLD_WINDOW: Final = 60
WORLD_BUDGET: Final = 3_000
SESSION_SECONDS: Final = 900
CHECKED: Final = "documents.check"
FAILED: Final = "documents.check_failed"
_SALT: Final = "maarif.documents.check"
_NOBODY: Final = public_ids.from_number(0)  # never issued: asked for when what was typed cannot be an id

_FIND: Final = """
    SELECT d.public_id, d.number, d.kind, d.holder_id, d.country, d.issued_on, d.valid_until, d.snapshot::jsonb -> 'title',
           d.snapshot::jsonb -> 'issuer', d.snapshot::jsonb -> 'holder' ->> 'name', r.revoked_on, r.reason
    FROM documents_document d LEFT JOIN documents_revocation r ON r.document_id = d.id
    WHERE d.public_id = %s AND {}
"""
_BY_BIRTH_DATE: Final = _FIND.format("d.holder_birth_date = %s")
_BY_TOKEN: Final = _FIND.format("d.token = %s")
_BY_SESSION: Final = _FIND.format("%s")


def verification(public_id: str, birth_date: date, address: str) -> Verification:
    """What a stranger learns who knows id and birth date; `address` is where the question comes from (IP)."""
    if not _within_budget("id", address, ADDRESS_BUDGET):
        return Verification(status=Status.BUSY)
    with transaction.atomic():
        row = _find(_BY_BIRTH_DATE, public_ids.parse(public_id) or _NOBODY, birth_date)
        if row is None:
            audit.record_write(by=ANONYMOUS, verb=FAILED, subjects=(), detail={})
            return Verification(status=Status.UNKNOWN)
        return _answer(row)


def verify_token(token: str, address: str) -> Verification:
    """The live status of the document whose QR code was scanned (a bare token, or our address with one)."""
    plain = tokens.taken_from(token)
    try:
        claims, _ = tokens.claims_of(plain, ring(settings.KEYS_FOLDER).key)
    except BadSignature as error:
        if error.why != "key_revoked":
            return Verification(status=Status.UNKNOWN)
        # A revoked key proves nothing by itself, but the token may still be word for word the one that we issued.
        claims = tokens.unverified(plain)
    if not _within_budget("token", address, TOKEN_BUDGET):
        return Verification(status=Status.BUSY)
    with transaction.atomic():
        row = _find(_BY_TOKEN, claims["id"], plain)
        return Verification(status=Status.UNKNOWN) if row is None else _answer(row)


def opened(session: str) -> str:
    """The public id of the document that a check opened to a stranger, for a short while.

    DocumentNotFound when the session is over or false, or the document was revoked in the meantime.
    """
    try:
        public_id = str(signing.loads(session, salt=_SALT, max_age=SESSION_SECONDS)["id"])
    except (signing.BadSignature, KeyError, TypeError) as error:
        raise DocumentNotFound from error
    row = _find(_BY_SESSION, public_id, True)
    if row is None or row[10] is not None:
        raise DocumentNotFound
    audit.record_read(by=ANONYMOUS, subjects=[row[3]], what="documents.download")
    return public_id


def standing(public_id: str) -> Verification:
    """The live status of a document by its id alone, for whoever has proved its signature and runs on this machine."""
    with transaction.atomic():
        row = _find(_BY_SESSION, public_ids.parse(public_id) or _NOBODY, True)
        return Verification(status=Status.UNKNOWN) if row is None else _answer(row)


def _find(query: str, public_id: str, proof: str | date | bool) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(query, [public_id, proof])
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def _answer(row: tuple[Any, ...]) -> Verification:
    """The fields that a stranger may see, and the row in the holder's ledger."""
    public_id, number, kind, holder, country, issued_on, valid_until, title, issuer, name, revoked_on, reason = row
    audit.record_read(by=ANONYMOUS, subjects=[holder], what=CHECKED, case=number)
    today = clock.today(country_of(country).time_zone)
    status = rules.status_of(today=today, valid_until=valid_until, revoked_on=revoked_on)
    return Verification(
        status=status,
        public_id=public_id,
        number=number,
        kind=kind,
        title=Text.of(_json(title)),
        issuer=Text.of(_json(issuer)),
        holder=rules.mask_name(name),
        issued_on=issued_on,
        valid_until=valid_until,
        revoked_on=revoked_on,
        revocation_reason=reason_text(RevocationReason(reason)) if reason else None,
        revocation_code=RevocationReason(reason) if reason else None,
        country=country,
        session="" if status is Status.REVOKED else signing.dumps({"id": public_id}, salt=_SALT),
    )


def _json(value: Any) -> dict[str, str]:
    """A JSON column as Django's raw cursor gives it: text, unless somebody taught the connection better."""
    import json

    parsed: dict[str, str] = json.loads(value) if isinstance(value, str) else value
    return parsed


def _within_budget(way: str, address: str, budget: int) -> bool:
    """Counts this question for its address and for the world, and says whether both may go on."""
    door = Door(
        house="check",
        name=way,
        most=budget,
        seconds=ADDRESS_WINDOW,
        most_in_all=WORLD_BUDGET,
        seconds_in_all=WORLD_WINDOW,
    )
    return admits(door, address)
