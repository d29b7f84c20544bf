"""Checking a document, for anybody: by its id and the holder's date of birth, or by the token of its QR code."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from maarif.support.documents import queries
from maarif.support.documents.types import Status, Verification
from maarif.surfaces.api import problems, telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.schemas import CheckByNumber, CheckByToken, CheckOut
from maarif.surfaces.api.speech import language_of

router = Router(tags=["checking"])


@router.post("/checks", response=answers(CheckOut, 400, 413, 422, 429), url_name="checks", summary="Check a document")
def check(request: HttpRequest, asked: CheckByNumber | CheckByToken) -> dict[str, Any] | HttpResponse:
    """Valid, expired, revoked on ... because ..., or unknown; every check is shown to the document's holder."""
    found = _found(asked, str(request.META.get("REMOTE_ADDR", "")))
    if found.status is Status.BUSY:
        return problems.problem(request, "busy")
    return telling.check(found, language_of(request))


def _found(asked: CheckByNumber | CheckByToken, address: str) -> Verification:
    if isinstance(asked, CheckByToken):
        return queries.verify_token(asked.token, address)
    return queries.verification(asked.id, asked.birth_date, address)
