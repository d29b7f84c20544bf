"""Files of a draft: sent in, taken away again, and opened by those who may."""

from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from maarif.engine.cases import operations
from maarif.engine.forms import FieldError
from maarif.support.files import queries, receiving
from maarif.support.files.types import FileKept, FileNotFound
from maarif.surfaces.cabinet.screens import form, papers, uploads
from maarif.surfaces.cabinet.views.form import of_draft
from maarif.surfaces.record.files import attachment, picture
from maarif.surfaces.record.visit import Visit, hiding

absent = hiding(FileNotFound, FileKept)


@csrf_exempt  # `_question` checks the token, which nobody may read before the limits of the upload are known
@of_draft
def question(request: Visit, draft: UUID, field: str) -> HttpResponseBase:
    """Asks for files and takes them in, each cut at the limit while it comes."""
    receiving.expect(request, papers.limits_for(request.actor, str(draft), field))
    return _question(request, draft, field)


@csrf_protect
def _question(request: Visit, draft: UUID, field: str) -> HttpResponse:
    errors: tuple[FieldError, ...] = ()
    if request.method == "POST":
        came = receiving.arrived(request)
        going_on = request.POST.get("then") == "continue"
        errors = papers.took(request.actor, str(draft), field, came, going_on=going_on)
        if not errors and going_on:
            to_check = request.GET.get("to") == form.CHECK
            return redirect(form.after_answer(request.actor, str(draft), field, to_check=to_check))
        if not errors:
            return redirect(request.get_full_path())
    page = papers.papers_for(request.actor, str(draft), field, errors)
    return render(request, "cabinet/papers.html", {"page": page, "draft": page.bar}, status=uploads.status(errors))


@of_draft
@absent
def remove(request: Visit, draft: UUID, field: str, file: str) -> HttpResponse:
    """Takes one file away again."""
    operations.detach(by=request.actor, draft=str(draft), field=field, public_id=file)
    return redirect("cabinet:papers", draft, field)


@absent
def content(request: Visit, file: str) -> FileResponse:
    """One file, to be saved."""
    return attachment(queries.content_for(request.actor, file))


@absent
def page(request: Visit, file: str, sheet: int) -> FileResponse:
    """The picture of one page of a file."""
    return picture(queries.preview_for(request.actor, file, sheet))
