"""Certificates: the PDF beside WeasyPrint, the signature beside stock pyHanko, both in bulk on two cores, and bare issuance."""

import base64
import io
import multiprocessing
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
BASE = "https://portal.maarif.example"
SAMPLES = 60
BULK_SECONDS = 10
ISSUED = 4_000


def _cpu(work: Callable[[int], object], times: int) -> float:
    """CPU-milliseconds of one call; the first, which loads fonts and frames, is not counted."""
    work(-1)
    began = time.process_time()
    for number in range(times):
        work(number)
    return (time.process_time() - began) / times * 1000


def _certificate(ring: Any, number: int) -> tuple[dict[str, Any], str]:
    from tests.support.documents.papers import order

    from maarif.kernel import public_ids
    from maarif.support.documents import rules, tokens

    snapshot = rules.snapshot_of(
        order(1, holder_name=f"Məmmədova Aygün Rəşid qızı {number}"),
        public_id=public_ids.new(),
        number=f"AZ-HSC-2026-{abs(number):06d}",
        issued_at=NOON,
        issued_on=date(2026, 11, 23),
    )
    token, _ = tokens.sign(ring, snapshot, rules.digest_of(rules.canonical(snapshot)), NOON)
    return snapshot, token


def _ours(ring: Any, number: int) -> bytes:
    from tests.support.documents.papers import PLAIN

    from maarif.support.documents import renderings

    snapshot, token = _certificate(ring, number)
    data = renderings.page_data(snapshot, token=token, language="az", base=BASE, specimen=True)
    return renderings.page_pdf(PLAIN, data, NOON)


def _ours_signed(ring: Any, number: int) -> bytes:
    from maarif.support.documents import pades

    return pades.sign(_ours(ring, number), ring=ring, moment=NOON, tooltip="Sənədin elektron imzası")


_CSS = """
@page { size: A4; margin: 20mm 22mm }
@font-face { font-family: Inter; src: url(%(regular)s) } @font-face { font-family: Inter; font-weight: 600; src: url(%(bold)s) }
body { font: 11pt Inter; color: #22303A } h1 { font-size: 23pt; font-weight: 600 } header { border-bottom: 1.2pt solid #0B5D66 }
td { border-bottom: .5pt solid #C9D1D4; padding: 2.7mm 0; font-size: 10pt } table { width: 100%%; border-collapse: collapse }
.check { border: .7pt solid #C9D1D4; border-radius: 2mm; padding: 5mm; margin-top: 40mm } .check img { width: 37mm; float: left }
"""


def _weasyprint(fonts: Any, ring: Any, number: int) -> bytes:
    """The same page as HTML, with the QR code by segno, as PDF/A-2b (WeasyPrint has no 2a)."""
    import segno
    from weasyprint import CSS, HTML

    from maarif.support.documents import renderings, tokens

    snapshot, token = _certificate(ring, number)
    folder = renderings.PACKAGE / "support" / "documents" / "fonts"
    picture = io.BytesIO()
    segno.make(tokens.url(BASE, token), error="m").save(picture, kind="svg")
    rows = "".join(
        f"<tr><td>{fact['label']['az']}</td><td><b>{fact['value'] if isinstance(fact['value'], str) else fact['value']['az']}</b></td></tr>"
        for fact in snapshot["facts"]
    )
    html = (
        f"<html lang=az><title>{snapshot['title']['az']}</title><header><b>{snapshot['issuer']['az']}</b></header>"
        f"<h1>{snapshot['title']['az']}</h1><p>{snapshot['number']} · {snapshot['issued_on']} · {snapshot['valid_until']}</p>"
        f"<h2>{snapshot['holder']['name']}</h2><p>{snapshot['body']['az']}</p><table>{rows}</table><div class=check>"
        f"<img alt=QR src='data:image/svg+xml;base64,{base64.b64encode(picture.getvalue()).decode()}'>{snapshot['id']}</div>"
    )
    css = CSS(
        string=_CSS
        % {"regular": (folder / "Inter-Regular.otf").as_uri(), "bold": (folder / "Inter-SemiBold.otf").as_uri()},
        font_config=fonts,
    )
    return bytes(
        HTML(string=html).write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/a-2b", pdf_tags=True)
    )


def _stock_signer(ring: Any) -> Any:
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    from maarif.support.keys.types import Purpose

    key = ring.active(Purpose.DOCUMENTS, NOON)
    private = serialization.load_pem_private_key((ring.folder / f"{key.id}.key.pem").read_bytes(), None)
    der = private.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    store = SimpleCertificateStore()
    store.register_multiple(x509.Certificate.load(one.public_bytes(serialization.Encoding.DER)) for one in key.chain)
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(key.certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(der),
        cert_registry=store,
    )


