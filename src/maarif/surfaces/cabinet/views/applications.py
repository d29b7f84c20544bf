"""Applications: the list, one of them, and the page right after sending."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.engine.cases.errors import CaseNotFound
from maarif.surfaces.cabinet.screens import cases
from maarif.surfaces.record.visit import Visit, hiding


def applications(request: Visit) -> HttpResponse:
    """Everything begun and sent."""
    return render(request, "cabinet/applications.html", {"screen": cases.applications_for(request.actor)})


@hiding(CaseNotFound)
def application(request: Visit, number: str) -> HttpResponse:
    """One application: how it stands, by when it is answered, what has happened."""
    return render(request, "cabinet/application.html", {"case": cases.application_for(request.actor, number)})


@hiding(CaseNotFound)
def sent(request: Visit, number: str) -> HttpResponse:
    """The confirmation right after sending."""
    return render(request, "cabinet/sent.html", {"sent": cases.sent_for(request.actor, number)})
