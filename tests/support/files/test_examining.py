"""The limited process: what a content is, which form of it is kept, and that nothing costs more than it may."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from tests.support.files import samples

from maarif.support.files import workshop
from maarif.support.files.types import Fault, FileType, Format, Limits, Verdict


@pytest.fixture
def examined(tmp_path: Path):
    def examine(content: bytes, limits: Limits = samples.EVERYTHING) -> tuple[Verdict, bytes]:
        source, target = tmp_path / "source", tmp_path / "target"
        source.write_bytes(content)
        verdict = workshop.examine(source, target, limits)
        return verdict, target.read_bytes() if target.exists() else b""

    return examine


def test_a_photograph_loses_everything_but_its_pixels_and_stands_upright(examined) -> None:
    verdict, kept = examined(samples.photograph())
    assert verdict == Verdict(format=Format.JPEG, pages=1, rewritten=True)
    with Image.open(io.BytesIO(kept)) as upright:
        assert upright.size == (80, 120)
        assert dict(upright.getexif()) == {}
        assert "comment" not in upright.info
    assert b"CANARY" not in kept
    assert b"Exif" not in kept


@pytest.mark.parametrize(
    ("content", "format", "size"),
    [
        (samples.picture("PNG"), Format.PNG, (120, 80)),
        (samples.picture("PNG", mode="RGBA", color=(0, 0, 0, 0)), Format.PNG, (120, 80)),
        (samples.picture("PNG", mode="P", color=3), Format.PNG, (120, 80)),
        (samples.picture("PNG", mode="1", color=1), Format.PNG, (120, 80)),
        (samples.picture("WEBP"), Format.JPEG, (120, 80)),
        (samples.picture("JPEG", mode="CMYK", color=(0, 0, 0, 0)), Format.JPEG, (120, 80)),
        (samples.picture("JPEG", size=(8000, 6000)), Format.JPEG, (4000, 3000)),
    ],
    ids=["png", "transparent", "palette", "two colours", "webp", "cmyk", "huge photograph"],
)
def test_pictures_of_three_formats_are_written_anew(examined, content: bytes, format: Format, size: object) -> None:
    verdict, kept = examined(content)
    assert verdict.format is format
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == size
        assert picture.mode in ("RGB", "L")


def test_what_was_transparent_becomes_paper(examined) -> None:
    _, kept = examined(samples.picture("PNG", mode="RGBA", color=(0, 0, 0, 0)))
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_is_written_anew_without_what_no_page_needs(examined) -> None:
    verdict, kept = examined(samples.pdf(3) + b"<script>alert(1)</script>")
    assert verdict == Verdict(format=Format.PDF, pages=3, rewritten=True)
    assert b"script" not in kept
    with pikepdf.open(io.BytesIO(kept)) as pdf:
        assert len(pdf.pages) == 3


def archive() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    return held.getvalue()


REFUSED = {
    "text": (b"hello", Fault.WRONG_TYPE),
    "html": (b"<!doctype html><script>alert(1)</script>", Fault.WRONG_TYPE),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", Fault.WRONG_TYPE),
    "archive or office document": (archive(), Fault.WRONG_TYPE),
    "gif": (samples.picture("GIF"), Fault.WRONG_TYPE),
    "tiff": (samples.picture("TIFF"), Fault.WRONG_TYPE),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", Fault.HEIC),
    "animated": (
        samples.picture("WEBP", save_all=True, append_images=[Image.new("RGB", (120, 80), "blue")]),
        Fault.ANIMATED,
    ),
    "fifty thousand square": (samples.vast_png(50_000, 50_000), Fault.TOO_MANY_PIXELS),
    "half a photograph": (samples.photograph()[:700], Fault.BROKEN),
    "half a pdf": (samples.pdf(3)[:-200], Fault.BROKEN),
    "html before a pdf": (b"<script>alert(1)</script>" + samples.pdf(), Fault.WRONG_TYPE),
    "javascript": (samples.pdf(1, samples.script), Fault.ACTIVE),
    "too many pages": (samples.pdf(21), Fault.TOO_MANY_PAGES),
    "no page": (samples.pdf(0), Fault.BROKEN),
    "encrypted for all": (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="")), Fault.ENCRYPTED),
    "encrypted": (samples.pdf(encryption=pikepdf.Encryption(owner="o", user="u")), Fault.ENCRYPTED),
}


@pytest.mark.parametrize(("content", "fault"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_refused_for_its_reason_and_leaves_nothing(examined, content: bytes, fault: Fault) -> None:
    assert examined(content) == (Verdict(fault=fault), b"")


def _annotation(made: pikepdf.Pdf, **of: object) -> None:
    made.pages[0].Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, **of))])


ACTIVE = {
    "launch": lambda made: _annotation(
        made, Subtype=pikepdf.Name.Link, A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
    ),
    "javascript address": lambda made: _annotation(
        made,
        Subtype=pikepdf.Name.Link,
        A=pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("javascript:alert(1)")),
    ),
    "rich media": lambda made: _annotation(made, Subtype=pikepdf.Name.RichMedia),
    "attachment": lambda made: made.attachments.__setitem__("x.exe", b"MZ"),
    "attachment on a page": lambda made: _annotation(made, Subtype=pikepdf.Name.FileAttachment),
    "xfa": lambda made: made.Root.__setattr__(
        "AcroForm", pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pikepdf.Array([]))
    ),
    "form that sends": lambda made: _annotation(
        made, Subtype=pikepdf.Name.Widget, A=pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://x"))
    ),
    "script of a page": lambda made: made.pages[0].__setattr__(
        "AA", pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=made.make_stream(b"app.alert(1)")))
    ),
    "content in another file": lambda made: made.pages[0].__setattr__(
        "Contents", pikepdf.Stream(made, b"", {"/F": pikepdf.String("/etc/passwd")})
    ),
}


@pytest.mark.parametrize("change", ACTIVE.values(), ids=ACTIVE)
def test_a_pdf_that_acts_or_carries_something_is_refused(examined, change) -> None:
    assert examined(samples.pdf(1, change))[0].fault is Fault.ACTIVE


def test_links_and_empty_forms_are_no_danger(examined) -> None:
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://maarif.example/"))
    made = samples.pdf(1, lambda each: _annotation(each, Subtype=pikepdf.Name.Link, A=link))
    assert examined(made)[0].fault is None


def test_a_signed_pdf_keeps_its_bytes_and_one_that_is_an_archive_too_is_refused(examined) -> None:
    signature = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=pikepdf.Array([0, 1, 2, 3]))
    signed = samples.pdf(
        1, lambda each: each.make_indirect(signature) and setattr(each.Root, "Kept", each.make_indirect(signature))
    )
    assert examined(signed) == (Verdict(format=Format.PDF, pages=1), b"")
    assert examined(signed + archive())[0].fault is Fault.BROKEN


def test_a_question_for_pictures_takes_no_pdf(examined) -> None:
    pictures = Limits(accepts=(FileType.IMAGE,), most_bytes=1, most_pages=1, most_files=1)
    assert examined(samples.pdf(), pictures)[0].fault is Fault.WRONG_TYPE


def test_a_process_that_needs_too_much_is_ended_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vast transparent picture needs more than 256 MB; a process that does not end is ended."""
    heavy = tmp_path / "heavy"
    heavy.write_bytes(samples.picture("PNG", size=(5900, 4000), mode="RGBA", color=(9, 9, 9, 9)))
    assert workshop.examine(heavy, tmp_path / "target", samples.EVERYTHING).fault is Fault.TOO_HEAVY
    monkeypatch.setattr(workshop, "SECONDS", 0.02)
    heavy.write_bytes(samples.pdf())
    assert workshop.examine(heavy, tmp_path / "target", samples.EVERYTHING).fault is Fault.TOO_HEAVY


def test_pages_are_drawn_as_pictures(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "page.png"
    source.write_bytes(samples.pdf(2))
    assert workshop.draw(source, target, format=Format.PDF, page=2)
    with Image.open(target) as page:
        assert (page.format, page.size) == ("PNG", (1000, 500))
    assert not workshop.draw(source, tmp_path / "none.png", format=Format.PDF, page=3)
    source.write_bytes(samples.picture("JPEG", size=(3000, 2000)))
    assert workshop.draw(source, target, format=Format.JPEG, page=1)
    with Image.open(target) as page:
        assert max(page.size) <= 1000
    assert not (tmp_path / "none.png").exists()
