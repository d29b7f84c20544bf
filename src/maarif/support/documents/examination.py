"""Offline examination of a file, a token, a JSON twin or a credential against published keys: no database, no network, no Django.

A file is accepted when it carries exactly one signature over all of it, by one of our keys, and the token in it is genuine and
speaks of the same document. Whether the document was revoked since, only the live check knows.
"""

import asyncio
import hashlib
import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from io import BytesIO
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from maarif.support.documents import rules, tokens, twins
from maarif.support.documents.cms import frame_of
from maarif.support.documents.types import Trouble, Verdict
from maarif.support.keys.queries import encode, raw_signature, verify
from maarif.support.keys.types import BadSignature, Key, Purpose

Keys = Mapping[str, Key]
_WHY: Final = {
    "malformed": Trouble.MALFORMED,
    "unknown_key": Trouble.UNKNOWN_KEY,
    "key_revoked": Trouble.KEY_REVOKED,
    "wrong_type": Trouble.NOT_A_DOCUMENT,
    "bad_signature": Trouble.BAD_SIGNATURE,
}


def examine_token(text: str, keys: Keys, today: date) -> Verdict:
    """A token, bare or at the end of our address."""
    try:
        claims, key_id = tokens.claims_of(tokens.taken_from(text), keys.get)
    except BadSignature as error:
        return _refused(_WHY[error.why], detail=str(error))
    valid_until = claims["valid_until"]
    if valid_until is not None and today > date.fromisoformat(valid_until):
        return Verdict(genuine=True, troubles=(Trouble.EXPIRED,), claims=claims, key_id=key_id)
    return Verdict(genuine=True, troubles=(), claims=claims, key_id=key_id)


def examine_credential(text: str, keys: Keys, today: date) -> Verdict:
    """A VC-JWT: its signature, and whether it is in its time."""
    try:
        parts = verify(text.strip(), kind=twins.KIND, purpose=Purpose.DOCUMENTS, key_of=keys.get)
    except BadSignature as error:
        return _refused(_WHY[error.why], detail=str(error))
    claims = json.loads(parts.payload)
    until = claims.get("validUntil")
    over = until is not None and datetime.fromisoformat(until).date() < today
    return Verdict(genuine=True, troubles=(Trouble.EXPIRED,) if over else (), claims=claims, key_id=parts.key_id)


