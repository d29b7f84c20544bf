"""A file of a case at the desk: its pages as pictures drawn by ourselves, never the file itself in place."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import render

from maarif.support.files import queries
from maarif.support.files.types import FileNotFound
from maarif.surfaces.desk.screens import files
from maarif.surfaces.desk.screens.office import HOME, office_of
from maarif.surfaces.record.files import attachment, picture
from maarif.surfaces.record.numbers import number_in
from maarif.surfaces.record.visit import Visit, hiding


@hiding(FileNotFound)
def file(request: Visit, file: str) -> HttpResponse:
    """Some pages of a file, to be read in place."""
    page = files.file_for(request.actor, file, begin=number_in(request.GET, "from") or 1)
    return render(request, "desk/file.html", {"page": page, "office": office_of(request.actor, HOME)})


@hiding(FileNotFound)
def content(request: Visit, file: str) -> FileResponse:
    """The file, to be saved."""
    return attachment(queries.content_for(request.actor, file))


@hiding(FileNotFound)
def page(request: Visit, file: str, sheet: int) -> FileResponse:
    """The picture of one page."""
    return picture(queries.preview_for(request.actor, file, sheet))
