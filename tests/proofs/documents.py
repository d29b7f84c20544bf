"""T-DOC: no mutated token, file, twin or credential is accepted, no genuine one is refused, and two verifiers agree.

The second verifier is joserfc. A mutation that joserfc still accepts must be another spelling of the same bytes, which we refuse on purpose.
The planted fault is a verifier that decodes base64 leniently: it accepts mutations. Run in full: `python -m tests.proofs.documents 1.0`.
"""

import base64
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

from maarif.kernel import public_ids
from maarif.support.documents import examination, renderings, rules, tokens, twins
from maarif.support.keys import compact
from maarif.support.keys.operations import ensure_demo
from maarif.support.keys.published import published, read
from maarif.support.keys.queries import Ring
from tests.support.documents.papers import PLAIN, order

FULL_TOKENS = 10_000
FULL_FILES = 1_000
NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)
BASE = "https://maarif.example"
TEXT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n%ə"


def genuine(ring: Ring, number: int) -> tuple[dict[str, Any], bytes, str]:
    """A snapshot, its digest and its token."""
    snapshot = rules.snapshot_of(
        order(1),
        public_id=public_ids.new(),
        number=f"AZ-HSC-2026-{number:06d}",
        issued_at=NOON,
        issued_on=TODAY,
    )
    digest = rules.digest_of(rules.canonical(snapshot))
    return snapshot, digest, tokens.sign(ring, snapshot, digest, NOON)[0]


def mutated(token: str, other: str, dice: random.Random) -> str:
    """One of nine ways to change a token."""
    place = dice.randrange(len(token))
    parts, strange = token.split("."), other.split(".")
    which = dice.randrange(3)
    data = bytearray(compact.decode(parts[which]))
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
    swapped = list(token)
    second = dice.randrange(len(token))
    swapped[place], swapped[second] = swapped[second], swapped[place]
    return dice.choice(
        [
            token[:place] + dice.choice(TEXT) + token[place + 1 :],
            token[:place] + token[place + 1 :],
            token[:place] + dice.choice(TEXT) + token[place:],
            token[:place],
            token + dice.choice(TEXT),
            "".join(swapped),
            ".".join([*parts[:which], compact.encode(bytes(data)), *parts[which + 1 :]]),
            ".".join([*parts[:which], strange[which], *parts[which + 1 :]]),
            _twin_signature(parts),
        ]
    )


def _twin_signature(parts: list[str]) -> str:
    raw = compact.decode(parts[2])
    twin = raw[:32] + (compact.ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    return ".".join([*parts[:2], compact.encode(twin)])


def joserfc_accepts(token: str, keys: dict[str, ECKey]) -> bytes | None:
    """The payload if the second verifier accepts the token."""
    try:
        head = json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))
        return jws.deserialize_compact(token, keys[head["kid"]]).payload
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        return None


def lenient_accepts(token: str, ring: Ring) -> bool:
    """The planted fault: base64 is decoded as Python likes it, whatever stands between, and any twin signature will do."""
    try:
        head, body, tail = token.split(".")
        key = ring.key(json.loads(base64.urlsafe_b64decode(head + "=="))["kid"])
        assert key is not None
        raw = base64.urlsafe_b64decode(tail + "==")
        key.public.verify(compact.der_signature(raw), f"{head}.{body}".encode(), compact.ALGORITHM)
    except Exception:
        return False
    return True


