"""Writes of the documents room: issue, revoke, and supersede by a newer document."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from maarif.kernel import clock, public_ids
from maarif.kernel.countries import country as country_of
from maarif.kernel.text import LANGUAGES
from maarif.support.audit import operations as audit
from maarif.support.documents import jobs, rules, tokens
from maarif.support.documents.letters import strange_letters
from maarif.support.documents.models import Document, Revocation
from maarif.support.documents.types import (
    GIVEN_REASONS,
    AlreadyRevoked,
    CannotBePrinted,
    DocumentNotFound,
    Issued,
    MayNotRevoke,
    Order,
    ReasonMissing,
    RevocationReason,
)
from maarif.support.keys.queries import Ring, ring
from maarif.support.parties.types import Actor

_TAKE_NUMBERS = """
    INSERT INTO documents_registration (series, year, taken) VALUES (%s, %s, %s)
    ON CONFLICT (series, year) DO UPDATE SET taken = documents_registration.taken + excluded.taken RETURNING taken
"""


def issue_many(*, by: Actor, orders: Sequence[Order], render: bool = True) -> tuple[Issued, ...]:
    """Issues documents in one transaction, in the order given; `render=False` leaves the PDFs to the first download."""
    for order in orders:
        _check_letters(order)
    keys = ring(settings.KEYS_FOLDER)
    moment = clock.now()
    with transaction.atomic():
        rows = [_signed_row(order, number, day, keys, moment) for order, number, day in _numbered(orders)]
        Document.objects.bulk_create(rows)
        audit.record_writes(
            by=by,
            verb="documents.issue",
            acts=[(row.holder_id, {"document": row.number, "digest": row.digest.hex()}) for row in rows],
        )
        if render:
            jobs.defer_rendering([(row.pk, row.language) for row in rows])
    return tuple(_issued(row) for row in rows)


def _check_letters(order: Order) -> None:
    """Data are checked before the paper: CannotBePrinted when a rendering of this order would fail in any language."""
    texts = {"title": order.title, "body": order.body, "issuer": order.issuer}
    parts = [(name, text.in_(language)) for name, text in texts.items() for language in LANGUAGES]
    parts.append(("holder_name", order.holder_name))
    for fact in order.facts:
        values = [fact.value] if isinstance(fact.value, str) else [fact.value.in_(one) for one in LANGUAGES]
        parts += [(fact.code, text) for text in (*values, *(fact.label.in_(one) for one in LANGUAGES))]
    for part, text in parts:
        strange = strange_letters(text)
        if strange:
            raise CannotBePrinted(part=part, letters=strange)


def _numbered(orders: Sequence[Order]) -> list[tuple[Order, str, date]]:
    """Each order with its registration number and day of issue; every series is asked once, always in the same order."""
    days = {code: clock.today(country_of(code).time_zone) for code in {order.country for order in orders}}
    series = [(rules.series_of(order.country, order.kind), days[order.country].year) for order in orders]
    following: dict[tuple[str, int], int] = {}
    with connection.cursor() as cursor:
        for (name, year), wanted in sorted(Counter(series).items()):
            cursor.execute(_TAKE_NUMBERS, [name, year, wanted])
            following[name, year] = int(cursor.fetchone()[0]) - wanted
    numbered = []
    for order, (name, year) in zip(orders, series, strict=True):
        following[name, year] += 1
        number = rules.registration_number(name, year, following[name, year])
        numbered.append((order, number, days[order.country]))
    return numbered


def _signed_row(order: Order, number: str, issued_on: date, keys: Ring, moment: datetime) -> Document:
    """The row of one document, its snapshot digested and its token signed."""
    public_id = public_ids.new()
    snapshot = rules.snapshot_of(order, public_id=public_id, number=number, issued_at=moment, issued_on=issued_on)
    text = rules.canonical(snapshot)
    digest = rules.digest_of(text)
    token, key_id = tokens.sign(keys, snapshot, digest, moment)
    return Document(
        public_id=public_id,
        number=number,
        kind=order.kind,
        holder_id=order.holder,
        institution_id=order.institution,
        holder_birth_date=order.holder_birth_date,
        country=order.country,
        language=order.language,
        issued_at=moment,
        issued_on=issued_on,
        valid_until=order.valid_until,
        case_number=order.case_number,
        replaces=_replaced(order),
        paper=order.paper,
        snapshot=text,
        digest=digest,
        token=token,
        key_id=key_id,
    )


def _replaced(order: Order) -> Document | None:
    """The document that this one re-issues, if it does: it must be one of the same holder."""
    if order.replaces is None:
        return None
    held = Q(holder_id=order.holder) | Q(holder__merged_into=order.holder)
    replaced = Document.objects.filter(held, public_id=order.replaces).only("id").first()
    if replaced is None:
        raise DocumentNotFound(public_id=order.replaces)
    return replaced


def _issued(row: Document) -> Issued:
    return Issued(
        id=row.pk,
        public_id=row.public_id,
        number=row.number,
        token=row.token,
        issued_at=row.issued_at,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
    )


def revoke(*, by: Actor, public_id: str, reason: RevocationReason, note: str = "") -> None:
    """Revokes a document for a reason that its holder and everybody who checks it will read; for ever. Only officials read `note`.

    DocumentNotFound, MayNotRevoke, ReasonMissing or AlreadyRevoked when it cannot be; nothing is changed then.
    """
    with transaction.atomic():
        row = Document.objects.defer("snapshot", "token").filter(public_id=public_id).first()
        if row is None:
            raise DocumentNotFound(public_id=public_id)
        if not rules.may_revoke(by, institution=row.institution_id, country=row.country):
            raise MayNotRevoke(public_id=public_id)
        if reason not in GIVEN_REASONS:
            raise ReasonMissing(public_id=public_id)
        _revoke_once(row, by, reason, " ".join(note.split()))
        detail = {"document": row.number, "reason": reason.value}
        audit.record_write(by=by, verb="documents.revoke", subjects=[row.holder_id], detail=detail)


def supersede(*, by: Actor, public_id: str) -> None:
    """Has checks of a document that a newer one re-issues answer that it was replaced; one that is revoked stays as it is.

    DocumentNotFound when no newer document re-issues it.
    """
    with transaction.atomic():
        rows = Document.objects.defer("snapshot", "token").select_related("revocation")
        row = rows.filter(public_id=public_id, replaced_by__isnull=False).first()
        if row is None:
            raise DocumentNotFound(public_id=public_id)
        if hasattr(row, "revocation"):
            return
        _revoke_once(row, by, RevocationReason.SUPERSEDED, "")
        audit.record_write(by=by, verb="documents.supersede", subjects=[row.holder_id], detail={"document": row.number})


def _revoke_once(row: Document, by: Actor, reason: RevocationReason, note: str) -> None:
    """The revocation's row; of two officers at the same moment the second is told AlreadyRevoked."""
    try:
        with transaction.atomic():
            Revocation.objects.create(
                document=row,
                revoked_at=clock.now(),
                revoked_on=clock.today(country_of(row.country).time_zone),
                by_party=by.party,
                reason=reason.value,
                note=note,
            )
    except IntegrityError as error:
        raise AlreadyRevoked(public_id=row.public_id) from error
