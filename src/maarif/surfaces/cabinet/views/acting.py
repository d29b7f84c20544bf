"""What an applicant does with a sent application; every page may be opened twice and every button pressed twice."""

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from maarif.engine.cases import operations, queries
from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.cases.types import LETTER
from maarif.support.files import receiving
from maarif.surfaces.cabinet.screens import acting, cases
from maarif.surfaces.cabinet.views import applications
from maarif.surfaces.record.visit import Visit, hiding, holds_office


@csrf_exempt  # `_answer` checks the token, which nobody may read before the limits of the upload are known
@hiding(CaseNotFound)
def answer(request: Visit, number: str) -> HttpResponseBase:
    """Answers what the office asks, in place; where nothing is asked any more the application itself is shown."""
    limits = queries.limits_of_answer(request.actor, number)
    if limits:
        receiving.expect(request, limits)
    return _answer(request, number, tuple(limits))


@csrf_protect
def _answer(request: Visit, number: str, codes: tuple[str, ...]) -> HttpResponse:
    if not cases.application_for(request.actor, number).may.answer:
        return redirect("cabinet:application", number)
    if request.method != "POST":
        return render(request, "cabinet/answer.html", {"page": acting.answer_for(request.actor, number)})
    came = {code: receiving.arrived(request, code) for code in codes}
    page = acting.answer(request.actor, number, request.POST, came)
    if page is None:
        return redirect(f"{reverse('cabinet:application', args=[number])}?done=answered")
    return render(request, "cabinet/answer.html", {"page": page}, status=page.status)


@csrf_exempt  # `_message` checks the token, as `_answer` does
@hiding(CaseNotFound)
def message(request: Visit, number: str) -> HttpResponseBase:
    """Writes to the office; a message that is not finished or cannot be kept is shown again, its files beside it."""
    receiving.expect(request, queries.limits_of_message(request.actor, number))
    return _message(request, number)


@csrf_protect
def _message(request: Visit, number: str) -> HttpResponse:
    errors = acting.write(request.actor, number, request.POST, receiving.arrived(request, LETTER))
    if errors is None:
        return redirect(f"{reverse('cabinet:application', args=[number])}#thread")
    return applications.shown(request, number, form="message", errors=errors, writing=True)


@hiding(CaseNotFound)
def withdraw(request: Visit, number: str) -> HttpResponse:
    """Takes an application back, after saying what that means."""
    if request.method == "POST":
        acting.withdraw(request.actor, number)
        return redirect("cabinet:application", number)
    _view, row = acting.application(request.actor, number, "withdraw")
    return render(request, "cabinet/withdraw.html", {"number": number, "row": row})


@hiding(CaseNotFound)
def reopen(request: Visit, number: str) -> HttpResponse:
    """Has a decided application considered again, once, with a reason."""
    problem = acting.reopen(request.actor, number, request.POST) if request.method == "POST" else None
    if request.method == "POST" and problem is None:
        return redirect("cabinet:application", number)
    view, row = acting.application(request.actor, number, "reopen_until")
    page = {"number": number, "row": row, "until": view.may.reopen_until, "problem": problem}
    return render(request, "cabinet/reopen.html", page, status=422 if problem else 200)


@hiding(CaseNotFound)
def rate(request: Visit, number: str) -> HttpResponse:
    """Takes the mark of satisfaction."""
    if acting.rate(request.actor, number, request.POST):
        return redirect(f"{reverse('cabinet:application', args=[number])}#satisfied")
    return applications.shown(request, number, form="mark", errors=(acting.no_mark(),))


def signature(request: Visit, number: str) -> HttpResponse:
    """What somebody is asked to sign beside an applicant; whoever signs for an institution is led to do so as its officer."""
    try:
        return _signature(request, number)
    except CaseNotFound as refusal:
        if request.method == "GET" and holds_office(request):
            return redirect("cabinet:signature_of_office", number)
        raise Http404 from refusal


@hiding(CaseNotFound)
def signature_of_office(request: Visit, number: str) -> HttpResponse:
    """The same for an officer of the institution that has to sign."""
    return _signature(request, number)


def _signature(request: Visit, number: str) -> HttpResponse:
    page = acting.sign_for(request.actor, number)
    if request.method == "POST" and request.POST.get("agrees") in ("yes", "no"):
        operations.sign(by=request.actor, number=number, agrees=request.POST["agrees"] == "yes")
        return redirect(request.path)
    return render(request, "cabinet/signature.html", {"page": page, "refusing": request.GET.get("refuse") == "yes"})
