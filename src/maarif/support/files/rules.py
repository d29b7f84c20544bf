"""Names of files as we keep and show them, and the limits of a question as a row keeps them."""

import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from maarif.support.files.types import FileType, Format, Limits

LONGEST_NAME: Final = 120
NAMELESS: Final = "file"
_KEPT_OUT: Final = frozenset('<>:"/\\|?*')
_UNSEEN: Final = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def clean_name(name: str) -> str:
    """The last part of a name without what can mislead: controls, turning marks, signs that paths are made of."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/").rpartition("/")[2])
    seen = "".join(each for each in last if each not in _KEPT_OUT and unicodedata.category(each) not in _UNSEEN)
    kept = " ".join(seen.split()).strip(". ")
    if len(kept) <= LONGEST_NAME:
        return kept or NAMELESS
    stem, dot, ending = kept.rpartition(".")
    if dot and len(ending) <= 8:
        return f"{stem[: LONGEST_NAME - len(ending) - 1].rstrip()}.{ending}"
    return kept[:LONGEST_NAME].rstrip()


def named_after(name: str, format: Format) -> str:
    """The name with the ending of what the file really is: `x.html` that is a picture becomes `x.png`."""
    stem, dot, ending = name.rpartition(".")
    same = {Format.JPEG: ("jpg", "jpeg"), Format.PNG: ("png",), Format.PDF: ("pdf",)}[format]
    if dot and ending.lower() in same:
        return name
    bare = stem if dot and stem and len(ending) <= 5 else name
    return f"{bare[: LONGEST_NAME - 5]}.{format.ending}"


def kept_limits(limits: Limits) -> dict[str, Any]:
    """Limits as JSON keeps them."""
    return {
        "accepts": [each.value for each in limits.accepts],
        "bytes": limits.most_bytes,
        "pages": limits.most_pages,
        "files": limits.most_files,
    }


def limits_of(kept: Mapping[str, Any]) -> Limits:
    """Limits from what `kept_limits` made of them."""
    return Limits(
        accepts=tuple(FileType(each) for each in kept["accepts"]),
        most_bytes=kept["bytes"],
        most_pages=kept["pages"],
        most_files=kept["files"],
    )
