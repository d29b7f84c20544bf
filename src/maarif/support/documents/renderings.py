"""From a snapshot to a signed PDF: typst sets the page, zxing-cpp draws the QR code, `pades` signs; kept once made."""

import json
import math
import re
import threading
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst
import zxingcpp
from babel.dates import format_date

from maarif.kernel.text import LANGUAGES, Text
from maarif.support.documents import tokens
from maarif.support.documents.types import DocumentNotFound
from maarif.support.documents.words import words_in
from maarif.support.keys.queries import Ring

# PDF/A-2a for the archive, PDF/UA-1 for everybody's reader.
STANDARDS: Final[list[Any]] = ["a-2a", "ua-1"]
PACKAGE: Final = Path(str(files("maarif")))
# A paper writes its dates out, as offices do; screens are shorter.
_DAY: Final = {
    "az": "d MMMM y",
    "ru": "d MMMM y 'г'.",
    "kk": "y 'жылғы' d MMMM",
    "ky": "y-'жылдын' d-MMMM",
    "en": "d MMMM y",
}
_KYRGYZ_MONTHS: Final = tuple(  # "of the year" puts the month into the possessive, which CLDR does not know
    f"'{name}'"
    for name in [
        "январы",
        "февралы",
        "марты",
        "апрели",
        "майы",
        "июну",
        "июлу",
        "августу",
        "сентябры",
        "октябры",
        "ноябры",
        "декабры",
    ]
)
_DARK: Final = re.compile(rb"\x00+").finditer
_local = threading.local()


def _compiler() -> typst.Compiler:
    """One compiler per thread, with our own fonts and nothing of the machine's."""
    if not hasattr(_local, "compiler"):
        fonts = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(PACKAGE / "support" / "documents" / "fonts")],
        )
        _local.compiler = typst.Compiler(root=str(PACKAGE), font_paths=fonts)
    compiler: typst.Compiler = _local.compiler
    return compiler


def qr_svg(text: str) -> str:
    """A QR code as SVG, of middle error correction, with its quiet zone: one stroke per run of dark modules.

    zxing-cpp's own SVG says every run as a rectangle and takes twice as long to write and to read.
    """
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(add_quiet_zones=False)
    modules = memoryview(image).tobytes()
    side = math.isqrt(len(modules))
    strokes = "".join(
        f"M{run.start()} {row}h{run.end() - run.start()}"
        for row in range(side)
        for run in _DARK(modules[row * side : (row + 1) * side])
    )
    box = f"-4 -4.5 {side + 8} {side + 8}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{strokes}" stroke="#000"/></svg>'


@cache
def _ministry(country: str, language: str) -> str:
    """The name of the country's ministry, for the letterhead."""
    from maarif.kernel.countries import office

    return office(country, "ministry").in_(language)


def _over(issuer: str, ministry: str) -> str:
    """The ministry under the issuer's name, nothing where the ministry itself issues."""
    return "" if issuer == ministry else ministry


def _day(iso: str, language: str) -> str:
    day = date.fromisoformat(iso)
    month = _KYRGYZ_MONTHS[day.month - 1] if language == "ky" else "MMMM"
    return str(format_date(day, _DAY[language].replace("MMMM", month), locale=language)).replace(
        " ", "\N{NO-BREAK SPACE}"
    )


def written(day: date) -> Text:
    """A date as papers write it out, in every language."""
    return Text(**{language: _day(day.isoformat(), language) for language in LANGUAGES})


def _said(value: Mapping[str, str] | str, language: str) -> str:
    return value if isinstance(value, str) else value[language]


def page_data(snapshot: Mapping[str, Any], *, token: str, language: str, base: str, specimen: bool) -> dict[str, Any]:
    """Everything a template may say, already in the language of the paper."""
    words = words_in(language)
    address = base.partition("://")[2] + "/check"
    before, _, after = words["check_how"].partition("{address}")
    registration = [
        (words["number"], snapshot["number"]),
        (words["issued_on"], _day(snapshot["issued_on"], language)),
        (
            words["valid_until"],
            _day(snapshot["valid_until"], language) if snapshot["valid_until"] else words["unlimited"],
        ),
    ]
    title = snapshot["title"][language]
    url = tokens.url(base, token)
    return {
        "language": language,
        "words": words,
        "title": title,
        "description": f"{title} · {snapshot['number']}",
        "issuer": snapshot["issuer"][language],
        "ministry": _over(snapshot["issuer"][language], _ministry(snapshot["country"], language)),
        "number": snapshot["number"],
        "public_id": snapshot["id"],
        "registration": [{"label": label, "value": value} for label, value in registration],
        "holder": snapshot["holder"]["name"],
        "birth_date": _day(snapshot["holder"]["birth_date"], language),
        "body": snapshot["body"][language],
        "facts": [
            {"code": fact["code"], "label": fact["label"][language], "value": _said(fact["value"], language)}
            for fact in snapshot["facts"]
        ],
        "replaces": snapshot["replaces"] or "",
        "check_how": {"before": before, "address": address, "after": after},
        "url": url,
        "qr": qr_svg(url),
        "specimen": specimen,
    }


def page_pdf(paper: str, data: Mapping[str, Any], issued_at: datetime) -> bytes:
    """The unsigned PDF; the same data give the same bytes."""
    pdf = _compiler().compile(
        input=str(PACKAGE / paper),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=int(issued_at.timestamp()),
    )
    assert isinstance(pdf, bytes)
    return pdf


def signed_pdf(
    snapshot: Mapping[str, Any], *, paper: str, token: str, language: str, base: str, ring: Ring, moment: datetime
) -> bytes:
    """The PDF of a snapshot in one language, signed now."""
    from maarif.support.documents import pades  # pyHanko is an eighth of every start, and most processes sign nothing

    data = page_data(snapshot, token=token, language=language, base=base, specimen=ring.demo)
    unsigned = page_pdf(paper, data, datetime.fromisoformat(snapshot["issued_at"]))
    return pades.sign(unsigned, ring=ring, moment=moment, tooltip=data["words"]["signature"])


def rendering_of(document: int, language: str) -> bytes:
    """The kept PDF of a document in one language, made now when nobody has made it; everybody gets the same bytes."""
    from django.conf import settings

    from maarif.kernel import clock
    from maarif.support.documents.models import Document, Rendering
    from maarif.support.keys.queries import ring

    kept = Rendering.objects.filter(document_id=document, language=language).values_list("pdf", flat=True)
    found = kept.first()
    if found is None:
        row = Document.objects.only("snapshot", "paper", "token").filter(pk=document).first()
        if row is None:
            raise DocumentNotFound(document=document)
        pdf = signed_pdf(
            json.loads(row.snapshot),
            paper=row.paper,
            token=row.token,
            language=language,
            base=settings.BASE_URL,
            ring=ring(settings.KEYS_FOLDER),
            moment=clock.now(),
        )
        Rendering.objects.bulk_create(
            [Rendering(document_id=document, language=language, pdf=pdf, made_at=clock.now())], ignore_conflicts=True
        )
        found = kept.get()
    return bytes(found)
