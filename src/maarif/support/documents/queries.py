"""Reads of the documents room: on somebody's behalf through one gate, by strangers through the check, by machines as keys."""

import json
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from maarif.kernel import clock, public_ids
from maarif.kernel.countries import country as country_of
from maarif.kernel.text import Text
from maarif.support.access.relations import holds
from maarif.support.audit import operations as audit
from maarif.support.documents import checking, models, rules, tokens, twins
from maarif.support.documents.renderings import rendering_of, written
from maarif.support.documents.specimens import specimen
from maarif.support.documents.types import Document, DocumentCard, DocumentNotFound, RevocationReason, Verification
from maarif.support.documents.words import reason_text
from maarif.support.keys import queries as keys
from maarif.support.keys.types import Key, KeysMissing
from maarif.support.parties.types import Actor, Assurance

__all__ = [
    "credential_for",
    "document_for",
    "documents_by_case",
    "documents_of",
    "holder_of",
    "pdf",
    "pdf_for",
    "pdf_of_check",
    "published_keys",
    "reason_text",
    "signing_keys",
    "specimen",
    "standing",
    "twin_for",
    "verification",
    "verify_token",
    "written",
]

__all__ = [
    "credential_for",
    "document_for",
    "documents_by_case",
    "documents_of",
    "pdf",
    "pdf_for",
    "pdf_of_check",
    "published_keys",
    "reason_text",
    "signing_keys",
    "specimen",
    "standing",
    "twin_for",
    "verification",
    "verify_token",
    "written",
]


def documents_of(viewer: Actor, party: int) -> tuple[DocumentCard, ...]:
    """The documents of a party that the viewer may see, newest first; an official's look goes into the ledger."""
    found = tuple(_card(row) for row in _visible(viewer, party).order_by("-id"))
    if found and not _own(viewer, party):
        audit.record_read(by=viewer, subjects=[party], what="documents.list")
    return found


def document_for(viewer: Actor, public_id: str) -> Document:
    """One whole document; DocumentNotFound alike when there is none and when the viewer may not see it."""
    row = _row_for(viewer, public_id)
    return _document(row, official=not _own(viewer, row.holder.merged_into_id or row.holder_id))


def pdf_for(viewer: Actor, public_id: str, language: str) -> bytes:
    """The signed PDF of a document that the viewer may see."""
    return rendering_of(_row_for(viewer, public_id).pk, language)


def twin_for(viewer: Actor, public_id: str) -> str:
    """The document as JSON: the canonical snapshot with its digest and token."""
    row = _row_for(viewer, public_id)
    return twins.json_twin(json.loads(row.snapshot), digest=bytes(row.digest), token=row.token)


def credential_for(viewer: Actor, public_id: str) -> str:
    """The document as a signed W3C Verifiable Credential 2.0 that is an Open Badge 3.0 (VC-JWT)."""
    row = _row_for(viewer, public_id)
    return twins.credential(
        json.loads(row.snapshot),
        digest=bytes(row.digest),
        base=settings.BASE_URL,
        ring=keys.house_ring(),
        moment=clock.now(),
    )


def pdf(public_id: str, language: str) -> bytes:
    """The signed PDF of a document, whoever asks: surfaces use `pdf_for` and `pdf_of_check`."""
    row = models.Document.objects.filter(public_id=public_ids.parse(public_id) or "").only("id").first()
    if row is None:
        raise DocumentNotFound(public_id=public_id)
    return rendering_of(row.pk, language)


def verification(public_id: str, birth_date: date, address: str) -> Verification:
    """The public check by id and birth date; writes the holder's ledger and the budgets."""
    return checking.verification(public_id, birth_date, address)


def verify_token(token: str, address: str = "") -> Verification:
    """The public check by QR code; writes the holder's ledger and the budgets."""
    return checking.verify_token(token, address)


def standing(public_id: str) -> Verification:
    """The live status of a document whose signature was found good; writes the holder's ledger."""
    return checking.standing(public_id)


def pdf_of_check(session: str, language: str) -> bytes:
    """The signed PDF for a stranger who has just checked the document; DocumentNotFound when that is over."""
    return pdf(checking.opened(session), language)


def signing_keys() -> tuple[Key, ...]:
    """The keys that may sign now; empty when nobody has made any."""
    try:
        ring = keys.house_ring()
    except KeysMissing:
        return ()
    now = clock.now()
    return tuple(key for key in ring.keys.values() if key.signs_at(now))


def published_keys() -> dict[str, object]:
    """What stands at `/.well-known/maarif-keys.json`."""
    return keys.published(keys.house_ring())


