"""The PDF as strangers' programs see it: poppler, qpdf, zbar, NSS; and what one flipped byte does."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.reader import PdfFileReader
from tests.support.documents.papers import FACTS, PLAIN, order

from maarif.kernel import clock, public_ids
from maarif.kernel.text import LANGUAGES, Text
from maarif.support.documents import operations, renderings, rules, specimens, tokens
from maarif.support.documents.models import Document, Rendering
from maarif.support.documents.types import Fact
from maarif.support.keys.queries import Ring
from maarif.support.keys.types import Purpose
from maarif.support.parties.types import SYSTEM

BASE = "https://maarif.example"


def run(*command: str | Path) -> str:
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, errors="replace", check=False
    )
    return done.stdout + done.stderr


def paper(ring: Ring, language: str, **changes: object) -> tuple[bytes, str]:
    """A signed PDF and its token."""
    snapshot = rules.snapshot_of(
        order(1, **changes),
        public_id=public_ids.new(),
        number="AZ-HSC-2026-000123",
        issued_at=clock.now(),
        issued_on=date(2026, 11, 23),
    )
    token, _ = tokens.sign(ring, snapshot, rules.digest_of(rules.canonical(snapshot)), clock.now())
    pdf = renderings.signed_pdf(
        snapshot, paper=PLAIN, token=token, language=language, base=BASE, ring=ring, moment=clock.now()
    )
    return pdf, token


@pytest.fixture
def file(demo_ring: Ring, tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(paper(demo_ring, "az")[0])
    return path


def test_pdfsig_finds_the_signature_valid_over_the_whole_file(file: Path) -> None:
    said = run("pdfsig", "-nocert", file)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said


def test_pdfsig_trusts_the_certificate_once_our_authority_is_known(file: Path, demo_ring: Ring, tmp_path: Path) -> None:
    store = tmp_path / "nss"
    store.mkdir()
    authority = tmp_path / "authority.pem"
    authority.write_bytes(demo_ring.active(Purpose.DOCUMENTS, clock.now()).chain[0].public_bytes(Encoding.PEM))
    run("certutil", "-N", "-d", f"sql:{store}", "--empty-password")
    run("certutil", "-A", "-d", f"sql:{store}", "-n", "maarif", "-t", "CT,CT,CT", "-a", "-i", authority)
    said = run("pdfsig", "-nssdir", store, file)
    assert "Certificate Validation: Certificate is Trusted." in said


def test_one_flipped_byte_is_a_digest_mismatch(file: Path) -> None:
    data = bytearray(file.read_bytes())
    start = data.index(b"stream") + 40
    data[start] ^= 1
    file.write_bytes(data)
    assert "Signature Validation: Digest Mismatch." in run("pdfsig", "-nocert", file)


def test_qpdf_finds_nothing_wrong(file: Path) -> None:
    assert "No syntax or stream encoding errors found" in run("qpdf", "--check", file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_qr_code_is_read_from_the_rendered_page_in_every_language(
    language: str, demo_ring: Ring, tmp_path: Path
) -> None:
    pdf, token = paper(demo_ring, language)
    (tmp_path / "p.pdf").write_bytes(pdf)
    run("pdftoppm", "-r", "150", "-png", "-singlefile", tmp_path / "p.pdf", tmp_path / "page")
    assert f"{BASE}/check/t/{token}" in run("zbarimg", "-q", "--raw", tmp_path / "page.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_says_everything_in_one_language(language: str, demo_ring: Ring, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(paper(demo_ring, language)[0])
    said = " ".join(run("pdftotext", "-layout", tmp_path / "p.pdf", "-").split())
    given = order(1)
    expected = [
        given.title.in_(language),
        given.issuer.in_(language),
        *(fact.label.in_(language) for fact in FACTS),
        "AZ-HSC-2026-000123",
        "Məmmədova Aygün Rəşid qızı",
        "maarif.example/check",
    ]
    assert [text for text in expected if text not in said] == []
    others = [given.title.in_(other) for other in LANGUAGES if other != language]
    assert [text for text in others if text in said] == []


def test_dates_are_written_out_as_each_language_writes_them() -> None:
    assert {language: renderings._day("2026-11-23", language).replace("\xa0", " ") for language in LANGUAGES} == {
        "az": "23 noyabr 2026",
        "ru": "23 ноября 2026 г.",
        "kk": "2026 жылғы 23 қараша",
        "ky": "2026-жылдын 23-ноябры",
        "en": "23 November 2026",
    }


def test_the_file_claims_pdf_a_and_pdf_ua_and_has_what_they_ask_for(file: Path) -> None:
    data = file.read_bytes()
    reader = PdfFileReader(file.open("rb"))
    metadata = bytes(reader.root["/Metadata"].data).decode()
    assert re.search(r"pdfaid:part[>=\"']+2", metadata)
    assert re.search(r"pdfaid:conformance[>=\"']+A", metadata)
    assert re.search(r"pdfuaid:part[>=\"']+1", metadata)
    assert reader.root["/Lang"] == "az"
    assert reader.root["/MarkInfo"]["/Marked"]
    assert reader.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert b"/JavaScript" not in data
    assert b"/Encrypt" not in data


def test_every_font_is_embedded(file: Path) -> None:
    fonts = run("pdffonts", file).splitlines()[2:]
    assert len(fonts) == 2
    assert all(re.search(r"Inter-(Regular|SemiBold).*\byes yes yes\b", line) for line in fonts), fonts


def test_the_signature_field_has_a_name_and_a_place_in_the_structure(file: Path) -> None:
    reader = PdfFileReader(file.open("rb"))
    (field,) = reader.root["/AcroForm"]["/Fields"]
    widget = field.get_object()
    assert widget["/TU"] == "Sənədin elektron imzası"
    assert widget["/F"] & 0b100110 == 0b100  # printed, neither hidden nor without view
    tree = reader.root["/StructTreeRoot"]
    numbers = tree["/ParentTree"]["/Nums"]
    places = {int(numbers[index]): numbers[index + 1].get_object() for index in range(0, len(numbers), 2)}
    element = places[int(widget["/StructParent"])]
    assert element["/S"] == "/Form"
    assert element["/K"]["/Type"] == "/OBJR"
    assert element["/K"].raw_get("/Obj").reference == widget.container_ref
    assert int(tree["/ParentTreeNextKey"]) == max(places) + 1
    page = reader.root["/Pages"]["/Kids"][0].get_object()
    assert page["/Tabs"] == "/S"


def test_every_picture_has_an_alternative_and_every_annotation_a_place(file: Path) -> None:
    reader = PdfFileReader(file.open("rb"))
    page = reader.root["/Pages"]["/Kids"][0].get_object()
    assert all("/StructParent" in annotation.get_object() for annotation in page["/Annots"])
    pictures = _elements(reader.root["/StructTreeRoot"]["/K"][0].get_object(), "/Figure")
    assert [str(picture["/Alt"]) for picture in pictures] == ["QR kod: sənədin yoxlanılması"]


def _elements(element: object, kind: str) -> list[object]:
    found = [element] if element.get("/S") == kind else []  # type: ignore[attr-defined]
    kids = element.get("/K", [])  # type: ignore[attr-defined]
    for kid in kids if isinstance(kids, list) else [kids]:
        value = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(value, dict) and "/S" in value:
            found += _elements(value, kind)
    return found


def test_the_heading_and_the_reading_order_are_those_of_the_page(file: Path) -> None:
    said = run("pdftotext", file, "-")
    order_of = [
        said.index(text) for text in ("Bakı Dövlət Universiteti", "Təhsil alması barədə arayış", "Məmmədova", "İxtisas")
    ]
    assert order_of == sorted(order_of)
    structure = run("pdfinfo", "-struct", file)
    assert [kind for kind in ("H1", "Table", "Link", "Figure", "Form") if kind not in structure] == []


def test_the_same_snapshot_gives_the_same_page(demo_ring: Ring) -> None:
    snapshot = rules.snapshot_of(
        order(1), public_id=public_ids.from_number(7), number="N", issued_at=clock.now(), issued_on=date(2026, 11, 23)
    )
    data = renderings.page_data(snapshot, token="t", language="az", base=BASE, specimen=False)
    assert renderings.page_pdf(PLAIN, data, clock.now()) == renderings.page_pdf(PLAIN, data, clock.now())


def test_typst_markup_in_the_data_stays_text(demo_ring: Ring, tmp_path: Path) -> None:
    hostile = '#import "/secret": * \\ *bold* $x$ `code` @ref <label> #panic() "quotes" {0}'
    text = Text.same(hostile)
    pdf, _ = paper(demo_ring, "az", body=text, holder_name=hostile, facts=(Fact(code="x", label=text, value=hostile),))
    (tmp_path / "p.pdf").write_bytes(pdf)
    said = "".join(run("pdftotext", "-raw", tmp_path / "p.pdf", "-").split())
    assert said.count("".join(hostile.split())) == 4


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_of_all_five_alphabets_and_of_foreign_names_are_there(
    language: str, demo_ring: Ring, tmp_path: Path
) -> None:
    letters = "ƏəĞğIıİiÖöŞşÜüÇç Ёё Ғғ Ққ Ңң Ұұ Үү Һһ Іі Өө Łł Žž Ñ ñ ß Ø ø Č č Ð ð Ţ ţ"
    (tmp_path / "p.pdf").write_bytes(paper(demo_ring, language, holder_name=letters)[0])
    assert "".join(letters.split()) in "".join(run("pdftotext", "-raw", tmp_path / "p.pdf", "-").split())


def test_a_long_paper_runs_on_to_a_second_page_and_keeps_its_check_panel(demo_ring: Ring, tmp_path: Path) -> None:
    many = tuple(Fact(code=f"f{index}", label=Text.same(f"Fact {index}"), value="word " * 40) for index in range(30))
    pdf, token = paper(demo_ring, "en", facts=many)
    (tmp_path / "p.pdf").write_bytes(pdf)
    pages = int(re.search(r"Pages:\s+(\d+)", run("pdfinfo", tmp_path / "p.pdf")).group(1))  # type: ignore[union-attr]
    assert pages >= 2
    run("pdftoppm", "-r", "150", "-png", "-f", pages, "-singlefile", tmp_path / "p.pdf", tmp_path / "page")
    assert token in run("zbarimg", "-q", "--raw", tmp_path / "page.png")


def test_demo_keys_sign_specimens_and_real_keys_do_not(demo_ring: Ring, tmp_path: Path) -> None:
    from maarif.support.keys.operations import generate

    (tmp_path / "demo.pdf").write_bytes(paper(demo_ring, "en")[0])
    real = generate(tmp_path / "keys", name="Ministry", demo=False)
    (tmp_path / "real.pdf").write_bytes(paper(real, "en")[0])
    assert "Specimen" in run("pdftotext", tmp_path / "demo.pdf", "-")
    assert "Specimen" not in run("pdftotext", tmp_path / "real.pdf", "-")


@pytest.mark.django_db
def test_everybody_gets_the_same_bytes_and_they_are_made_once(holder: int) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    first = renderings.rendering_of(issued.id, "az")
    assert renderings.rendering_of(issued.id, "az") == first
    assert renderings.rendering_of(issued.id, "ru") != first
    assert Rendering.objects.count() == 2


@pytest.mark.django_db
def test_the_worker_renders_what_was_deferred_and_may_do_so_twice(holder: int) -> None:
    from maarif.support.documents import jobs

    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    jobs.render(document=issued.id, language="az")
    kept = bytes(Rendering.objects.get().pdf)
    jobs.render(document=issued.id, language="az")
    assert bytes(Rendering.objects.get().pdf) == kept


@pytest.mark.django_db
def test_the_signature_is_by_the_key_of_the_moment(holder: int, demo_ring: Ring) -> None:
    issued = operations.issue_many(by=SYSTEM, orders=(order(holder),))[0]
    key = demo_ring.active(Purpose.DOCUMENTS, clock.now())
    assert Document.objects.get(pk=issued.id).key_id == key.id
    reader = PdfFileReader(__import__("io").BytesIO(renderings.rendering_of(issued.id, "az")))
    (signature,) = reader.embedded_signatures
    assert signature.signer_cert.dump() == key.certificate.public_bytes(Encoding.DER)


def test_tools_are_there() -> None:
    missing = [
        tool for tool in ("pdfsig", "pdftotext", "pdffonts", "qpdf", "zbarimg", "certutil") if not shutil.which(tool)
    ]
    assert missing == [], "run scripts/system-packages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_specimen_needs_neither_keys_nor_database(language: str, tmp_path: Path) -> None:
    (tmp_path / "p.pdf").write_bytes(specimens.specimen(order(1), language))
    assert order(1).title.in_(language) in run("pdftotext", tmp_path / "p.pdf", "-")


def test_a_word_longer_than_the_line_stays_on_the_page(demo_ring: Ring, tmp_path: Path) -> None:
    word = "ə" * 300
    pdf, _ = paper(demo_ring, "az", holder_name=word, facts=(Fact(code="x", label=Text.same("x"), value=word),))
    (tmp_path / "p.pdf").write_bytes(pdf)
    boxes = re.findall(r'xMax="([0-9.]+)"', run("pdftotext", "-bbox", tmp_path / "p.pdf", "-"))
    assert max(map(float, boxes)) <= 595.3 - 60
