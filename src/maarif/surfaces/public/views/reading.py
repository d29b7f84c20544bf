"""Pages to be read: help, accessibility, privacy, checking offline; and whether everything works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maarif.kernel.clock import now
from maarif.surfaces.public import health


def page(request: HttpRequest, name: str) -> HttpResponse:
    """A page without data of its own."""
    return render(request, f"public/{name}.html", using="jinja2")


def status(request: HttpRequest) -> HttpResponse:
    """What works and what does not, asked now."""
    answers = health.ask()
    context = {"answers": answers, "well": all(answer.works for answer in answers), "asked_at": now()}
    response = render(request, "public/status.html", context, using="jinja2")
    response["Cache-Control"] = "no-store"
    return response
