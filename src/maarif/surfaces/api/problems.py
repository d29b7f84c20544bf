"""Refusals as problem+json (RFC 9457): a stable code, a status, a title in the reader's language, the fields at fault."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from maarif.engine.cases.errors import (
    DraftIncomplete,
    NotAllowed,
    NotedWrong,
)
from maarif.engine.decisions.types import Reason
from maarif.engine.forms import FieldError
from maarif.kernel.countries import LawArticle
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import Text
from maarif.surfaces.api.speech import language_of

MEDIA_TYPE: Final = "application/problem+json"
HOME: Final = "/api/v1/problems/"

# Codes of the rooms below that say the same to a program: what is absent and what is not yours look alike.
_ALIKE: Final[Mapping[str, str]] = {
    "draft_not_found": "not_found",
    "case_not_found": "not_found",
    "file_not_found": "not_found",
    "file_kept": "not_found",
    "document_not_found": "not_found",
    "no_such_service": "not_found",
    "service_not_run": "not_found",
    "human_stage_not_run": "not_found",
    "not_your_ward": "not_found",
}
# Where the parts of an answer to the office stand in the request of a program; every other field is a correction.
_REPLY: Final[Mapping[str, str]] = {"text": "text", "enclosed": "files", "letter": "files"}
_BY_STATUS: Final[Mapping[int, str]] = {
    400: "bad_request",
    401: "invalid_token",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "busy",
}
_RETRY_AFTER: Final[Mapping[str, int]] = {"submission_in_flight": 1, "busy": 600}


def codes() -> tuple[str, ...]:
    """Every code that a problem may have."""
    return tuple(_known())


def status_of(code: str) -> int:
    """The HTTP status of a code."""
    return _known()[code][0]


def title_of(code: str) -> Text:
    """The words of a code."""
    return _known()[code][1]


def problem(request: HttpRequest, code: str, *, status: int | None = None, **more: object) -> HttpResponse:
    """The answer with a code; `more` are members of its own such as `errors`."""
    language = language_of(request)
    body = {
        "type": f"{HOME}{code}",
        "title": title_of(code).in_(language),
        "status": status or status_of(code),
        "code": code,
        **more,
    }
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=status or status_of(code), content_type=MEDIA_TYPE
    )
    response["Content-Language"] = language
    if code in _RETRY_AFTER:
        response["Retry-After"] = str(_RETRY_AFTER[code])
    return response


def of_error(request: HttpRequest, error: MaarifError) -> HttpResponse:
    """A named error as the problem that stands for it; an unknown one is refused without words of its own."""
    code = _ALIKE.get(error.code, error.code)
    language = language_of(request)
    if isinstance(error, NotAllowed):
        return problem(request, "not_allowed", reasons=[reason_json(each, language) for each in error.reasons])
    if isinstance(error, DraftIncomplete):
        missing = [fault(f"answers.{field}", "missing", language) for field in _names(error.params.get("missing"))]
        return problem(request, "draft_incomplete", errors=missing)
    if isinstance(error, NotedWrong):
        return of_reply(request, error.errors)
    return problem(request, code if code in _known() else "refused")


def of_answer(request: HttpRequest, error: FieldError) -> HttpResponse:
    """An answer that a question does not take, in the service's own words."""
    found = {"field": error.field, "code": error.code, "detail": error.text}
    return problem(request, "answer_refused", errors=[found])


def of_files(request: HttpRequest, errors: Sequence[FieldError], *, too_large: bool = False) -> HttpResponse:
    """Files that a question does not take, in the service's own words, each by its name."""
    found = [{"field": each.field, "code": each.code, "detail": each.text} for each in errors]
    return problem(request, "too_large" if too_large else "answer_refused", errors=found)


def of_reply(request: HttpRequest, errors: Sequence[FieldError], *, too_large: bool = False) -> HttpResponse:
    """An answer to the office that is not accepted; one that says nothing lacks its text."""
    found = [
        {"field": _REPLY.get(each.field, f"corrections.{each.field}"), "code": each.code, "detail": each.text}
        for each in errors
    ]
    missing = [fault("text", "missing", language_of(request))]
    return problem(request, "too_large" if too_large else "answer_refused", errors=found or missing)


def of_status(request: HttpRequest, status: int) -> HttpResponse:
    """What Django itself refuses, by its status."""
    return problem(request, _BY_STATUS.get(status, "internal" if status >= 500 else "refused"), status=status)


def of_validation(request: HttpRequest, errors: Sequence[Mapping[str, Any]]) -> HttpResponse:
    """Fields that do not fit the description, each by its name and with a reason."""
    language = language_of(request)
    found = [fault(_field(each["loc"]), _fault_of(str(each["type"])), language) for each in errors]
    return problem(request, "invalid", errors=found)


def fault(field: str, code: str, language: str) -> dict[str, str]:
    """One field at fault."""
    return {"field": field, "code": code, "detail": faults()[code].in_(language)}


def reason_json(reason: Reason, language: str) -> dict[str, object]:
    """Why the rules do not grant it, what to do, by which law."""
    return {
        "rule": reason.rule,
        "reason": reason.reason.in_(language),
        "remedy": reason.remedy.in_(language),
        "law": law_json(reason.law, language),
        "instead": list(reason.instead),
    }


def law_json(article: LawArticle | None, language: str) -> dict[str, str] | None:
    """A legal basis that people are shown."""
    if article is None:
        return None
    return {"article": article.article.in_(language), "text": article.text.in_(language), "url": article.url}


@cache
def faults() -> Mapping[str, Text]:
    """What can be wrong with a field."""
    return {code: Text.of(words) for code, words in _table("faults.toml").items()}


@cache
def _known() -> Mapping[str, tuple[int, Text]]:
    return {code: (row["status"], Text.of(row["title"])) for code, row in _table("problems.toml").items()}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("maarif.surfaces.api").joinpath(name).read_text(encoding="utf-8"))


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, tuple | list) else ()


def _field(location: Sequence[object]) -> str:
    """The name of a field as the program wrote it: the place (body, query, path) and our own parameter are left out."""
    parts = [str(part) for part in location]
    return ".".join(parts[2:] if parts[:1] == ["body"] and len(parts) > 2 else parts[1:]) or "body"


_FAULTS: Final = (
    ("missing", "missing"),
    ("extra_forbidden", "unknown_field"),
    ("too_long", "too_long"),
    ("too_short", "too_short"),
    ("greater_than", "out_of_range"),
    ("less_than", "out_of_range"),
    ("enum", "not_offered"),
    ("literal_error", "not_offered"),
    ("date", "not_a_date"),
)


def _fault_of(kind: str) -> str:
    return next((code for part, code in _FAULTS if part in kind), "wrong_form")
