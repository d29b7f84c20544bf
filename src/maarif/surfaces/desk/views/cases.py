"""The list of cases, one case, its verbs, its decision: each view translates, calls once, translates back."""

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from maarif.engine.cases.errors import CaseNotFound, NothingToDecide
from maarif.engine.cases.queries import limits_of_message
from maarif.engine.cases.types import LETTER
from maarif.kernel.errors import Refusal as Refused
from maarif.support.access.budgets import LookBudgetSpent
from maarif.support.access.queries import today
from maarif.support.files import receiving
from maarif.support.parties import queries as reading
from maarif.surfaces.desk.screens import acts, inbox, people
from maarif.surfaces.desk.screens import case as screens
from maarif.surfaces.desk.screens.office import CASES, office_of
from maarif.surfaces.desk.types.case import CaseDraft
from maarif.surfaces.record.visit import Visit, hiding

SEEN: Final = "desk.cases_seen"
HAND_OVER: Final = "hand_over"
"""The verb that has a page of its own."""


def cases(request: Visit) -> HttpResponse:
    """The list; a search comes by POST, so that no personal number stands in an address."""
    if request.method == "POST":
        query = inbox.query_of(request.GET)
        kept = {name: value for name, value in query.items() if name not in ("q", "person")}
        found = inbox.searched_for(request.POST.get("search", ""))
        return redirect(inbox.address_of({**kept, **found}))
    page = inbox.inbox_for(request.actor, request.GET, after=request.GET.get("after"))
    return render(
        request,
        "desk/cases.html",
        {"inbox": page, "said": messages.get_messages(request), "office": office_of(request.actor, CASES)},
    )


@hiding(CaseNotFound)
def case(request: Visit, number: str) -> HttpResponse:
    """One case."""
    return _case_page(request, number, CaseDraft(), 200)


@hiding(CaseNotFound)
def act(request: Visit, number: str) -> HttpResponse:
    """One verb of a case: done and told, or refused with what was typed."""
    verb = request.POST.get("verb", "")
    try:
        draft = acts.do(request.actor, number, verb, request.POST)
    except CaseNotFound:
        raise
    except Refused as refusal:
        messages.error(request, acts.refused(request.actor, number, refusal))
        return redirect("desk:case", number)
    if draft.errors and verb == HAND_OVER:
        return _hand_over_page(request, number, draft)
    if draft.errors:
        return _case_page(request, number, draft, 422)
    messages.success(request, acts.done(verb))
    return redirect(acts.after(verb, number, request.POST))


@csrf_exempt  # `_message` checks the token, which nobody may read before the limits of the upload are known
@hiding(CaseNotFound)
def message(request: Visit, number: str) -> HttpResponseBase:
    """A message to the applicant: sent, or shown again while its files are laid ready or something is wrong with it."""
    receiving.expect(request, limits_of_message(request.actor, number))
    return _message(request, number)


@csrf_protect
def _message(request: Visit, number: str) -> HttpResponse:
    try:
        draft = acts.write(request.actor, number, request.POST, receiving.arrived(request, LETTER))
    except NothingToDecide as refusal:
        messages.error(request, acts.refused(request.actor, number, refusal))
        return redirect("desk:case", number)
    if draft is not None:
        return _case_page(request, number, draft, 422 if draft.errors else 200, writing=True)
    messages.success(request, acts.done("message"))
    return redirect("desk:case", number)


@hiding(CaseNotFound)
def decide(request: Visit, number: str) -> HttpResponse:
    """A decision: first everything that it will do, then, confirmed, the decision itself."""
    if request.method != "POST":
        return redirect("desk:case", number)
    given = acts.decision_in(request.POST)
    if not given["to"]:
        return _case_page(request, number, acts.kept("decide", request.POST, (acts.no_way_chosen(),)), 422)
    try:
        page = screens.decision_for(request.actor, number, **given)
        if page.errors or request.POST.get("change"):
            return _case_page(
                request, number, acts.kept("decide", request.POST, page.errors), 422 if page.errors else 200
            )
        if request.POST.get("confirmed") != "yes":
            return _decision_page(request, number, page)
        acts.decide(request.actor, number, request.POST)
    except (NothingToDecide, Refused) as refusal:
        if isinstance(refusal, CaseNotFound):
            raise
        if (problem := acts.prevented(request.actor, number, given["to"], refusal)) is not None:
            return _case_page(request, number, acts.kept("decide", request.POST, (problem,)), 422)
        messages.error(request, acts.refused(request.actor, number, refusal))
        return redirect("desk:case", number)
    messages.success(request, acts.done("decide"))
    return redirect("desk:case", number)


@hiding(CaseNotFound)
def looks(request: Visit, number: str) -> HttpResponse:
    """Who looked at the person in this case."""
    page = {"looks": acts.looks_for(request.actor, number), "number": number}
    return render(request, "desk/case_looks.html", {**page, "office": office_of(request.actor, CASES)})


@hiding(CaseNotFound)
def hand_over(request: Visit, number: str) -> HttpResponse:
    """Looks for the office to which the case belongs."""
    return _hand_over_page(request, number, CaseDraft())


def _hand_over_page(request: Visit, number: str, draft: CaseDraft) -> HttpResponse:
    words = (draft.value(HAND_OVER, "q") or request.GET.get("q", ""))[:100]
    page = {"found": acts.offices_found(request.actor, number, words), "words": words, "number": number}
    context = {**page, "draft": draft, "office": office_of(request.actor, CASES)}
    return render(request, "desk/case_hand_over.html", context, status=422 if draft.errors else 200)


def _case_page(request: Visit, number: str, draft: CaseDraft, status: int, *, writing: bool = False) -> HttpResponse:
    with reading.page():
        return _case_drawn(request, number, draft, status, writing=writing)


def _case_drawn(request: Visit, number: str, draft: CaseDraft, status: int, *, writing: bool = False) -> HttpResponse:
    seen = _seen_today(request)
    try:
        page = screens.open_case(request.actor, number, seen_today=number in seen, writing=writing)
    except LookBudgetSpent:
        context: dict[str, Any] = {"refusal": people.spent(), "back": "", "office": office_of(request.actor, CASES)}
        return render(request, "desk/case_refused.html", context, status=429)
    if number not in seen:
        request.session[SEEN] = {"day": today().isoformat(), "cases": [*seen, number][-300:]}
    context = {
        "case": page,
        "draft": draft,
        "said": messages.get_messages(request),
        "office": office_of(request.actor, CASES),
    }
    return render(request, "desk/case.html", context, status=status)


def _decision_page(request: Visit, number: str, page: object) -> HttpResponse:
    context = {
        "decision": page,
        "number": number,
        "seen": request.POST.get("seen", ""),
        "as_of": request.POST.get("as_of", ""),
    }
    return render(request, "desk/decision.html", {**context, "office": office_of(request.actor, CASES)})


def _seen_today(request: HttpRequest) -> list[str]:
    kept: Mapping[str, Any] = request.session.get(SEEN) or {}
    return list(kept["cases"]) if kept.get("day") == today().isoformat() else []
