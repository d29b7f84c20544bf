"""One spelling of a signature: ours is accepted by others, and no other spelling by us."""

import base64
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from joserfc import jws
from joserfc.jwk import ECKey

from maarif.support.keys import compact
from maarif.support.keys.operations import ensure_demo
from maarif.support.keys.published import published
from maarif.support.keys.ring import Ring
from maarif.support.keys.types import BadSignature, Purpose

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
PAYLOAD = b'{"i":"1","n":"AZ-HSC-2026-000001"}'


@pytest.fixture(scope="module")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    return ensure_demo(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="module")
def token(ring: Ring) -> str:
    return ring.sign(PAYLOAD, kind="doc", purpose=Purpose.DOCUMENTS, moment=NOON)[0]


def _accepted(ring: Ring, token: str, kind: str = "doc", purpose: Purpose = Purpose.DOCUMENTS) -> bool:
    try:
        compact.verify(token, kind=kind, purpose=purpose, key_of=ring.key)
    except BadSignature:
        return False
    return True


def test_another_library_verifies_our_token_with_the_published_key(ring: Ring, token: str) -> None:
    key_id = json.loads(compact.decode(token.split(".")[0]))["kid"]
    (jwk,) = [jwk for jwk in published(ring)["keys"] if jwk["kid"] == key_id]  # type: ignore[attr-defined]
    found = jws.deserialize_compact(token, ECKey.import_key({name: jwk[name] for name in ("kty", "crv", "x", "y")}))
    assert found.payload == PAYLOAD


def test_our_own_verification_gives_the_payload_back(ring: Ring, token: str) -> None:
    assert compact.verify(token, kind="doc", purpose=Purpose.DOCUMENTS, key_of=ring.key).payload == PAYLOAD


def test_the_twin_of_an_ecdsa_signature_is_another_spelling_and_is_refused(ring: Ring, token: str) -> None:
    head, body, tail = token.split(".")
    raw = compact.decode(tail)
    twin = raw[:32] + (compact.ORDER - int.from_bytes(raw[32:], "big")).to_bytes(32, "big")
    key_id = json.loads(compact.decode(head))["kid"]
    ring.keys[key_id].public.verify(compact.der_signature(twin), f"{head}.{body}".encode(), compact.ALGORITHM)
    assert not _accepted(ring, f"{head}.{body}.{compact.encode(twin)}")


def test_spare_bits_at_the_end_of_base64_are_another_spelling_and_are_refused(ring: Ring, token: str) -> None:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(token[-1])
    assert last % 16 == 0
    same_bytes = token[:-1] + alphabet[last + 1]
    assert base64.urlsafe_b64decode(same_bytes[-86:] + "==") == base64.urlsafe_b64decode(token[-86:] + "==")
    assert not _accepted(ring, same_bytes)


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none", "typ": "doc"},
        {"alg": "HS256", "typ": "doc"},
        {"typ": "doc", "alg": "ES256"},
        {"alg": "ES256", "typ": "doc", "crit": ["exp"]},
        {"alg": "ES256", "typ": "doc", "jwk": {"kty": "EC"}},
    ],
)
def test_a_header_of_any_other_form_is_refused_before_the_signature_is_looked_at(
    ring: Ring, token: str, header: dict[str, object]
) -> None:
    key_id = json.loads(compact.decode(token.split(".")[0]))["kid"]
    other = compact.encode(json.dumps(header | {"kid": key_id}, separators=(",", ":")).encode())
    with pytest.raises(BadSignature) as refused:
        compact.verify(".".join([other, *token.split(".")[1:]]), kind="doc", purpose=Purpose.DOCUMENTS, key_of=ring.key)
    assert refused.value.why == "malformed"


def test_a_signature_of_one_kind_or_purpose_is_none_of_another(ring: Ring, token: str) -> None:
    assert not _accepted(ring, token, kind="head")
    assert not _accepted(ring, token, purpose=Purpose.LEDGER)
    head, _ = ring.sign(PAYLOAD, kind="doc", purpose=Purpose.LEDGER, moment=NOON)
    assert not _accepted(ring, head)


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "ə.ə.ə", "\x00", "." * 9, "A" * 20_000, "e30.e30.e30", "[" * 4000]
)
def test_what_is_no_token_is_refused_by_name(ring: Ring, text: str) -> None:
    with pytest.raises(BadSignature) as refused:
        compact.verify(text, kind="doc", purpose=Purpose.DOCUMENTS, key_of=ring.key)
    assert refused.value.why == "malformed"


def test_no_mutation_of_one_character_is_accepted(ring: Ring, token: str) -> None:
    dice = random.Random(5)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/"
    for place in range(len(token)):
        other = dice.choice(alphabet.replace(token[place], ""))
        assert not _accepted(ring, token[:place] + other + token[place + 1 :]), place


def test_a_ring_without_keys_names_the_command_that_makes_them(tmp_path: Path) -> None:
    from maarif.support.keys.queries import ring as ring_of
    from maarif.support.keys.types import KeysMissing

    with pytest.raises(KeysMissing, match="maarif keys demo"):
        ring_of(tmp_path)
