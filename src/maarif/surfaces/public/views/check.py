"""Checking a document: by its code and a date of birth, or by its QR code; the paper itself for whoever proved to hold it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maarif.kernel.clock import now, today
from maarif.kernel.countries import active_country
from maarif.support.documents import queries
from maarif.support.documents.types import DocumentNotFound, Status, Verification
from maarif.surfaces.frame.environment import language
from maarif.surfaces.public.forms import CheckForm, read_check


def by_number(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to it; the answer is never kept by a cache."""
    if request.method != "POST":
        return _form(request, CheckForm())
    form = read_check(request.POST.dict(), today(active_country().time_zone))
    if form.problems or form.born_on is None:
        return _form(request, form, status=422)
    found = queries.verification(form.document, form.born_on, _address(request))
    if found.status is Status.UNKNOWN:
        return _form(request, form, unknown=True)
    return _answer(request, found)


def by_token(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to a QR code."""
    return _answer(request, queries.verify_token(token, _address(request)))


def paper(request: HttpRequest) -> HttpResponse:
    """The signed PDF, for a short while after a check that succeeded."""
    try:
        content = queries.pdf_of_check(request.POST.get("session", ""), language())
    except DocumentNotFound:
        return _form(request, CheckForm(), status=404)
    kind = "inline" if request.POST.get("as") == "view" else "attachment"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'{kind}; filename="maarif.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response


def _form(request: HttpRequest, form: CheckForm, *, status: int = 200, unknown: bool = False) -> HttpResponse:
    context = {"form": form, "unknown": unknown}
    return _unkept(render(request, "public/check.html", context, status=status, using="jinja2"))


def _answer(request: HttpRequest, found: Verification) -> HttpResponse:
    if found.status is Status.BUSY:
        response = render(request, "public/busy.html", status=429, using="jinja2")
        response["Retry-After"] = "600"
        return _unkept(response)
    context = {"found": found, "checked_at": now()}
    return _unkept(render(request, "public/checked.html", context, using="jinja2"))


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex"
    return response


def _address(request: HttpRequest) -> str:
    """The network address that asks, as the server sees it."""
    return str(request.META.get("REMOTE_ADDR", ""))