def _stock_sign(signer: Any, pdf: bytes, _: int) -> bytes:
    """pyHanko as its documentation shows it."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import signers
    from pyhanko.sign.fields import SigSeedSubFilter

    metadata = signers.PdfSignatureMetadata(
        field_name="maarif", subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    out = signers.PdfSigner(metadata, signer=signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), in_place=False)
    return bytes(out.getbuffer())


def _stock_certificate(signer: Any, fonts: Any, ring: Any, number: int) -> bytes:
    return _stock_sign(signer, _weasyprint(fonts, ring, number), number)


def _worker(kind: str, folder: str, seconds: float, answers: Any) -> None:
    """Makes certificates until the time is over; how many, and how long it took."""
    from maarif.support.keys.operations import ensure_demo

    ring = ensure_demo(Path(folder))
    if kind == "ours":
        make: Callable[[int], bytes] = partial(_ours_signed, ring)
    else:
        from weasyprint.text.fonts import FontConfiguration

        make = partial(_stock_certificate, _stock_signer(ring), FontConfiguration(), ring)
    make(-1)
    began, cpu, made = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() - began < seconds:
        make(made)
        made += 1
    answers.put((made, time.perf_counter() - began, time.process_time() - cpu))


def bulk(kind: str, folder: str, seconds: float) -> tuple[float, float]:
    """Certificates a second by two processes: by the clock, and by the CPU time they got (others use this machine too)."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    workers = [context.Process(target=_worker, args=(kind, folder, seconds, answers)) for _ in range(2)]
    for worker in workers:
        worker.start()
    found = [answers.get() for _ in workers]
    for worker in workers:
        worker.join()
    return sum(made / took for made, took, _ in found), sum(made / cpu for made, _, cpu in found)


def issuance(folder: str) -> tuple[float, float]:
    """Documents a second into the database (data, number, token, ledger row): in lots of 200, and one by one."""
    from django.conf import settings
    from tests.support.documents.papers import order

    from maarif.support.documents import operations
    from maarif.support.keys.operations import ensure_demo
    from maarif.support.parties.operations import make_party
    from maarif.support.parties.types import SYSTEM, PartyKind

    settings.KEYS_FOLDER = Path(folder)
    ensure_demo(Path(folder))
    one = order(make_party(PartyKind.PERSON))
    operations.issue_many(by=SYSTEM, orders=[one] * 10, render=False)
    began = time.perf_counter()
    for _ in range(ISSUED // 200):
        operations.issue_many(by=SYSTEM, orders=[one] * 200, render=False)
    lots = ISSUED / (time.perf_counter() - began)
    began = time.perf_counter()
    for _ in range(ISSUED // 10):
        operations.issue_many(by=SYSTEM, orders=[one])
    return lots, ISSUED / 10 / (time.perf_counter() - began)


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database
    from weasyprint.text.fonts import FontConfiguration

    from maarif.support.keys.operations import ensure_demo

    with tempfile.TemporaryDirectory() as folder:
        print("| what | ours | peer | ours is | goal | peer |\n|---|---|---|---|---|---|")
        for name, ours, peer, who, goal in _made_singly(ensure_demo(Path(folder)), FontConfiguration()):
            print(f"| {name} | {ours:.1f} | {peer:.1f} | {peer / ours:.1f}x cheaper | {goal} | {who} |")
        mine, theirs = bulk("ours", folder, BULK_SECONDS), bulk("stock", folder, BULK_SECONDS)
        for name, ours, peer in (
            ("by the clock", mine[0], theirs[0]),
            ("per two CPU-seconds (were the cores ours alone)", mine[1], theirs[1]),
        ):
            print(
                f"| signed PDF/A a second, two processes, {name} | {ours:.0f} | {peer:.1f} | {ours / peer:.1f}x more | >= 60 | "
                "WeasyPrint + stock pyHanko |"
            )
        with own_database("test_bench_certificates"):
            lots, single = issuance(folder)
        print(f"| bare issuance a second, in lots of 200 | {lots:.0f} | | | >= 1000 | |")
        print(f"| issuance a second, one by one, with its job, one connection | {single:.0f} | | | | |")


def _made_singly(ring: Any, fonts: Any) -> list[tuple[str, float, float, str, str]]:
    """What one paper and one signature cost, ours and the peers', in CPU-milliseconds."""
    from maarif.support.documents import pades

    unsigned, signer = _ours(ring, 0), _stock_signer(ring)
    return [
        (
            "PDF with QR code, CPU-ms",
            _cpu(partial(_ours, ring), SAMPLES),
            _cpu(partial(_weasyprint, fonts, ring), SAMPLES // 6),
            "WeasyPrint + segno",
            "<= 12",
        ),
        (
            "PAdES signature, CPU-ms",
            _cpu(lambda _: pades.sign(unsigned, ring=ring, moment=NOON, tooltip="x"), SAMPLES),
            _cpu(partial(_stock_sign, signer, unsigned), SAMPLES),
            "stock pyHanko, P-256",
            "<= 10",
        ),
    ]


if __name__ == "__main__":
    main()
