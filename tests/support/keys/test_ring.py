"""The life of keys: made, changed with an overlap, revoked, published, adopted from a device."""

import json
import os
import shutil
import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maarif.kernel import clock
from maarif.support.keys import compact, operations
from maarif.support.keys.published import published, read
from maarif.support.keys.queries import ring as ring_of
from maarif.support.keys.types import BadSignature, KeysMissing, KeyUnknown, Purpose

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(autouse=True)
def noon() -> object:
    with clock.using(clock.FrozenClock(NOON)) as frozen:
        yield frozen


def test_private_keys_can_be_read_by_their_owner_only(tmp_path: Path) -> None:
    operations.generate(tmp_path / "keys", name="Ministry", demo=False)
    private = sorted((tmp_path / "keys").glob("*.key.pem"))
    assert len(private) == 3
    assert {path.stat().st_mode & 0o777 for path in private} == {0o600}


def test_a_private_key_that_others_may_read_is_not_used(tmp_path: Path) -> None:
    ring = operations.generate(tmp_path, name="Ministry", demo=False)
    key = ring.active(Purpose.DOCUMENTS, NOON)
    (tmp_path / f"{key.id}.key.pem").chmod(0o644)
    with pytest.raises(KeysMissing, match="chmod 600"):
        ring.sign(b"{}", kind="doc", purpose=Purpose.DOCUMENTS, moment=NOON)


def test_a_ring_is_never_made_twice(tmp_path: Path) -> None:
    operations.generate(tmp_path, name="Ministry", demo=False)
    before = (tmp_path / "ring.json").read_text()
    with pytest.raises(operations.RingExists):
        operations.generate(tmp_path, name="Another", demo=False)
    assert (tmp_path / "ring.json").read_text() == before


