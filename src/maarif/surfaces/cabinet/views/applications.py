"""Applications: the list, one of them, and the page right after sending."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.engine.cases.errors import CaseNotFound
from maarif.surfaces.cabinet.screens import cases, following
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding


def applications(request: Visit) -> HttpResponse:
    """Everything begun and sent, or only what is open, waits for the visitor, has ended, or is about one child."""
    screen = cases.applications_for(request.actor, request.GET.get("show", ""), number_in(request.GET, "child"))
    return render(request, "cabinet/applications.html", {"screen": screen})


@hiding(CaseNotFound)
def application(request: Visit, number: str) -> HttpResponse:
    """One application: how it stands, by when it is answered, what has happened."""
    return shown(request, number)


def shown(request: Visit, number: str, *, wrong: str = "") -> HttpResponse:
    """The page; `wrong` names the form of it whose words could not be kept, shown again as they were typed."""
    words = {
        "case": cases.application_for(request.actor, number),
        "unsent": request.POST.get("text", ""),
        "wrong": wrong,
        "done": request.GET.get("done", ""),
        "marks": following.marks(),
    }
    return render(request, "cabinet/application.html", words, status=422 if wrong else 200)


@hiding(CaseNotFound)
def sent(request: Visit, number: str) -> HttpResponse:
    """The confirmation right after sending."""
    return render(request, "cabinet/sent.html", {"sent": cases.sent_for(request.actor, number)})
