"""Error pages in the frame and in five languages; none of them shows a traceback, and the bare ones need no database."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

_BARE: Final = frozenset({500, 503})


def page(request: HttpRequest, status: int, *, case: str = "") -> HttpResponse:
    """The page of a status; `case` names a variant of it (`csrf`)."""
    context = {"status": status, "case": case or str(status), "bare": status in _BARE}
    response = render(request, "frame/error.html", context, status=status, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the browser sent something that cannot be understood."""
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: understood and refused."""
    return page(request, 403)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 with what to do: the form was open too long, or cookies are switched off."""
    return page(request, 403, case="csrf")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or none for this reader."""
    return page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429: asked too often; says so and asks for patience."""
    return page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; drawn without the database, and in the plainest words when even that fails."""
    try:
        return page(request, 500)
    except Exception:  # the last door: whatever is broken, the reader gets a sentence and never a traceback
        return HttpResponse(_LAST_WORDS, status=500)


_LAST_WORDS: Final = (
    '<!doctype html><html lang="az"><head><meta charset="utf-8"><title>Maarif</title></head><body><main><h1>Maarif</h1>'
    "<p>Xidmət müvəqqəti olaraq işləmir. Bir neçə dəqiqədən sonra yenidən cəhd edin.</p>"
    '<p lang="ru">Сервис временно недоступен. Повторите попытку через несколько минут.</p>'
    '<p lang="kk">Қызмет уақытша қолжетімсіз. Бірнеше минуттан кейін қайталап көріңіз.</p>'
    '<p lang="ky">Кызмат убактылуу иштебей жатат. Бир нече мүнөттөн кийин кайра аракет кылыңыз.</p>'
    '<p lang="en">The service is not available at the moment. Please try again in a few minutes.</p>'
    "</main></body></html>"
)
