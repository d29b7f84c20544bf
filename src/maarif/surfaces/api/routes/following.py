"""An application that people decide: answer the office, write to it, take it back, have it reopened, sign beside an applicant."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Path, Router

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import NothingToDecide
from maarif.engine.cases.types import Status
from maarif.surfaces.api import following, problems
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import (
    CaseDetail,
    CaseNumber,
    MessageIn,
    MessagesOut,
    ReopeningIn,
    ReplyIn,
    RequestOut,
    SignatureIn,
    SignatureOut,
)
from maarif.surfaces.api.speech import language_of

router = Router(tags=["what follows"])

Key = Annotated[str | None, Header(alias="Idempotency-Key")]


@router.get(
    "/me/cases/{number}/request",
    response=answers(RequestOut, 401, 403, 404, 422),
    url_name="request",
    summary="Read what the office asks",
)
def asked(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """The request that waits for the applicant's answer; 404 when nothing is asked."""
    return following.request(queries.answering_for(request.actor, number), language_of(request))


@router.post(
    "/me/cases/{number}/request/answer",
    response=answers(CaseDetail, 400, 401, 403, 404, 409, 413, 422),
    url_name="request_answer",
    summary="Answer the office",
)
def answer(request: ApiRequest, number: Path[CaseNumber], given: ReplyIn, idempotency_key: Key = None) -> Any:
    """Answers once: words, corrections of what may be corrected, files put in before; the clock runs on."""
    by = replace(request.actor, language=language_of(request))
    return _once(
        request,
        number,
        idempotency_key,
        {"answer": given.dict()},
        lambda: operations.answer(
            by=by, number=number, text=given.text, corrections=given.corrections, files=given.files
        ),
    )


@router.get(
    "/me/cases/{number}/messages",
    response=answers(MessagesOut, 401, 403, 404, 422),
    url_name="messages",
    summary="Read the messages",
)
def thread(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """What applicant and office have written to one another."""
    return {"messages": following.messages(queries.case_for(request.actor, number).said)}


@router.post(
    "/me/cases/{number}/messages",
    response=answers(CaseDetail, 400, 401, 403, 404, 409, 413, 422),
    url_name="messages",
    summary="Write to the office",
)
def write(request: ApiRequest, number: Path[CaseNumber], given: MessageIn, idempotency_key: Key = None) -> Any:
    """Writes once into the thread of an open application, with files put in before; it does not stop the clock."""
    by = replace(request.actor, language=language_of(request))
    return _once(
        request,
        number,
        idempotency_key,
        {"message": given.text, **({"files": given.files} if given.files else {})},
        lambda: operations.write_message(by=by, number=number, text=given.text, files=given.files),
    )


@router.post(
    "/me/cases/{number}/withdrawal",
    response=answers(CaseDetail, 401, 403, 404, 409, 422),
    url_name="withdrawal",
    summary="Take an application back",
)
def take_back(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """Ends an open application without a decision; repeating it changes nothing."""
    try:
        operations.take_back(by=request.actor, number=number)
    except NothingToDecide:
        if queries.case_for(request.actor, number).card.status is not Status.WITHDRAWN:
            raise
    return _whole(request, number)


@router.post(
    "/me/cases/{number}/reopening",
    response=answers(CaseDetail, 400, 401, 403, 404, 409, 413, 422),
    url_name="reopening",
    summary="Have an application considered again",
)
def reopen(request: ApiRequest, number: Path[CaseNumber], given: ReopeningIn, idempotency_key: Key = None) -> Any:
    """Once per application, until the day in `may.reopen_until`."""
    return _once(
        request,
        number,
        idempotency_key,
        {"reopening": given.why},
        lambda: operations.reopen(by=request.actor, number=number, why=given.why),
    )


@router.get(
    "/me/signatures/{number}",
    response=answers(SignatureOut, 401, 403, 404, 422),
    url_name="signature",
    summary="Read what I am asked to sign",
)
def signature(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """An application of somebody else that waits, or waited, for the signature of the person behind the token."""
    return following.signature(queries.signature_for(request.actor, number), language_of(request))


@router.put(
    "/me/signatures/{number}",
    response=answers(SignatureOut, 400, 401, 403, 404, 413, 422),
    url_name="signature",
    summary="Sign, or refuse to sign",
)
def sign(request: ApiRequest, number: Path[CaseNumber], given: SignatureIn) -> dict[str, Any]:
    """What was done first holds; repeating it changes nothing."""
    operations.sign(by=request.actor, number=number, agrees=given.agrees)
    return signature(request, number)


def _once(
    request: ApiRequest, number: str, key: str | None, content: dict[str, Any], act: Callable[[], object]
) -> dict[str, Any] | HttpResponse:
    """Does it once per key, and gives the application as it stands then."""
    if key is None:
        return problems.problem(request, "idempotency_key_missing")
    operations.once(by=request.actor, key=key, number=number, content=content, act=act)
    return _whole(request, number)


def _whole(request: ApiRequest, number: str) -> dict[str, Any]:
    return following.case_whole(queries.case_for(request.actor, number), language_of(request))
