"""A document at the desk, and taking it back."""

from django.db import transaction

from maarif.support.access.types import Role
from maarif.support.documents import operations, queries
from maarif.support.documents.types import Document, DocumentNotFound, RevocationReason, Status
from maarif.support.notices.operations import send
from maarif.support.parties.types import Actor
from maarif.surfaces.desk import rules
from maarif.surfaces.desk.texts import notice_of_revocation
from maarif.surfaces.desk.types import DocumentPage, RevokeForm
from maarif.surfaces.record import documents


def document_for(viewer: Actor, person: int, public_id: str) -> DocumentPage:
    """A document of this person, with whether the viewer may revoke it. DocumentNotFound."""
    document = _of_person(viewer, person, public_id)
    may_revoke = Role(viewer.role) in rules.MAY_REVOKE and document.card.status is not Status.REVOKED
    return DocumentPage(document=documents.view(document), may_revoke=may_revoke)


def pdf_for(viewer: Actor, person: int, public_id: str) -> tuple[str, bytes]:
    """Number and signed PDF of a document of this person. DocumentNotFound."""
    document = _of_person(viewer, person, public_id)
    return document.card.number, queries.pdf_for(viewer, public_id, document.card.language)


def revoke(by: Actor, person: int, public_id: str, form: RevokeForm) -> None:
    """Revokes a document and tells its holder, in one transaction. DocumentNotFound, MayNotRevoke, AlreadyRevoked."""
    document = _of_person(by, person, public_id)
    with transaction.atomic():
        reason = RevocationReason(form.reason)
        operations.revoke(by=by, public_id=public_id, reason=reason, note=form.note)
        subject, body = notice_of_revocation(document.card.title, document.card.number, queries.reason_text(reason))
        send(
            by=by,
            to=person,
            topic="document.revoked",
            subject=subject,
            body=body,
            link=f"/cabinet/documents/{public_id}/",
            key=f"document {public_id} revoked",
        )


def _of_person(viewer: Actor, person: int, public_id: str) -> Document:
    document = queries.document_for(viewer, public_id)
    if document.holder != person:
        raise DocumentNotFound(public_id=public_id)
    return document