def test_eight_processes_that_start_together_make_one_demo_ring(tmp_path: Path) -> None:
    found: list[frozenset[str]] = []
    threads = [
        threading.Thread(target=lambda: found.append(frozenset(operations.ensure_demo(tmp_path / "keys").keys)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_rotated_key_takes_over_at_its_hour_and_the_old_one_still_verifies(tmp_path: Path) -> None:
    ring = operations.generate(tmp_path, name="Ministry", demo=False)
    token, old = ring.sign(b"{}", kind="doc", purpose=Purpose.DOCUMENTS, moment=NOON)
    new = operations.rotate(tmp_path, purpose=Purpose.DOCUMENTS, begins=NOON + timedelta(days=30))
    ring = ring_of(tmp_path)
    assert ring.active(Purpose.DOCUMENTS, NOON + timedelta(days=29)).id == old.id
    assert ring.active(Purpose.DOCUMENTS, NOON + timedelta(days=30)).id == new
    assert compact.verify(token, kind="doc", purpose=Purpose.DOCUMENTS, key_of=ring.key).key_id == old.id
    assert {jwk["kid"] for jwk in published(ring)["keys"]} >= {old.id, new}  # type: ignore[attr-defined]


def test_a_key_does_not_sign_after_its_year(tmp_path: Path) -> None:
    ring = operations.generate(tmp_path, name="Ministry", demo=False)
    with pytest.raises(KeysMissing, match="maarif keys rotate"):
        ring.active(Purpose.DOCUMENTS, NOON + timedelta(days=366))


def test_without_the_authoritys_key_nothing_is_rotated_and_the_ring_stays(tmp_path: Path) -> None:
    operations.generate(tmp_path, name="Ministry", demo=False)
    before = (tmp_path / "ring.json").read_text()
    (tmp_path / "authority.key.pem").unlink()
    with pytest.raises(KeysMissing, match="from its envelope"):
        operations.rotate(tmp_path, purpose=Purpose.DOCUMENTS)
    assert (tmp_path / "ring.json").read_text() == before


def test_a_revoked_key_signs_no_more_and_what_it_signed_fails_offline(tmp_path: Path) -> None:
    ring = operations.generate(tmp_path, name="Ministry", demo=False)
    token, key = ring.sign(b"{}", kind="doc", purpose=Purpose.DOCUMENTS, moment=NOON)
    operations.revoke(tmp_path, key_id=key.id, reason="the device was stolen")
    ring = ring_of(tmp_path)
    with pytest.raises(KeysMissing):
        ring.active(Purpose.DOCUMENTS, NOON)
    keys, _ = read(json.loads(json.dumps(published(ring))))
    with pytest.raises(BadSignature) as refused:
        compact.verify(token, kind="doc", purpose=Purpose.DOCUMENTS, key_of=keys.get)
    assert refused.value.why == "key_revoked"
    assert keys[key.id].revoked_because == "the device was stolen"


def test_revoking_a_key_that_is_not_there_changes_nothing(tmp_path: Path) -> None:
    operations.generate(tmp_path, name="Ministry", demo=False)
    before = (tmp_path / "ring.json").read_text()
    with pytest.raises(KeyUnknown):
        operations.revoke(tmp_path, key_id="2020-00000000", reason="x")
    assert (tmp_path / "ring.json").read_text() == before


def test_published_keys_hold_nothing_private_and_read_back_the_same(tmp_path: Path) -> None:
    ring = operations.generate(tmp_path, name="Ministry", demo=False)
    text = json.dumps(published(ring))
    assert '"d"' not in text
    assert "PRIVATE" not in text
    keys, authorities = read(json.loads(text))
    assert {key.id: key.public.public_numbers() for key in keys.values()} == {
        key.id: key.public.public_numbers() for key in ring.keys.values()
    }
    assert authorities == ring.active(Purpose.DOCUMENTS, NOON).chain


@pytest.mark.parametrize("document", [{}, {"keys": [{}]}, {"keys": [{"x5c": ["!"], "kid": "1"}]}, {"keys": 3}])
def test_what_is_no_set_of_keys_is_refused(document: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a published set of keys"):
        read(document)


LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")


def _device_is_there() -> bool:
    try:
        import pkcs11  # noqa: F401
    except ImportError:
        return False
    return LIBRARY.exists() and shutil.which("softhsm2-util") is not None


@pytest.mark.skipif(not _device_is_there(), reason="needs softhsm2 and python-pkcs11 (`pip install maarif[hsm]`)")
def test_a_key_inside_a_device_signs_and_never_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import pkcs11
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization
    from pkcs11.util.ec import encode_ec_public_key, encode_named_curve_parameters

    from maarif.support.keys.certificates import signing_certificate

    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nobjectstore.backend = file\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "maarif", "--so-pin", "1111", "--pin", "2222"],
        check=True,
        capture_output=True,
        env={**os.environ},
    )
    token = pkcs11.lib(str(LIBRARY)).get_token(token_label="maarif")
    with token.open(user_pin="2222", rw=True) as session:
        parameters = session.create_domain_parameters(
            pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters("secp256r1")}, local=True
        )
        public, _ = parameters.generate_keypair(store=True, label="documents-1")
        spki = encode_ec_public_key(public)
    home = operations.generate(tmp_path / "keys", name="Ministry", demo=False)
    authority = serialization.load_pem_private_key((tmp_path / "keys" / "authority.key.pem").read_bytes(), None)
    certificate = signing_certificate(
        serialization.load_der_public_key(spki),
        "device",
        home.active(Purpose.DOCUMENTS, NOON).chain[0],
        authority,
        NOON,  # type: ignore[arg-type]
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    assert isinstance(certificate, x509.Certificate)
    pin = tmp_path / "pin"
    pin.write_text("2222\n")
    pin.chmod(0o600)
    signer = {"kind": "pkcs11", "module": str(LIBRARY), "token": "maarif", "label": "documents-1", "pin_file": str(pin)}
    begins = NOON + timedelta(seconds=1)
    key_id = operations.adopt(
        tmp_path / "keys", purpose=Purpose.DOCUMENTS, certificates=[pem], signer=signer, begins=begins
    )
    ring = ring_of(tmp_path / "keys")
    signed, key = ring.sign(b"{}", kind="doc", purpose=Purpose.DOCUMENTS, moment=begins)
    assert key.id == key_id
    assert compact.verify(signed, kind="doc", purpose=Purpose.DOCUMENTS, key_of=ring.key).payload == b"{}"
