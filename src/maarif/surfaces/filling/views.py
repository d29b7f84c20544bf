"""The pages of a form, wherever it is filled in: list of questions, one question, files, check your answers, send once."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from maarif.engine.cases import operations
from maarif.engine.cases.errors import DraftNotFound, NotYourWard, QuestionNotAsked
from maarif.engine.cases.queries import number_of
from maarif.engine.declare import Kind
from maarif.engine.forms import FieldError
from maarif.engine.registry import NoSuchService, ServiceNotRun
from maarif.support.files import receiving
from maarif.support.files.types import FileKept, FileNotFound
from maarif.surfaces.filling import form, papers, sending, uploads
from maarif.surfaces.filling.place import Place
from maarif.surfaces.filling.types import Problem
from maarif.surfaces.record.visit import Visit, hiding

absent = hiding(NotYourWard, QuestionNotAsked, NoSuchService, ServiceNotRun, FileNotFound, FileKept)


def of_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of a draft: one that was sent meanwhile (the back button, another tab) leads to what it became."""

    @wraps(view)
    def guarded(self: "Pages", request: Visit, draft: UUID, **step: str) -> HttpResponseBase:
        place = self.place_of(request, str(draft))
        try:
            return absent(view)(self, request, place, str(draft), **step)
        except DraftNotFound as refusal:
            number = number_of(place.viewer, str(draft))
            if number is None:
                raise Http404 from refusal
            return redirect(place.sent_href(number))

    return guarded


@dataclass(frozen=True)
class Pages:
    """The pages of drafts in one place; `place_of` says which, and refuses whoever has no draft there (404)."""

    place_of: Callable[[Visit, str], Place]

    @of_draft
    def tasks(self, request: Visit, place: Place, draft: str) -> HttpResponseBase:
        """The questions of a draft and how far it is."""
        screen = form.tasks_for(place, draft)
        said = {"screen": screen, "draft": screen.bar, "link_sent": "link" in request.GET}
        return _draw(request, place, "tasks", said)

    @of_draft
    def question(self, request: Visit, place: Place, draft: str, field: str) -> HttpResponseBase:
        """Asks one question; an answer that is not accepted is shown again beside what is wrong with it."""
        typed, error = None, None
        if request.method == "POST":
            typed = form.typed_in(request.POST, field)
            error = operations.save_answer(by=place.viewer, draft=draft, field=field, raw=typed)
            if "search" in request.POST:
                if not form.names_somebody(request.POST, field):
                    return redirect(form.searching(request.get_full_path(), request.POST, field))
                typed, error = None, None
            elif error is None:
                return redirect(_onward(request, place, draft, field))
        words = (request.POST if "search" in request.POST else request.GET).get(form.box(field), "")
        page = form.question_for(place, draft, field, typed=typed, error=error, words=words)
        if page.field.kind == Kind.FILE:
            return redirect(place.to("papers", draft, field))
        return _draw(request, place, "question", {"page": page, "draft": page.bar}, 200 if error is None else 422)

    @of_draft
    def autosave(self, request: Visit, place: Place, draft: str, field: str) -> HttpResponseBase:
        """Keeps an answer while it is being given; says when it was kept, nothing when it cannot be kept yet."""
        typed = form.typed_in(request.POST, field)
        error = operations.save_answer(by=place.viewer, draft=draft, field=field, raw=typed)
        return _draw(request, place, "saved", {"saved_at": timezone.now() if error is None else None})

    @csrf_exempt  # `_papers` checks the token, which nobody may read before the limits of the upload are known
    @of_draft
    def papers(self, request: Visit, place: Place, draft: str, field: str) -> HttpResponseBase:
        """Asks for files and takes them in, each cut at the limit while it comes."""
        receiving.expect(request, {field: papers.limits_for(place.viewer, draft, field)})
        return _papers(request, place, draft, field)

    @of_draft
    def remove(self, request: Visit, place: Place, draft: str, field: str, file: str) -> HttpResponseBase:
        """Takes one file away again."""
        operations.detach(by=place.viewer, draft=draft, field=field, public_id=file)
        return redirect(place.to("papers", draft, field))

    @of_draft
    def check(self, request: Visit, place: Place, draft: str) -> HttpResponseBase:
        """Check your answers; sending happens once however often the button is pressed."""
        problems: tuple[Problem, ...] = ()
        if request.method == "POST":
            result = sending.send(place, draft, request.POST)
            if result.href:
                return redirect(result.href)
            problems = result.problems
        screen = form.check_for(place, draft, problems=problems)
        if not screen.ready:
            return redirect(screen.next_href)
        return _draw(request, place, "check", {"screen": screen, "draft": screen.bar}, 422 if problems else 200)

    @of_draft
    def discard(self, request: Visit, place: Place, draft: str) -> HttpResponseBase:
        """Deletes a draft and its answers, after asking."""
        if request.method == "POST":
            operations.withdraw(by=place.viewer, draft=draft)
            return redirect(place.leave[1])
        return _draw(request, place, "discard", {"draft": form.discard_for(place, draft)})


@csrf_protect
def _papers(request: Visit, place: Place, draft: str, field: str) -> HttpResponse:
    errors: tuple[FieldError, ...] = ()
    if request.method == "POST":
        came = receiving.arrived(request, field)
        going_on = request.POST.get("then") == "continue"
        errors = papers.took(place.viewer, draft, field, came, going_on=going_on)
        if not errors:
            return redirect(_onward(request, place, draft, field) if going_on else request.get_full_path())
    page = papers.papers_for(place, draft, field, errors)
    return _draw(request, place, "papers", {"page": page, "draft": page.bar}, uploads.status(errors))


def _onward(request: Visit, place: Place, draft: str, field: str) -> str:
    return form.after_answer(place, draft, field, to_check=request.GET.get("to") == form.CHECK)


def _draw(request: Visit, place: Place, page: str, said: dict[str, object], status: int = 200) -> HttpResponse:
    return render(request, f"filling/{page}.html", {**place.extra, **said}, status=status)
