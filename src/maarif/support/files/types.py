"""Values that cross the door of the files room: what may be sent in, what was found, why it is refused."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from maarif.kernel.errors import Refusal

MEGABYTE: Final = 1024 * 1024


class FileType(StrEnum):
    """What a question can ask for; a closed list, because everything on it can be made safe."""

    PDF = "pdf"
    IMAGE = "image"


class Format(StrEnum):
    """What a file is, found in its content; pictures of three formats are kept as JPEG or PNG."""

    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"

    @property
    def media(self) -> str:
        """The media type that it is served under."""
        return "application/pdf" if self is Format.PDF else f"image/{self.value}"

    @property
    def ending(self) -> str:
        """The ending that its name gets."""
        return "jpg" if self is Format.JPEG else self.value


MEDIA: Final = {
    FileType.PDF: (("application/pdf",), (".pdf",)),
    FileType.IMAGE: (("image/jpeg", "image/png", "image/webp"), (".jpg", ".jpeg", ".png", ".webp")),
}
"""Media types and endings that a browser's picker offers for each type; what a file really is, its content says."""


class State(StrEnum):
    """Where a file stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    CLEAN = "clean"
    REFUSED = "refused"


LIVE: Final = (State.RECEIVED, State.CHECKING, State.CLEAN)
"""States of a file that still counts as an answer."""


class Scan(StrEnum):
    """What the virus scanner said; WAITING when it did not answer, NOT_SCANNED when none is configured."""

    NOT_SCANNED = "not_scanned"
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


class Fault(StrEnum):
    """Why a file is refused; each has its sentence in five languages, a service may say its own."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    CUT = "cut"
    WRONG_TYPE = "wrong_type"
    HEIC = "heic"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    ACTIVE = "active"
    TOO_HEAVY = "too_heavy"
    INFECTED = "infected"
    TOO_MANY = "too_many"
    TOO_OFTEN = "too_often"
    NO_ROOM = "no_room"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one question takes: types, bytes of a file, pages of a PDF, files in all."""

    accepts: tuple[FileType, ...]
    most_bytes: int
    most_pages: int
    most_files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the examination of a content found: a fault, or format, pages and whether the cleaned content is a new one."""

    fault: Fault | None = None
    format: Format | None = None
    pages: int | None = None
    rewritten: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCard:
    """One file as pages show it; `size` in bytes, of the content that is kept."""

    public_id: str
    name: str
    size: int
    state: State
    fault: Fault | None
    format: Format | None
    pages: int | None
    scan: Scan
    question: str
    received_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """A file as an application names it."""

    public_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A file that has just come in whole: where it lies for now, its size and the digest of what was sent."""

    name: str
    path: Path
    size: int
    digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The kept content of a file, to be served."""

    card: FileCard
    path: Path
    media: str


class FileNotFound(Refusal):
    """There is no such file for this viewer."""


class FileKept(Refusal):
    """The file belongs to an application that was sent: it cannot be changed or taken away."""


class NotReady(Refusal):
    """A file of an application is not there, refused or still being checked; `params` name the files."""


class TooOften(Refusal):
    """The person has sent in more files within an hour than anybody needs."""
