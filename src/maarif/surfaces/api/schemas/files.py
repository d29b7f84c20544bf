"""Shapes of files on their way: what fits, what lies ready."""

from ninja import Schema

from maarif.engine.declare import FileType
from maarif.support.files.types import State
from maarif.surfaces.api.schemas.cases import FileOut


class LimitsOut(Schema):
    """What fits into an answer or a message: types, bytes of a file, pages of a PDF, files in all."""

    accepts: list[FileType]
    most_bytes: int
    most_pages: int
    most_files: int


class EnclosedOut(FileOut):
    """A file put in and not sent yet; only a `clean` one can be sent."""

    state: State
    pages: int | None


class TrayOut(Schema):
    """The files that lie ready for the next message, and what fits."""

    limits: LimitsOut
    files: list[EnclosedOut]


class ReplacingOut(Schema):
    """A question for files that may be answered anew: those sent `before` may stay, `files` lie ready to come beside them or instead."""

    code: str
    label: str
    limits: LimitsOut
    before: list[FileOut]
    files: list[EnclosedOut]
