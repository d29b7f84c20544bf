"""Dresses whatever the API refuses as problem+json, and answers HEAD as GET without a body."""

import json
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from maarif.surfaces.api import problems
from maarif.surfaces.api.speech import language_of

PREFIX: Final = "/api/"
_KEPT: Final = ("Allow", "Retry-After", "WWW-Authenticate", "Cache-Control", "Vary")


class ApiMiddleware:
    """Stands outside everything that may refuse, so that hosts, sessions, the door and unknown addresses speak to programs too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes everything that is not the API's; there, every refusal becomes a problem in the reader's language."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        head = request.method == "HEAD"
        if head:
            request.method = "GET"
        response = self.get_response(request)
        if response.status_code >= 400:
            response = _dressed(request, response)
        response["Content-Language"] = language_of(request)
        if head:
            request.method = "HEAD"
            response["Content-Length"] = str(len(response.content))
            response.content = b""
        return response


def _dressed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A problem of ours stays; one of the door's gets its words; a page becomes a problem."""
    if response.headers.get("Content-Type", "").startswith(problems.MEDIA_TYPE):
        body = json.loads(response.content)
        if body.get("type") != "about:blank":
            return response
        dressed = problems.problem(request, body["code"], scope=body["scope"])
    else:
        dressed = problems.of_status(request, response.status_code)
    for name in _KEPT:
        if response.has_header(name):
            dressed[name] = response[name]
    return dressed