def _own(viewer: Actor, party: int) -> bool:
    """Whether it is the viewer's own affair: oneself, the child acted for, or a ward."""
    if viewer.assurance < Assurance.NATIONAL or viewer.party is None:
        return False
    return party in {viewer.party, viewer.subject} or holds(viewer, "guardian_of", party)


def _visible(viewer: Actor, party: int) -> QuerySet[models.Document]:
    """The documents of a party that the viewer may see."""
    held = Q(holder_id=party) | Q(holder__merged_into=party)  # papers issued to a record that was taken into this one
    rows = models.Document.objects.filter(held).select_related("holder", "revocation", "replaces", "replaced_by")
    if viewer.assurance >= Assurance.OFFICIAL and viewer.role == rules.OFFICER_OF_MINISTRY:
        return rows.filter(Q(country=viewer.scope) if viewer.scope_kind == "country" else Q(pk__in=[]))
    if viewer.assurance >= Assurance.OFFICIAL and viewer.role in rules.OFFICERS_OF_INSTITUTION:
        return rows.filter(institution_id=int(viewer.scope or 0)) if _is_institution(viewer) else rows.none()
    return rows if _own(viewer, party) else rows.none()


def _is_institution(viewer: Actor) -> bool:
    return viewer.scope_kind == "institution" and (viewer.scope or "").isdecimal()


def _row_for(viewer: Actor, public_id: str) -> models.Document:
    """The gate of every single document."""
    known = public_ids.parse(public_id) or ""
    holder = (
        models.Document.objects.filter(public_id=known)
        .values_list(Coalesce("holder__merged_into", "holder_id"), flat=True)
        .first()
    )
    row = None if holder is None else _visible(viewer, holder).filter(public_id=known).first()
    if row is None or holder is None:
        raise DocumentNotFound(public_id=public_id)
    if not _own(viewer, holder):
        audit.record_read(by=viewer, subjects=[holder], what="documents.read", case=row.case_number)
    return row


def _card(row: models.Document) -> DocumentCard:
    snapshot = json.loads(row.snapshot)
    revocation = getattr(row, "revocation", None)
    today = clock.today(country_of(row.country).time_zone)
    return DocumentCard(
        public_id=row.public_id,
        number=row.number,
        kind=row.kind,
        title=Text.of(snapshot["title"]),
        issuer=Text.of(snapshot["issuer"]),
        language=row.language,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        status=rules.status_of(
            today=today, valid_until=row.valid_until, revoked_on=revocation.revoked_on if revocation else None
        ),
        revoked_on=revocation.revoked_on if revocation else None,
        case_number=row.case_number,
    )


def _document(row: models.Document, *, official: bool) -> Document:
    snapshot = json.loads(row.snapshot)
    revocation = getattr(row, "revocation", None)
    replaced_by = getattr(row, "replaced_by", None)
    return Document(
        card=_card(row),
        holder=row.holder.merged_into_id or row.holder_id,
        institution=row.institution_id,
        holder_name=snapshot["holder"]["name"],
        holder_birth_date=row.holder_birth_date,
        country=row.country,
        body=Text.of(snapshot["body"]),
        facts=rules.facts_of(snapshot),
        rule_set=snapshot["rule_set"],
        digest=bytes(row.digest).hex(),
        token=row.token,
        check_url=tokens.url(settings.BASE_URL, row.token),
        revocation_reason=reason_text(RevocationReason(revocation.reason)) if revocation else None,
        revocation_code=RevocationReason(revocation.reason) if revocation else None,
        revocation_note=revocation.note if revocation and official else "",
        replaces=row.replaces.public_id if row.replaces else None,
        replaced_by=replaced_by.public_id if replaced_by else None,
    )


def holder_of(number: str) -> int | None:
    """Whose document bears this registration number, or None; for desks, which then ask whether they reach that person."""
    holder = Coalesce("holder__merged_into", "holder_id")
    return models.Document.objects.filter(number=number[:40]).values_list(holder, flat=True).first()


def documents_by_case(numbers: Iterable[str]) -> dict[str, tuple[DocumentCard, ...]]:
    """The documents that cases gave, by case number; the caller has already let the viewer see the cases."""
    found: dict[str, tuple[DocumentCard, ...]] = {}
    rows = models.Document.objects.filter(case_number__in=list(numbers)).select_related("revocation").order_by("id")
    for row in rows:
        found[row.case_number] = (*found.get(row.case_number, ()), _card(row))
    return found
