"""One's own documents: the list, one of them whole, its signed PDF and its machine-readable twins."""

from typing import Any

from django.http import HttpResponse
from ninja import Path, Router

from maarif.kernel.text import Language
from maarif.support.documents import queries
from maarif.surfaces.api import telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import DocumentDetail, DocumentId, DocumentsOut, PartyNumber
from maarif.surfaces.api.speech import language_of

router = Router(tags=["documents"])

# Contents that are no JSON, told to the description of the API.
_PDF: dict[str, Any] = {
    "responses": {200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}}
}
_CREDENTIAL: dict[str, Any] = {"responses": {200: {"content": {"application/vc+jwt": {"schema": {"type": "string"}}}}}}
_TWIN: dict[str, Any] = {"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}}


@router.get(
    "/me/documents", response=answers(DocumentsOut, 401, 403, 422), url_name="documents", summary="List my documents"
)
def documents(request: ApiRequest, person: PartyNumber | None = None) -> dict[str, Any]:
    """Documents of the person behind the token, or of a child of theirs (`person`), newest first."""
    whose = person if person is not None else request.actor.subject
    found = queries.documents_of(request.actor, whose) if whose is not None else ()
    language = language_of(request)
    return {"documents": [telling.document_in_list(card, language) for card in found]}


@router.get(
    "/me/documents/{document}",
    response=answers(DocumentDetail, 401, 403, 404, 422),
    url_name="document",
    summary="Read one document",
)
def document(request: ApiRequest, document: Path[DocumentId]) -> dict[str, Any]:
    """One document whole, with the token of its QR code."""
    return telling.document_whole(queries.document_for(request.actor, document), language_of(request))


@router.get(
    "/me/documents/{document}/pdf",
    response=answers(None, 401, 403, 404, 422),
    openapi_extra=_PDF,
    url_name="document_pdf",
    summary="Download the signed PDF",
)
def pdf(request: ApiRequest, document: Path[DocumentId], language: Language | None = None) -> HttpResponse:
    """The PDF/A with its electronic signature, in the language of the document or in another of the five."""
    spoken = language or Language(queries.document_for(request.actor, document).card.language)
    response = HttpResponse(queries.pdf_for(request.actor, document, spoken), content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="maarif.pdf"'
    return response


@router.get(
    "/me/documents/{document}/json",
    response=answers(None, 401, 403, 404, 422),
    openapi_extra=_TWIN,
    url_name="document_json",
    summary="Download the JSON twin",
)
def twin(request: ApiRequest, document: Path[DocumentId]) -> HttpResponse:
    """The snapshot of facts, its digest and the signed token."""
    return HttpResponse(queries.twin_for(request.actor, document), content_type="application/json")


@router.get(
    "/me/documents/{document}/credential",
    response=answers(None, 401, 403, 404, 422),
    openapi_extra=_CREDENTIAL,
    url_name="document_credential",
    summary="Download the verifiable credential",
)
def credential(request: ApiRequest, document: Path[DocumentId]) -> HttpResponse:
    """The document as a signed W3C Verifiable Credential 2.0 that is an Open Badge 3.0."""
    return HttpResponse(queries.credential_for(request.actor, document), content_type="application/vc+jwt")
