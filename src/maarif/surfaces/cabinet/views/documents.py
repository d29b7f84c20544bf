"""Issued documents: the list, one of them, and its forms for people and for programs."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.support.documents import queries
from maarif.support.documents.types import DocumentNotFound
from maarif.surfaces.cabinet.screens.documents import document_for, documents_for, language_of_pdf
from maarif.surfaces.record.documents import filename
from maarif.surfaces.record.visit import Visit, download, hiding


def documents(request: Visit) -> HttpResponse:
    """Every document of the visitor, or of the child acted for."""
    return render(request, "cabinet/documents.html", {"documents": documents_for(request.actor)})


@hiding(DocumentNotFound)
def document(request: Visit, public_id: str) -> HttpResponse:
    """One document with what can be done with it."""
    return render(request, "cabinet/document.html", {"document": document_for(request.actor, public_id)})


@hiding(DocumentNotFound)
def pdf(request: Visit, public_id: str) -> HttpResponse:
    """The signed PDF, in the document's own language unless another is asked for."""
    document = queries.document_for(request.actor, public_id)
    content = queries.pdf_for(request.actor, public_id, language_of_pdf(document, request.GET.get("language", "")))
    return download(content, name=filename(document.card.number, "pdf"), kind="application/pdf")


@hiding(DocumentNotFound)
def twin_json(request: Visit, public_id: str) -> HttpResponse:
    """The same document as data."""
    content = queries.twin_for(request.actor, public_id).encode()
    return download(content, name=filename(public_id, "json"), kind="application/json")


@hiding(DocumentNotFound)
def credential(request: Visit, public_id: str) -> HttpResponse:
    """The same document as a verifiable credential in a JWT."""
    content = queries.credential_for(request.actor, public_id).encode()
    return download(content, name=filename(public_id, "jwt"), kind="application/vc+jwt")