def prove_tokens(ring: Ring, count: int, seed: int = 1) -> dict[str, int]:
    """Mutated tokens against both verifiers and the planted one."""
    dice = random.Random(seed)
    keys, _ = read(published(ring))
    second = {
        jwk["kid"]: ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")})
        for jwk in published(ring)["keys"]  # type: ignore[attr-defined]
    }
    originals = [genuine(ring, number)[2] for number in range(50)]
    accepted = lenient = spellings = 0
    for token in originals:
        assert examination.examine_token(token, keys, TODAY).genuine, "a genuine token was refused"
        assert joserfc_accepts(token, second) is not None, "the second verifier refuses a genuine token"
    for turn in range(count):
        token = originals[turn % 50]
        other = mutated(token, originals[(turn + 1) % 50], dice)
        if other.strip() == token:
            continue
        accepted += examination.examine_token(other, keys, TODAY).genuine
        lenient += lenient_accepts(other, ring)
        payload = joserfc_accepts(other, second)
        if payload is not None:
            spellings += 1
            assert payload == compact.decode(token.split(".")[1]), "the verifiers disagree on what was signed"
    assert accepted == 0, f"{accepted} mutated tokens were accepted"
    assert lenient > 0, "the planted lenient verifier was not told apart"
    return {"tokens": count, "accepted": 0, "accepted_by_the_planted_verifier": lenient, "other_spellings": spellings}


def files(ring: Ring) -> Iterator[tuple[str, bytes, Callable[[bytes, random.Random], bytes]]]:
    """A genuine file of each kind, and how it is mutated."""
    snapshot, digest, token = genuine(ring, 1)
    pdf = renderings.signed_pdf(snapshot, paper=PLAIN, token=token, language="az", base=BASE, ring=ring, moment=NOON)
    yield "pdf", pdf, _change_byte
    yield "json", twins.json_twin(snapshot, digest=digest, token=token).encode(), _change_letter
    yield (
        "credential",
        twins.credential(snapshot, digest=digest, base=BASE, ring=ring, moment=NOON).encode(),
        _change_letter,
    )


def _change_byte(data: bytes, dice: random.Random) -> bytes:
    """One bit, one byte gone, or something appended, as an incremental update would."""
    place = dice.randrange(len(data))
    return dice.choice(
        [
            data[:place] + bytes([data[place] ^ 1 << dice.randrange(8)]) + data[place + 1 :],
            data[:place] + data[place + 1 :],
            data + b"\n%more",
            data[:place],
        ]
    )


def _change_letter(data: bytes, dice: random.Random) -> bytes:
    text = data.decode()
    letters = [index for index, letter in enumerate(text) if letter.isalnum()]
    place = dice.choice(letters)
    other = "A" if text[place] != "A" else "B"
    return (text[:place] + other + text[place + 1 :]).encode()


def prove_files(ring: Ring, count: int, seed: int = 2) -> dict[str, int]:
    """Mutated files of every kind; genuine ones are accepted."""
    dice = random.Random(seed)
    keys, authorities = read(published(ring))
    for kind, data, mutate in files(ring):
        verdict = examination.examine(data, keys, authorities, TODAY)
        assert verdict.genuine, f"a genuine {kind} was refused: {verdict}"
        assert not verdict.troubles, verdict
        for _ in range(count):
            other = mutate(data, dice)
            accepted = other != data and examination.examine(other, keys, authorities, TODAY).genuine
            assert not accepted, f"a changed {kind} was accepted"
    return {"files_of_each_kind": count, "files_accepted": 0}


def prove_genuine(ring: Ring, count: int) -> dict[str, int]:
    """Genuine files are never refused."""
    keys, authorities = read(published(ring))
    for number in range(count):
        snapshot, _, token = genuine(ring, number)
        pdf = renderings.signed_pdf(
            snapshot, paper=PLAIN, token=token, language="kk", base=BASE, ring=ring, moment=NOON
        )
        verdict = examination.examine(pdf, keys, authorities, TODAY)
        assert verdict.genuine, f"a genuine file was refused: {verdict}"
    return {"genuine_files": count, "genuine_refused": 0}


def main(share: float) -> None:
    """All three parts at a share of the full counts."""
    with tempfile.TemporaryDirectory() as folder:
        ring = ensure_demo(Path(folder))
        counts = prove_tokens(ring, max(500, round(FULL_TOKENS * share)))
        counts |= prove_files(ring, max(30, round(FULL_FILES * share)))
        counts |= prove_genuine(ring, max(20, round(FULL_FILES * share)))
        print(json.dumps(counts))


if __name__ == "__main__":
    main(float(sys.argv[1]))
