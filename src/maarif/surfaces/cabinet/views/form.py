"""The form of any service: start, task list, one question per page, check your answers, send once."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from maarif.engine.cases import operations
from maarif.engine.cases.errors import (
    DraftNotFound,
    NotAllowed,
    NotYourWard,
    QuestionNotAsked,
)
from maarif.engine.cases.queries import number_of
from maarif.engine.declare import Kind
from maarif.engine.registry import NoSuchService, ServiceNotRun
from maarif.surfaces.cabinet.screens import form, reminding, sending
from maarif.surfaces.cabinet.types import Problem
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding

absent = hiding(NotYourWard, QuestionNotAsked, NoSuchService, ServiceNotRun)


def of_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of a draft: one that was sent meanwhile (the back button, another tab) leads to its application."""

    @wraps(view)
    def guarded(request: Visit, draft: UUID, **place: str) -> HttpResponseBase:
        try:
            return absent(view)(request, draft, **place)
        except DraftNotFound as refusal:
            number = number_of(request.actor, str(draft))
            if number is None:
                raise Http404 from refusal
            return redirect("cabinet:application", number)

    return guarded


@absent
def apply(request: Visit, service: str) -> HttpResponse:
    """Whether the visitor may have the service; starting makes a draft, or finds the one already open."""
    given = request.POST or request.GET
    subject, begun = number_in(given, "for"), form.begun(given, service)
    if request.method != "POST":
        start = form.start_for(request.actor, service, subject=subject, begun=begun)
        return render(request, "cabinet/apply.html", {"start": start})
    try:
        draft = operations.start_draft(by=request.actor, service=service, subject=subject)
    except NotAllowed as refusal:
        start = form.start_for(request.actor, service, subject=subject, refused=refusal.reasons)
        return render(request, "cabinet/apply.html", {"start": start}, status=422)
    form.begin(request.actor, draft, begun)
    return redirect(form.first_page(request.actor, draft))


@of_draft
def tasks(request: Visit, draft: UUID) -> HttpResponse:
    """The questions of a draft and how far it is."""
    screen = form.tasks_for(request.actor, str(draft))
    return render(
        request, "cabinet/tasks.html", {"screen": screen, "draft": screen.bar, "link_sent": "link" in request.GET}
    )


@of_draft
def remind(request: Visit, draft: UUID) -> HttpResponse:
    """Sends the visitor the link of the draft, to go on later or on another device."""
    reminding.send_link(request.actor, str(draft))
    return redirect(f"{reverse('cabinet:draft', args=[draft])}?link=sent")


@of_draft
def question(request: Visit, draft: UUID, field: str) -> HttpResponse:
    """Asks one question; an answer that is not accepted is shown again beside what is wrong with it."""
    typed, error = None, None
    if request.method == "POST":
        typed = form.typed_in(request.POST, field)
        error = operations.save_answer(by=request.actor, draft=str(draft), field=field, raw=typed)
        if "search" in request.POST:
            return redirect(form.searching(request.get_full_path(), request.POST, field))
        if error is None:
            to_check = request.GET.get("to") == form.CHECK
            return redirect(form.after_answer(request.actor, str(draft), field, to_check=to_check))
    words = request.GET.get(form.box(field), "")
    page = form.question_for(request.actor, str(draft), field, typed=typed, error=error, words=words)
    if page.field.kind == Kind.FILE:
        return redirect("cabinet:papers", draft, field)
    status = 200 if error is None else 422
    return render(request, "cabinet/question.html", {"page": page, "draft": page.bar}, status=status)


@of_draft
def autosave(request: Visit, draft: UUID, field: str) -> HttpResponse:
    """Keeps an answer while it is being given; says when it was kept, nothing when it cannot be kept yet."""
    typed = form.typed_in(request.POST, field)
    error = operations.save_answer(by=request.actor, draft=str(draft), field=field, raw=typed)
    return render(request, "cabinet/saved.html", {"saved_at": timezone.now() if error is None else None})


@of_draft
def check(request: Visit, draft: UUID) -> HttpResponse:
    """Check your answers; sending happens once however often the button is pressed."""
    problems: tuple[Problem, ...] = ()
    if request.method == "POST":
        result = sending.send(request.actor, str(draft), request.POST)
        if result.href:
            return redirect(result.href)
        problems = result.problems
    screen = form.check_for(request.actor, str(draft), problems=problems)
    if not screen.ready:
        return redirect(screen.next_href)
    status = 422 if problems else 200
    return render(request, "cabinet/check.html", {"screen": screen, "draft": screen.bar}, status=status)


@of_draft
def discard(request: Visit, draft: UUID) -> HttpResponse:
    """Deletes a draft and its answers, after asking."""
    if request.method == "POST":
        operations.withdraw(by=request.actor, draft=str(draft))
        return redirect("cabinet:applications")
    return render(request, "cabinet/discard.html", {"draft": form.discard_for(request.actor, str(draft))})
