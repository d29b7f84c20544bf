"""The limited process: reads one content that nobody trusts, says what it is, and writes a form of it that is safe.

Run as `python -I -m maarif.support.files.examining REQUEST`, a JSON object; answers one JSON object on standard output. It limits
itself before it reads anything: memory, processor time, size of what it writes, open files. A content that needs more ends
this process and nothing else.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

MEMORY: Final = 256 * 1024 * 1024
CPU_SECONDS: Final = 10
WRITTEN: Final = 64 * 1024 * 1024
OPEN_FILES: Final = 64
_HEIC: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")


def limit() -> None:
    """Takes from this process what a harmless content never needs."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def kind_of(beginning: bytes) -> str:
    """What the first bytes say: pdf, jpeg, png, webp, heic, or nothing."""
    if beginning.startswith(b"%PDF-"):
        return "pdf"
    if beginning.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if beginning.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if beginning[:4] == b"RIFF" and beginning[8:12] == b"WEBP":
        return "webp"
    return "heic" if beginning[4:8] == b"ftyp" and beginning[8:12] in _HEIC else ""


def check(*, source: str, target: str, accepts: list[str], most_pages: int) -> dict[str, Any]:
    """The verdict on one content, as JSON."""
    from maarif.support.files import images, pdfs
    from maarif.support.files.types import Fault, FileType

    with Path(source).open("rb") as file:
        kind = kind_of(file.read(32))
    wanted = FileType.PDF if kind == "pdf" else FileType.IMAGE
    if not kind or wanted.value not in accepts:
        return {"fault": Fault.WRONG_TYPE.value}
    if kind == "heic":
        return {"fault": Fault.HEIC.value}
    try:
        verdict = (
            pdfs.examine(Path(source), Path(target), most_pages)
            if kind == "pdf"
            else images.examine(Path(source), Path(target), kind)
        )
    except pdfs.Refused as refused:
        return {"fault": refused.fault.value}
    except MemoryError:
        return {"fault": Fault.TOO_HEAVY.value}
    except Exception:  # a hostile content makes a library fail in any way that it can
        return {"fault": Fault.BROKEN.value}
    found = verdict.format.value if verdict.format is not None else ""
    return {"format": found, "pages": verdict.pages, "rewritten": verdict.rewritten}


def preview(*, source: str, target: str, format: str, page: int, width: int) -> dict[str, Any]:
    """Draws one page; says whether it is done."""
    from maarif.support.files import images, pdfs

    try:
        if format == "pdf":
            pdfs.draw(Path(source), Path(target), page, width)
        else:
            images.draw(Path(source), Path(target), width)
    except pdfs.Refused as refused:
        return {"fault": refused.fault.value}
    return {"drawn": True}


def main(request: str) -> None:
    """Limits itself, does the one thing asked for, and says what came of it."""
    limit()
    asked = json.loads(request)
    work: dict[str, Callable[..., dict[str, Any]]] = {"check": check, "preview": preview}
    sys.stdout.write(json.dumps(work[asked.pop("do")](**asked)))


if __name__ == "__main__":
    main(sys.argv[1])
