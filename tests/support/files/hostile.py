"""Hostile files, made anew from a seed: bombs, scripts in every disguise, broken and lying ones, and what only looks harmless."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from PIL import Image
from tests.support.files import samples
from tests.support.files.samples import PAGES, pdf, picture, raw_pdf, vast_png

SCRIPT = b"<script>alert('CANARY')</script>"
PHP = b"<?php system('CANARY'); ?>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(\"CANARY\")'><script>alert('CANARY')</script></svg>"
XXE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'
BILLION = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "CANARY">%s]><l>&k;</l>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(10)
)
CATALOG = b"<< /Type /Catalog /Pages 2 0 R %s >>"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file as it is sent; `refused` when it must not be taken in any form (else a clean form of it may be kept)."""

    kind: str
    name: str
    content: bytes
    refused: bool = True


def corpus(seed: int = 2026) -> tuple[Hostile, ...]:
    """All of them, the same for the same seed."""
    chance = random.Random(seed)
    made = (
        *_archives(),
        *_active_pdfs(),
        *_heavy_pdfs(),
        *_odd_pictures(chance),
        *_polyglots(),
        *_disguised(),
        *_broken(chance),
    )
    return tuple(made)


def packed(**entries: bytes) -> bytes:
    """An archive of these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return held.getvalue()


def _archives() -> Iterator[Hostile]:
    bomb = packed(**{f"{number}.bin": bytes(20_000_000) for number in range(3)})
    nested = bomb
    for _ in range(4):
        nested = packed(**{"inner.zip": nested, "again.zip": nested})
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../../../tmp/CANARY", "x")
        archive.writestr("C:\\CANARY.exe", "MZ")
    sheet = b"<worksheet>" + b"<c>0</c>" * 2_000_000 + b"</worksheet>"
    office = {"[Content_Types].xml": b"<Types/>"}
    found = {
        "zip bomb": bomb,
        "nested zip bomb": nested,
        "zip with a symbolic link and a way out": held.getvalue(),
        "xlsx bomb": packed(**office, **{"xl/worksheets/sheet1.xml": sheet}),
        "docx with an entity": packed(**office, **{"word/document.xml": XXE}),
        "docm with a macro": packed(**office, **{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 CANARY"}),
        "odt": packed(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": BILLION}),
        "jar": packed(**{"META-INF/MANIFEST.MF": b"Main-Class: Canary", "Canary.class": b"\xca\xfe\xba\xbe"}),
        "gzip": zlib.compress(bytes(5_000_000)),
    }
    for kind, content in found.items():
        for ending in ("zip", "pdf", "jpg"):
            yield Hostile(f"{kind} as {ending}", f"paper.{ending}", content)


def _annotated(**of: object) -> Callable[[pikepdf.Pdf], None]:
    def change(made: pikepdf.Pdf) -> None:
        made.pages[0].Annots = pikepdf.Array([made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, **of))])

    return change


def _action(kind: str, **of: object) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(S=pikepdf.Name(f"/{kind}"), **of)


def _active_pdfs() -> Iterator[Hostile]:
    name, dictionary, text = pikepdf.Name, pikepdf.Dictionary, pikepdf.String
    for kind in (
        "JavaScript",
        "Launch",
        "ImportData",
        "SubmitForm",
        "GoToR",
        "GoToE",
        "Rendition",
        "Movie",
        "Sound",
        "RichMediaExecute",
    ):
        act = _action(kind, JS=text("app.alert('CANARY')"), F=text("cmd.exe"))
        yield Hostile(
            f"pdf that opens with {kind}",
            "form.pdf",
            pdf(1, lambda each, act=act: setattr(each.Root, "OpenAction", act)),
        )
        yield Hostile(f"pdf with a link to {kind}", "form.pdf", pdf(1, _annotated(Subtype=name.Link, A=act)))
        yield Hostile(
            f"pdf whose page has {kind}",
            "form.pdf",
            pdf(1, lambda each, act=act: setattr(each.pages[0], "AA", dictionary(O=act))),
        )
    for kind in ("RichMedia", "Screen", "Movie", "Sound", "FileAttachment", "3D"):
        yield Hostile(f"pdf with {kind}", "media.pdf", pdf(1, _annotated(Subtype=name(f"/{kind}"))))
    for address in (
        "javascript:alert('CANARY')",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "vbscript:x",
    ):
        yield Hostile(
            f"pdf with a link to {address[:10]}",
            "link.pdf",
            pdf(1, _annotated(Subtype=name.Link, A=_action("URI", URI=text(address)))),
        )
    chained = _action("URI", URI=text("https://x.example/"), Next=_action("JavaScript", JS=text("app.alert(1)")))
    yield Hostile("pdf with a chained script", "link.pdf", pdf(1, _annotated(Subtype=name.Link, A=chained)))
    yield Hostile("pdf with an attachment", "a.pdf", pdf(1, lambda each: each.attachments.__setitem__("x.exe", b"MZ")))
    form = dictionary(Fields=pikepdf.Array([]), XFA=text("<xdp/>"))
    yield Hostile("pdf with XFA", "xfa.pdf", pdf(1, lambda each: setattr(each.Root, "AcroForm", form)))
    names = dictionary(JavaScript=dictionary(Names=pikepdf.Array([text("x"), _action("JavaScript", JS=text("1"))])))
    yield Hostile("pdf with named scripts", "js.pdf", pdf(1, lambda each: setattr(each.Root, "Names", names)))
    yield Hostile(
        "pdf with a hidden name of the key",
        "js.pdf",
        raw_pdf(CATALOG % b"/OpenAction << /S /J#61vaScript /#4AS (app.alert\\(1\\)) >>", *PAGES),
    )
    for user in ("", "secret"):
        yield Hostile(
            f"pdf with the password {user!r}", "locked.pdf", pdf(encryption=pikepdf.Encryption(owner="o", user=user))
        )


def _heavy_pdfs() -> Iterator[Hostile]:
    yield Hostile("pdf of a hundred thousand pages", "book.pdf", _many_pages(100_000))
    yield Hostile("pdf that hides its pages' number", "book.pdf", _many_pages(20_000, said=1))
    yield Hostile(
        "pdf whose pages go in a circle",
        "loop.pdf",
        raw_pdf(CATALOG % b"", b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
    )
    yield Hostile(
        "pdf whose page is its own parent",
        "loop.pdf",
        raw_pdf(
            CATALOG % b"",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /Parent 3 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ),
    )
    deep = b"[" * 100_000 + b"]" * 100_000
    yield Hostile("pdf nested a hundred thousand deep", "deep.pdf", raw_pdf(CATALOG % (b"/X " + deep), *PAGES))
    yield Hostile(
        "pdf with half a million numbers",
        "list.pdf",
        raw_pdf(CATALOG % b"/X [%s]" % (b"0 " * 500_000), *PAGES),
        refused=False,
    )
    bomb = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"
    yield Hostile("pdf with a stream bomb", "bomb.pdf", raw_pdf(CATALOG % b"", PAGES[0], page, stream), refused=False)
    vast = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9999999 9999999] >>"
    yield Hostile("pdf of a vast page", "map.pdf", raw_pdf(CATALOG % b"", PAGES[0], vast), refused=False)


def _many_pages(count: int, said: int | None = None) -> bytes:
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return raw_pdf(CATALOG % b"", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, said or count), PAGES[1])


def _odd_pictures(chance: random.Random) -> Iterator[Hostile]:
    for width, height in ((50_000, 50_000), (2_000_000, 2_000), (65_535, 65_535), (1, 2_000_000_000)):
        yield Hostile(f"png of {width} by {height}", "wall.png", vast_png(width, height))
    frames = [Image.new("RGB", (120, 80), (step * 20, 0, 0)) for step in range(6)]
    for format in ("GIF", "WEBP", "PNG"):
        yield Hostile(
            f"moving {format}", f"film.{format.lower()}", picture(format, save_all=True, append_images=frames)
        )
    for format in ("GIF", "TIFF", "ICO", "BMP", "PPM", "TGA", "PCX", "JPEG2000"):
        yield Hostile(f"{format}", "picture.jpg", picture(format))
    for brand in (b"heic", b"mif1", b"avif"):
        yield Hostile(f"ftyp {brand.decode()}", "photo.heic", b"\0\0\0\x18ftyp" + brand + bytes(64))
    yield Hostile("photograph with a place", "photo.jpg", samples.photograph(), refused=False)
    yield Hostile("png with text", "photo.png", _png_with(b"tEXt", b"Comment\0" + SCRIPT), refused=False)
    yield Hostile(
        "png with a text bomb",
        "photo.png",
        _png_with(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(60_000_000), 9)),
        refused=False,
    )
    yield Hostile(
        "png with a profile bomb",
        "photo.png",
        _png_with(b"iCCP", b"x\0\0" + zlib.compress(bytes(60_000_000), 9)),
        refused=False,
    )
    heavy = picture("PNG", size=(5900, 4000), mode="RGBA", color=(9, 9, 9, 9))
    yield Hostile("png that needs too much", "photo.png", heavy)
    for number in range(6):
        noise = bytes(chance.randrange(256) for _ in range(3000))
        yield Hostile(f"jpeg of noise {number}", "photo.jpg", b"\xff\xd8\xff\xe0" + noise)


def _png_with(kind: bytes, body: bytes) -> bytes:
    whole = picture("PNG")
    chunk = len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
    return whole[:33] + chunk + whole[33:]


def _polyglots() -> Iterator[Hostile]:
    archive = packed(**{"CANARY.html": SCRIPT})
    for what, payload in (
        ("html", SCRIPT),
        ("php", PHP),
        ("svg", SVG),
        ("zip", archive),
        ("javascript", b"*/=1;alert('CANARY')//"),
    ):
        for base, content in (("pdf", pdf(1)), ("jpg", picture()), ("png", picture("PNG")), ("webp", picture("WEBP"))):
            yield Hostile(f"{base} with {what} behind", f"both.{base}", content + payload, refused=False)
        yield Hostile(f"{what} before a pdf", "both.pdf", payload + pdf(1))
        yield Hostile(f"jpeg with {what} as comment", "both.php", picture(comment=payload[:60_000]), refused=False)
    yield Hostile("pdf with a comment of html", "both.html", b"%PDF-1.7\n%" + SCRIPT + b"\n" + pdf(1)[9:])
    yield Hostile("gif that is javascript", "both.js", b"GIF89a=1;alert('CANARY');//")
    yield Hostile("riff that is no picture", "both.webp", b"RIFF\x10\0\0\0WEBP" + SCRIPT)


def _disguised() -> Iterator[Hostile]:
    contents = {
        "svg": SVG,
        "html": b"<!doctype html>" + SCRIPT,
        "xhtml": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
        "xml entity": XXE,
        "billion laughs": BILLION,
        "php": PHP,
        "program": b"MZ" + bytes(200),
        "elf": b"\x7fELF" + bytes(200),
        "shell": b"#!/bin/sh\ntouch /tmp/CANARY\n",
        "eicar": samples.EICAR,
        "mht": b"MIME-Version: 1.0\nContent-Type: text/html\n\n" + SCRIPT,
        "postscript": b"%!PS-Adobe-3.0\n(CANARY) run\n",
        "rtf": b"{\\rtf1 {\\object CANARY}}",
        "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    }
    for kind, content in contents.items():
        for ending in ("pdf", "jpg"):
            yield Hostile(f"{kind} as {ending}", f"paper.{ending}", content)
    yield Hostile("jpeg with the test virus", "photo.jpg", picture(comment=samples.EICAR), refused=False)
    yield Hostile("empty", "none.pdf", b"")
    yield Hostile("one byte", "none.pdf", b"%")


def _broken(chance: random.Random) -> Iterator[Hostile]:
    for kind, whole in (
        ("pdf", pdf(5)),
        ("jpg", samples.photograph()),
        ("png", picture("PNG", size=(300, 200))),
        ("webp", picture("WEBP", size=(300, 200))),
    ):
        for part in (0.15, 0.5, 0.8):
            yield Hostile(f"{kind} cut at {part}", f"half.{kind}", whole[: int(len(whole) * part)])
        for number in range(3):
            changed = bytearray(whole)
            for _ in range(8):
                changed[chance.randrange(12, len(changed))] = chance.randrange(256)
            yield Hostile(f"{kind} with wrong bytes {number}", f"odd.{kind}", bytes(changed), refused=False)
