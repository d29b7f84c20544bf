"""Version 1 of the API: its routes, and how it says no."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import HttpError, ValidationError
from ninja.renderers import JSONRenderer

from maarif.engine.registry.errors import NoSuchService, ServiceNotRun
from maarif.kernel.errors import MaarifError, Refusal
from maarif.surfaces.api import problems
from maarif.surfaces.api.openapi import MaarifAPI
from maarif.surfaces.api.routes import cases, catalogue, checks, documents, drafts, files, following, me

DESCRIPTION = """\
E-services of education for programs: the catalogue, one's own applications, drafts and documents, and the check of a document.

Personal addresses need a token from the cabinet (`Authorization: Bearer maarif_...`). Every refusal is a problem+json (RFC 9457) with a
stable `code`. Texts come in the language of `Accept-Language` (az, ru, kk, ky, en). Beginning a draft, saving an answer and withdrawing may be
repeated without harm, and so may putting a file in, taking an application back and signing; sending an application, answering the office, writing to it and
reopening need an `Idempotency-Key`."""


class Plain(JSONRenderer):
    """JSON without escapes and spaces: our letters are two bytes, not six."""

    json_dumps_params: dict[str, Any] = {  # noqa: RUF012 - ninja declares it so
        "ensure_ascii": False,
        "separators": (",", ":"),
    }


api = MaarifAPI(
    renderer=Plain(),
    title="Maarif",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
)
for router in (
    catalogue.router,
    checks.router,
    me.router,
    cases.router,
    following.router,
    drafts.router,
    files.router,
    documents.router,
):
    api.add_router("", router)


def _answer(*kinds: type[Exception]) -> Callable[[Any], Any]:
    """Names the function that answers when one of these is raised."""

    def named(function: Callable[[HttpRequest, Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
        for kind in kinds:
            api.add_exception_handler(kind, function)
        return function

    return named


@_answer(Refusal, NoSuchService, ServiceNotRun)
def _refused(request: HttpRequest, error: MaarifError) -> HttpResponse:
    return problems.of_error(request, error)


@_answer(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problems.of_validation(request, error.errors)


@_answer(Http404)
def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
    return problems.problem(request, "not_found")


@_answer(HttpError)
def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.of_status(request, error.status_code)


@_answer(RequestDataTooBig)
def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problems.problem(request, "too_large")


@_answer(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    return problems.problem(request, "bad_request")
