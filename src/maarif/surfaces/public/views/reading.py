"""Pages to be read: help, accessibility, privacy, checking offline; and whether everything works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from maarif.kernel.clock import now
from maarif.kernel.countries import active_country
from maarif.surfaces.public import health
from maarif.surfaces.public import promises as kept


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


def promises(request: HttpRequest) -> HttpResponse:
    """What was promised, and how it was kept."""
    return render(request, "public/promises.html", {"screen": kept.screen(active_country())}, using="jinja2")
