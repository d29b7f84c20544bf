"""Applying: begin a draft, answer its questions, send it once, or take it back."""

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Path, Query, Router, Status

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import QuestionNotAsked
from maarif.surfaces.api import problems, telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import (
    AnswerIn,
    DraftDetail,
    DraftIn,
    DraftKey,
    DraftsOut,
    FieldCode,
    FoundOut,
    ReceiptOut,
    SubmissionIn,
    Words,
)
from maarif.surfaces.api.speech import language_of

router = Router(tags=["applying"])


@router.get("/me/drafts", response=answers(DraftsOut, 401, 403), url_name="drafts", summary="List my drafts")
def drafts(request: ApiRequest) -> dict[str, Any]:
    """Drafts that are still open; none of them is sent."""
    language = language_of(request)
    return {"drafts": [telling.draft_in_list(card, language) for card in queries.drafts_of(request.actor)]}


@router.post(
    "/me/drafts",
    response=answers(DraftDetail, 400, 401, 403, 404, 413, 422, status=201),
    url_name="drafts",
    summary="Begin an application",
)
def begin(request: ApiRequest, wanted: DraftIn) -> Status[dict[str, Any]]:
    """Begins a draft, or finds the one that is open for the same service and person: repeating it makes no second one."""
    key = operations.start_draft(by=request.actor, service=wanted.service, subject=wanted.subject)
    return Status(201, telling.draft_whole(queries.draft_for(request.actor, key), language_of(request)))


@router.get(
    "/me/drafts/{key}", response=answers(DraftDetail, 401, 403, 404, 422), url_name="draft", summary="Read one draft"
)
def draft(request: ApiRequest, key: Path[DraftKey]) -> dict[str, Any]:
    """A draft whole: what registers know, the questions with their answers, the digest to send back."""
    return telling.draft_whole(queries.draft_for(request.actor, key), language_of(request))


@router.delete(
    "/me/drafts/{key}",
    response=answers(None, 401, 403, 404, 422, status=204),
    url_name="draft",
    summary="Withdraw a draft",
)
def withdraw(request: ApiRequest, key: Path[DraftKey]) -> Status[None]:
    """Takes a draft back and deletes its answers."""
    operations.withdraw(by=request.actor, draft=key)
    return Status(204, None)


@router.put(
    "/me/drafts/{key}/answers/{field}",
    response=answers(DraftDetail, 400, 401, 403, 404, 413, 422),
    url_name="answer",
    summary="Answer a question",
)
def answer(request: ApiRequest, key: Path[DraftKey], field: Path[FieldCode], given: AnswerIn) -> Any:
    """Saves one answer and gives the draft as it stands then; repeating it changes nothing."""
    refused = operations.save_answer(by=request.actor, draft=key, field=field, raw=given.value)
    if refused is not None:
        return problems.of_answer(request, refused)
    return telling.draft_whole(queries.draft_for(request.actor, key), language_of(request))


@router.get(
    "/me/drafts/{key}/questions/{field}/options",
    response=answers(FoundOut, 401, 403, 404, 422),
    url_name="options",
    summary="Search what can be picked",
)
def options(
    request: ApiRequest, key: Path[DraftKey], field: Path[FieldCode], words: Query[Words] = ""
) -> dict[str, Any]:
    """What the words find for a question that is searched; each word by its beginning, in any language and script."""
    found = queries.draft_for(request.actor, key, field=field, words=words).found
    if found is None:
        raise QuestionNotAsked(field=field)
    return telling.found(found, language_of(request))


@router.post(
    "/me/drafts/{key}/submission",
    response=answers(ReceiptOut, 400, 401, 403, 404, 409, 413, 422),
    url_name="submission",
    summary="Send an application",
)
def submit(
    request: ApiRequest,
    key: Path[DraftKey],
    confirmed: SubmissionIn,
    idempotency_key: Annotated[str | None, Header(alias="Idempotency-Key")] = None,
) -> dict[str, Any] | HttpResponse:
    """Sends a draft once: the same `Idempotency-Key` with the same body answers the same receipt for ever."""
    if idempotency_key is None:
        return problems.problem(request, "idempotency_key_missing")
    found = operations.submit(
        by=request.actor,
        draft=key,
        idempotency_key=idempotency_key,
        declared=confirmed.declared,
        seen=confirmed.digest,
    )
    return telling.receipt(found, language_of(request))
