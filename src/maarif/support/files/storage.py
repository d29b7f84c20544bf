"""Where contents lie on the disk: random names in a folder that no web server serves, readable by the service's user only."""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

BLOCK: Final = 64 * 1024
STRAY_SECONDS: Final = 24 * 60 * 60
PREVIEW: Final = ".page"


def incoming() -> Path:
    """The folder of what is just coming in; made when it is missing."""
    return _made(root() / "incoming")


def root() -> Path:
    """The folder of all files (MAARIF_FILES)."""
    return Path(settings.FILES_FOLDER)


def new_place() -> str:
    """An unguessable name for a content: 128 random bits, which say nothing about it."""
    return secrets.token_hex(16)


def path_of(place: str) -> Path:
    """Where the content of this name lies."""
    return root() / "kept" / place[:2] / place


def room_for(place: str) -> Path:
    """The same, its folder made when it is missing."""
    path = path_of(place)
    _made(path.parent)
    return path


def take_in(path: Path) -> str:
    """Gives an incoming file its place among the kept ones (a link, no copy) and returns the place's name."""
    place = new_place()
    os.link(path, room_for(place))
    return place


def preview_of(place: str, page: int) -> Path:
    """Where the picture of a page lies, once it has been made."""
    return path_of(place).with_name(f"{place}{PREVIEW}{page}.png")


def remove(place: str) -> None:
    """Deletes a content and the pictures of its pages; what is gone already is no error."""
    if not place:
        return
    path = path_of(place)
    for each in (path, *path.parent.glob(f"{place}{PREVIEW}*")):
        each.unlink(missing_ok=True)


def digest_of(path: Path) -> bytes:
    """The SHA-256 of a content, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def old_places() -> Iterator[str]:
    """Names of contents that have lain for more than a day: a row should name each of them."""
    border = time.time() - STRAY_SECONDS
    for path in root().glob("kept/*/*"):
        if path.stat().st_mtime < border and PREVIEW not in path.name:
            yield path.name


def clear_incoming() -> int:
    """Deletes what a crash has left half received for more than a day; returns how many files."""
    border = time.time() - STRAY_SECONDS
    late = [path for path in incoming().iterdir() if path.stat().st_mtime < border]
    for path in late:
        path.unlink(missing_ok=True)
    return len(late)


def _made(folder: Path) -> Path:
    for each in (root(), *reversed(folder.relative_to(root()).parents[:-1]), folder):
        (root() / each).mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