def examine_twin(text: str, keys: Keys, today: date) -> Verdict:
    """A JSON twin: its digest, its token, that both speak of the same document, and that nothing unsigned stands beside them."""
    try:
        twin = json.loads(text, object_pairs_hook=_once)
        digest = rules.digest_of(rules.canonical(twin["document"]))
        same = twins.snapshot_matches(twin)
        token, public_id = str(twin["token"]), twin["document"]["id"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return _refused(Trouble.UNREADABLE, detail=str(error))
    verdict = examine_token(token, keys, today)
    if not verdict.genuine:
        return verdict
    claims = verdict.claims
    if (
        set(twin) != twins.MEMBERS
        or not same
        or claims["id"] != public_id
        or claims["digest"] != encode(digest[: rules.DIGEST_IN_TOKEN])
    ):
        return replace(verdict, genuine=False, troubles=(Trouble.CHANGED_AFTER_SIGNING, *verdict.troubles))
    return verdict


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose names stand in it once: of two of a name readers would take now the first, now the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def examine_pdf(data: bytes, keys: Keys, authorities: tuple[x509.Certificate, ...], today: date) -> Verdict:
    """A PDF file: its one signature, its signer, and the token in it."""
    try:
        found = _signature(data, authorities)
        text = _token_in(data)
    except Exception as error:  # a broken file may fail anywhere inside the parser; it is refused, never a crash
        return _refused(Trouble.UNREADABLE, detail=f"{type(error).__name__}: {error}")
    if isinstance(found, Trouble):
        return _refused(found)
    key = next((key for key in keys.values() if key.certificate.public_bytes(Encoding.DER) == found.certificate), None)
    if key is None or key.purpose is not Purpose.DOCUMENTS:
        return _refused(Trouble.NOT_OUR_CERTIFICATE)
    if not _one_spelling(data, found, key):
        return _refused(Trouble.CHANGED_AFTER_SIGNING, detail="the signature is spelled otherwise than we spell it")
    if key.revoked_at is not None:
        return _refused(Trouble.KEY_REVOKED, detail=key.revoked_because)
    if text is None:
        return _refused(Trouble.NO_TOKEN)
    return _with_token(examine_token(text, keys, today), data)


def _with_token(verdict: Verdict, data: bytes) -> Verdict:
    """The token's verdict, if the file's own keywords name the token's document."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    keywords = str(PdfFileReader(BytesIO(data)).trailer["/Info"]["/Keywords"])
    if verdict.genuine and str(verdict.claims["id"]) not in keywords:
        return replace(verdict, genuine=False, troubles=(Trouble.TOKEN_MISMATCH,))
    return verdict


@dataclass(frozen=True, slots=True)
class _Signature:
    """An intact signature over the whole file: the signer's certificate and the signature (both DER), and where its block lies."""

    certificate: bytes
    value: bytes
    start: int
    end: int


def _one_spelling(data: bytes, found: _Signature, key: Key) -> bool:
    """Whether the block that holds the signature, which it cannot cover itself, is byte for byte the one that we write.

    Else somebody could change what lies in it (small letters for hexadecimal figures, padding, further certificates) unnoticed.
    """
    digest = hashlib.sha256(data[: found.start] + data[found.end :]).digest()
    block = frame_of(key).with_signature(digest, raw_signature(found.value)).hex().upper().encode()
    return data[found.start : found.end] == b"<" + block.ljust(found.end - found.start - 2, b"0") + b">"


def _signature(data: bytes, authorities: tuple[x509.Certificate, ...]) -> _Signature | Trouble:
    """The one intact signature over the whole file, or what is wrong."""
    from asn1crypto import x509 as asn1
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import async_validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    signatures = PdfFileReader(BytesIO(data), strict=True).embedded_signatures
    if len(signatures) != 1:
        return Trouble.NO_SIGNATURE if not signatures else Trouble.CHANGED_AFTER_SIGNING
    signature = signatures[0]
    roots = [asn1.Certificate.load(one.public_bytes(Encoding.DER)) for one in authorities]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    examined = partial(async_validate_pdf_signature, signature, signer_validation_context=context)
    with ThreadPoolExecutor(1) as apart:  # pyHanko validates on an event loop; ours must not meet the caller's
        status: Any = apart.submit(lambda: asyncio.run(examined())).result()
    if not (status.intact and status.valid):
        return Trouble.CHANGED_AFTER_SIGNING
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        return Trouble.CHANGED_AFTER_SIGNING
    if not status.trusted:
        return Trouble.NOT_OUR_CERTIFICATE
    _, start, end, _ = map(int, signature.byte_range)
    return _Signature(status.signing_cert.dump(), signature.signer_info["signature"].native, start, end)


def _token_in(data: bytes) -> str | None:
    """The address behind the QR code, taken from the file's links."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader: Any = PdfFileReader(BytesIO(data))
    for page in range(int(reader.root["/Pages"]["/Count"])):
        for annotation in reader.find_page_for_modification(page)[0].get_object().get("/Annots", ()):
            address = str(annotation.get_object().get("/A", {}).get("/URI", ""))
            if tokens.CHECK_PATH in address:
                return address
    return None


def _refused(trouble: Trouble, detail: str = "") -> Verdict:
    return Verdict(genuine=False, troubles=(trouble,), claims={}, key_id="", detail=detail)


def examine(data: bytes, keys: Keys, authorities: tuple[x509.Certificate, ...], today: date) -> Verdict:
    """Whatever it is: a PDF file, a JSON twin, a credential or a token."""
    if data.lstrip()[:5] == b"%PDF-":
        return examine_pdf(data, keys, authorities, today)
    try:
        text = data.decode("utf-8").strip()
    except UnicodeDecodeError:
        return _refused(Trouble.UNREADABLE)
    if text.startswith("{"):
        return examine_twin(text, keys, today)
    verdict = examine_token(text, keys, today)
    if verdict.troubles == (Trouble.NOT_A_DOCUMENT,):
        return examine_credential(text, keys, today)
    return verdict
