"""Files of one's own, opened by those who may."""

from django.http import FileResponse

from maarif.support.files import queries
from maarif.support.files.types import FileKept, FileNotFound
from maarif.surfaces.record.files import attachment, picture
from maarif.surfaces.record.visit import Visit, hiding

absent = hiding(FileNotFound, FileKept)


@absent
def content(request: Visit, file: str) -> FileResponse:
    """One file, to be saved."""
    return attachment(queries.content_for(request.actor, file))


@absent
def page(request: Visit, file: str, sheet: int) -> FileResponse:
    """The picture of one page of a file."""
    return picture(queries.preview_for(request.actor, file, sheet))
