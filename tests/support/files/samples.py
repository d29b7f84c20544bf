"""Small files for the tests: harmless ones as people send them, and a few that are not."""

import io
import struct
import zlib
from collections.abc import Callable

import pikepdf
from PIL import Image

from maarif.support.files.types import FileType, Limits

EVERYTHING = Limits(accepts=(FileType.PDF, FileType.IMAGE), most_bytes=2_000_000, most_pages=20, most_files=3)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def picture(
    format: str = "JPEG", size: tuple[int, int] = (120, 80), mode: str = "RGB", color: object = "red", **how: object
) -> bytes:
    """A picture of one colour."""
    held = io.BytesIO()
    Image.new(mode, size, color).save(held, format=format, **how)  # type: ignore[arg-type]
    return held.getvalue()


def photograph(orientation: int = 6) -> bytes:
    """A photograph that says where it was taken and how the camera was held."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "CANARY-CAMERA"
    exif.get_ifd(0x8825)[2] = (40.0, 24.0, 33.0)
    return picture(exif=exif, comment=b"<?php CANARY ?>")


def pdf(pages: int = 1, change: Callable[[pikepdf.Pdf], object] | None = None, **how: object) -> bytes:
    """A PDF of empty pages, changed before it is written."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(200, 100))
    if change is not None:
        change(made)
    held = io.BytesIO()
    made.save(held, **({} if "encryption" in how else {"deterministic_id": True}), **how)  # type: ignore[arg-type]
    return held.getvalue()


def script(made: pikepdf.Pdf) -> None:
    """Runs JavaScript when it is opened."""
    made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))


def vast_png(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels are a few compressed zeros."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes((width * 3 + 1) * min(height, 50)), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is its root. Its table is right, whatever the objects hold."""
    body, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table)
    return body + head + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))


PAGES = (b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>")
"""Objects 2 and 3 of a PDF of one page."""
