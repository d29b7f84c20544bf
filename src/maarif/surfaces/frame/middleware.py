"""Gives a page to answers that Django leaves empty, and remembers the language that the reader chose."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from maarif.surfaces.frame import errors
from maarif.surfaces.frame.context import NAMES

_WITH_PAGE: Final = frozenset({400, 403, 404, 405, 429, 503})


class FrameMiddleware:
    """Stands outermost among the middleware that may refuse, so that every refusal comes in the frame."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers, and dresses what comes back naked."""
        response = self.get_response(request)
        if _is_page(request):
            patch_vary_headers(response, ["Cookie"])  # the look of a page is kept in a cookie
        if _is_page(request) and response.status_code in _WITH_PAGE and _is_empty(response):
            dressed = errors.page(request, response.status_code)
            for name in ("Allow", "Retry-After"):
                if response.has_header(name):
                    dressed[name] = response[name]
            return dressed
        _remember_language(request, response)
        return response


def _is_page(request: HttpRequest) -> bool:
    """Whether a person reads it: addresses of people carry the language, machines' addresses do not."""
    return request.path_info[1:3] in NAMES and request.path_info[3:4] == "/"


def _is_empty(response: HttpResponseBase) -> bool:
    return isinstance(response, HttpResponse) and not response.content


def _remember_language(request: HttpRequest, response: HttpResponseBase) -> None:
    """The language of the page read last greets the reader at the next visit without one (a QR code, the bare address)."""
    code = request.path_info[1:3]
    if response.status_code != 200 or not _is_page(request):
        return
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != code:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=365 * 24 * 60 * 60,
            samesite="Lax",
            httponly=True,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
