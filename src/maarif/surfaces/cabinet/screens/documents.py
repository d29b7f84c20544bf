"""Issued documents of the viewer, in the language of the page."""

from maarif.kernel.countries import country
from maarif.support.documents import queries
from maarif.support.documents.types import Document
from maarif.support.parties.types import Actor
from maarif.surfaces.record import documents
from maarif.surfaces.record.types import DocumentRow, DocumentView


def documents_for(viewer: Actor) -> tuple[DocumentRow, ...]:
    """The documents of the viewer, or of the child acted for."""
    if viewer.subject is None:
        return ()
    return tuple(map(documents.row, queries.documents_of(viewer, viewer.subject)))


def document_for(viewer: Actor, public_id: str) -> DocumentView:
    """One of them."""
    return documents.view(queries.document_for(viewer, public_id))


def language_of_pdf(document: Document, asked: str) -> str:
    """The language asked for when the document's country speaks it, else the document's own."""
    return asked if asked in country(document.country).languages else document.card.language
