"""Files of an application: put into a draft, an answer to the office or a message one by one, taken out again while they are not sent."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from ninja import Path, Router, Status

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound, QuestionNotAsked
from maarif.engine.cases.types import DOCUMENT, LETTER
from maarif.engine.forms import FieldError
from maarif.support.files import receiving
from maarif.support.files.receiving import Arrivals
from maarif.support.files.types import Fault, Limits
from maarif.support.parties.types import Actor
from maarif.surfaces.api import filed, following, problems, telling
from maarif.surfaces.api.answers import answers
from maarif.surfaces.api.asker import ApiRequest
from maarif.surfaces.api.schemas import CaseNumber, DraftDetail, DraftKey, FieldCode, FileId, RequestOut, TrayOut
from maarif.surfaces.api.speech import language_of

router = Router(tags=["files"])

# Files come as a form, cut at the limits while they come; `whole` stands last, so that a broken connection is noticed.
_FORM: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                        "whole": {"type": "string", "enum": ["yes"]},
                    },
                    "required": ["file", "whole"],
                }
            }
        },
    }
}
_TAKES: Final = (400, 401, 403, 404, 413, 422)
_GIVES: Final = (401, 403, 404, 422)


@router.post(
    "/me/drafts/{key}/answers/{field}/files",
    response=answers(DraftDetail, *_TAKES, status=201),
    url_name="answer_files",
    openapi_extra=_FORM,
    summary="Put files into an answer",
)
def attach(request: ApiRequest, key: Path[DraftKey], field: Path[FieldCode]) -> Any:
    """Checks files and adds them to the answer (the same content once; where one fits, in place of the old one); the draft as it stands then."""
    limits = queries.limits_for(request.actor, key, field)
    if limits is None:
        raise QuestionNotAsked(field=field)

    def laid(by: Actor, came: Arrivals) -> Sequence[FieldError]:
        return operations.attach(by=by, draft=key, field=field, arrived=came.files, refused=came.refused)

    wrong = _came(request, limits, laid)
    if wrong:
        return problems.of_files(request, wrong, too_large=_too_large(wrong))
    return Status(201, telling.draft_whole(queries.draft_for(request.actor, key), language_of(request)))


@router.delete(
    "/me/drafts/{key}/answers/{field}/files/{file}",
    response=answers(None, *_GIVES, status=204),
    url_name="answer_file",
    summary="Take a file out of an answer",
)
def detach(request: ApiRequest, key: Path[DraftKey], field: Path[FieldCode], file: Path[FileId]) -> Any:
    """Takes a file out of a draft and deletes it."""
    operations.detach(by=request.actor, draft=key, field=field, public_id=file)
    return Status(204, None)


@router.post(
    "/me/cases/{number}/request/files",
    response=answers(RequestOut, *_TAKES, status=201),
    url_name="request_files",
    openapi_extra=_FORM,
    summary="Put in the document that is asked for",
)
def enclose(request: ApiRequest, number: Path[CaseNumber]) -> Any:
    """Checks files and keeps them for the answer (the same content once); the request as it stands then."""
    return _for_the_office(request, number, DOCUMENT)


@router.post(
    "/me/cases/{number}/request/corrections/{field}/files",
    response=answers(RequestOut, *_TAKES, status=201),
    url_name="correction_files",
    openapi_extra=_FORM,
    summary="Put in files for a question that is to be answered anew",
)
def correct(request: ApiRequest, number: Path[CaseNumber], field: Path[FieldCode]) -> Any:
    """Checks files and keeps them for the new answer (the same content once); send it with the ids of what stays and what is new."""
    return _for_the_office(request, number, field)


@router.delete(
    "/me/cases/{number}/request/files/{file}",
    response=answers(None, *_GIVES, status=204),
    url_name="request_file",
    summary="Take a file out of the answer to the office",
)
def take_out(request: ApiRequest, number: Path[CaseNumber], file: Path[FileId]) -> Any:
    """Deletes a file that is not sent yet."""
    operations.take_out(by=request.actor, number=number, public_id=file)
    return Status(204, None)


@router.get(
    "/me/cases/{number}/messages/files",
    response=answers(TrayOut, 401, 403, 404, 409, 422),
    url_name="message_files",
    summary="Read which files lie ready for a message",
)
def ready(request: ApiRequest, number: Path[CaseNumber]) -> dict[str, Any]:
    """What was put in for the next message and not sent, and what fits."""
    limits = queries.limits_of_message(request.actor, number)[LETTER]
    return {
        "limits": filed.limits(limits),
        "files": filed.enclosed(queries.ready_for_message(request.actor, number)),
    }


@router.post(
    "/me/cases/{number}/messages/files",
    response=answers(TrayOut, *_TAKES, 409, status=201),
    url_name="message_files",
    openapi_extra=_FORM,
    summary="Put in files for a message",
)
def lay(request: ApiRequest, number: Path[CaseNumber]) -> Any:
    """Checks files and keeps them three days for the next message (the same content once); what lies ready then."""
    wrong = _came(request, queries.limits_of_message(request.actor, number)[LETTER], _enclosing(number, LETTER))
    if wrong:
        return problems.of_reply(request, wrong, too_large=_too_large(wrong))
    return Status(201, ready(request, number))


@router.delete(
    "/me/cases/{number}/messages/files/{file}",
    response=answers(None, *_GIVES, status=204),
    url_name="message_file",
    summary="Take a file out of a message",
)
def take_out_of_message(request: ApiRequest, number: Path[CaseNumber], file: Path[FileId]) -> Any:
    """Deletes a file that is not sent yet."""
    return take_out(request, number, file)


def _for_the_office(request: ApiRequest, number: str, into: str) -> Any:
    limits = queries.limits_of_answer(request.actor, number).get(into)
    if limits is None:
        raise CaseNotFound(number=number)
    wrong = _came(request, limits, _enclosing(number, into))
    if wrong:
        return problems.of_reply(request, wrong, too_large=_too_large(wrong))
    return Status(201, following.request(queries.answering_for(request.actor, number), language_of(request)))


def _enclosing(number: str, into: str) -> Callable[[Actor, Arrivals], Sequence[FieldError]]:
    def laid(by: Actor, came: Arrivals) -> Sequence[FieldError]:
        return operations.enclose(by=by, number=number, arrived=came.files, refused=came.refused, into=into)

    return laid


def _came(
    request: ApiRequest, limits: Limits, laid: Callable[[Actor, Arrivals], Sequence[FieldError]]
) -> Sequence[FieldError]:
    """Takes the files in block by block and has them laid where they belong; what is wrong with those that are not there."""
    receiving.expect(request, {"file": limits})
    came = receiving.arrived(request, "file")
    return laid(replace(request.actor, language=language_of(request)), came)


def _too_large(wrong: Sequence[FieldError]) -> bool:
    return any(each.code == Fault.TOO_LARGE for each in wrong)
