"""Applications: the list, one of them, and the page right after sending."""

from django.http import HttpResponse
from django.shortcuts import render

from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.forms import FieldError
from maarif.surfaces.cabinet.screens import cases, following
from maarif.surfaces.filling import uploads
from maarif.surfaces.filling.types import Problem
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


def shown(
    request: Visit, number: str, *, form: str = "", errors: tuple[FieldError, ...] = (), writing: bool = False
) -> HttpResponse:
    """The page; `form` names the one of it whose words are shown again as they were typed, `errors` say what is wrong with it.

    Whoever is `writing` sees the files that lie ready for the message.
    """
    words = {
        "case": cases.application_for(request.actor, number, errors, writing=writing),
        "unsent": request.POST.get("text", ""),
        "form": form,
        "problems": tuple(Problem(code=error.field, text=error.text) for error in errors),
        "done": request.GET.get("done", ""),
        "marks": following.marks(),
    }
    return render(request, "cabinet/application.html", words, status=uploads.status(errors))


@hiding(CaseNotFound)
def sent(request: Visit, number: str) -> HttpResponse:
    """The confirmation right after sending."""
    return render(request, "cabinet/sent.html", {"sent": cases.sent_for(request.actor, number)})
