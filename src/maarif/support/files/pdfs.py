"""What a PDF may hold: pages, pictures, words, links and signatures; nothing that acts. Runs in the limited process only.

A PDF is read strictly (no repair: a cut file would lose pages unseen), every object of it is looked at, and it is written anew, so
that nothing stays that no page needs: bytes before the beginning, behind the end, or between the objects. A signed one keeps
its bytes, since writing it anew would break the signature; it must begin and end as a PDF and be no archive as well.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pikepdf

from maarif.support.files.types import Fault, Format, Verdict

_ACTS: Final = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/ImportData",
        "/SubmitForm",
        "/ResetForm",
        "/GoToR",
        "/GoToE",
        "/GoTo3DView",
        "/Rendition",
        "/RichMediaExecute",
        "/Movie",
        "/Sound",
        "/Hide",
    }
)
"""Actions that do more than turn to a page of the same file or open an address."""
_CARRIES: Final = frozenset({"/RichMedia", "/Screen", "/Movie", "/Sound", "/FileAttachment", "/3D"})
"""Annotations that carry or play something."""
_KEYS: Final = frozenset(
    {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia", "/RichMediaContent", "/Collection"}
)
_DEEPEST: Final = 200
_TAIL: Final = 1024
_ARCHIVE_TAIL: Final = 66_000


class Refused(Exception):
    """The content is not accepted; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def examine(source: Path, target: Path, most_pages: int) -> Verdict:
    """Judges a PDF and writes the kept form of it to `target`; Refused when it is not accepted."""
    try:
        with pikepdf.open(source, attempt_recovery=False, inherit_page_attributes=False) as pdf:
            return _examined(pdf, source, target, most_pages)
    except pikepdf.PasswordError as error:
        raise Refused(Fault.ENCRYPTED) from error
    except (pikepdf.PdfError, pikepdf.DependencyError, ValueError, RuntimeError) as error:
        raise Refused(Fault.BROKEN) from error


def _examined(pdf: pikepdf.Pdf, source: Path, target: Path, most_pages: int) -> Verdict:
    if pdf.is_encrypted:
        raise Refused(Fault.ENCRYPTED)
    if _said_pages(pdf) > most_pages or len(pdf.pages) > most_pages:
        raise Refused(Fault.TOO_MANY_PAGES)
    pages = len(pdf.pages)
    if pages == 0:
        raise Refused(Fault.BROKEN)
    signed = False
    for each in pdf.objects:
        signed = _look(each) or signed
    if signed:
        _strictly_framed(source)
        return Verdict(format=Format.PDF, pages=pages)
    pdf.save(target, linearize=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Verdict(format=Format.PDF, pages=pages, rewritten=True)


def _said_pages(pdf: pikepdf.Pdf) -> int:
    """What the root of the page tree claims, before a hundred thousand pages are walked."""
    said = pdf.Root.Pages.get("/Count", 0)
    return int(said) if isinstance(said, int) else 0


def _look(found: Any) -> bool:
    """Looks at one object and what stands directly in it; Refused when it acts, True when it is a signature."""
    signed = False
    for each in _inside(found, 0):
        kind, subtype, action = each.get("/Type"), each.get("/Subtype"), each.get("/S")
        if _KEYS & set(each.keys()) or str(subtype) in _CARRIES or str(action) in _ACTS:
            raise Refused(Fault.ACTIVE)
        if isinstance(each, pikepdf.Stream) and {"/F", "/FFilter"} & set(each.keys()):
            raise Refused(Fault.ACTIVE)  # a stream whose content lies in another file
        if str(action) == "/URI" and not _is_web(each.get("/URI")):
            raise Refused(Fault.ACTIVE)
        signed = signed or (str(kind) == "/Sig" and "/ByteRange" in each)
    return signed


def _inside(found: Any, depth: int) -> Iterator[Any]:
    """The dictionaries in an object, as far as it reaches without a reference."""
    if depth > _DEEPEST:
        raise Refused(Fault.BROKEN)
    if isinstance(found, pikepdf.Stream | pikepdf.Dictionary):
        yield found
        values = [value for _, value in found.items()]
    elif isinstance(found, pikepdf.Array):
        values = list(found.as_list())
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _inside(value, depth + 1)


def _is_web(address: Any) -> bool:
    return str(address).strip().lower().startswith(("https:", "http:", "mailto:", "tel:"))


def _strictly_framed(source: Path) -> None:
    """A signed PDF, whose bytes are kept: it begins as one, ends as one, and no archive hides in its tail."""
    with source.open("rb") as file:
        file.seek(0, 2)
        size = file.tell()
        file.seek(max(0, size - _ARCHIVE_TAIL))
        tail = file.read()
    if not tail.rstrip(b"\r\n\t \0").endswith(b"%%EOF") or b"PK\x05\x06" in tail:
        raise Refused(Fault.BROKEN)


def draw(source: Path, target: Path, page: int, width: int) -> None:
    """Draws one page as a PNG of this width; Refused when there is no such page or it cannot be drawn."""
    import pypdfium2

    try:
        opened: Callable[..., Any] = pypdfium2.PdfDocument
        pdf = opened(source)
        if not 1 <= page <= len(pdf):
            raise Refused(Fault.BROKEN)
        sheet = pdf[page - 1]
        across, down = sheet.get_size()
        scale = min(width / max(across, 1), 2 * width / max(down, 1))
        sheet.render(scale=scale, may_draw_forms=False).to_pil().convert("RGB").save(target, format="PNG")
    except pypdfium2.PdfiumError as error:
        raise Refused(Fault.BROKEN) from error
