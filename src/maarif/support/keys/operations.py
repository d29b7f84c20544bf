"""Making, changing and revoking keys; every step leaves the ring whole, whatever happens in between."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from maarif.kernel import clock
from maarif.kernel.errors import Refusal
from maarif.support.keys.certificates import authority_certificate, signing_certificate
from maarif.support.keys.ring import RING_FILE, Ring, ring
from maarif.support.keys.types import KeysMissing, KeyUnknown, Purpose

SIGNS_FOR: Final = timedelta(days=365)
DEMO_SINCE: Final = datetime(2020, 1, 1, tzinfo=UTC)
DEMO_UNTIL: Final = datetime(2040, 1, 1, tzinfo=UTC)
AUTHORITY: Final = "authority"


class RingExists(Refusal):
    """There is a ring already; keys are added to it by rotation, never by starting anew."""


def generate(folder: Path, *, name: str, demo: bool) -> Ring:
    """A new ring: an authority of our own, one key for documents, one for the ledger. RingExists when there is one."""
    with _writing(folder) as content:
        if content:
            raise RingExists(folder=str(folder))
        now = clock.now().replace(microsecond=0)
        since, until = (DEMO_SINCE, DEMO_UNTIL) if demo else (now, now + SIGNS_FOR)
        authority = _new_private(folder / f"{AUTHORITY}.key.pem")
        certificate = authority_certificate(authority, name, since)
        (folder / f"{AUTHORITY}.crt.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        content |= {"version": 1, "demo": demo, "name": name, "keys": []}
        for purpose in Purpose:
            content["keys"].append(_new_key(folder, name, purpose, since, until))
    return ring(folder)


def ensure_demo(folder: Path) -> Ring:
    """The ring of a demonstration, made when it is missing; two processes starting together make one."""
    try:
        return generate(folder, name="Maarif demo (not for real documents)", demo=True)
    except RingExists:
        return ring(folder)


def rotate(folder: Path, *, purpose: Purpose, begins: datetime | None = None) -> str:
    """A new key that takes over at `begins` (now); the old one stays published and verifies for ever. Its id."""
    with _writing(folder) as content:
        since = (begins or clock.now()).replace(microsecond=0)
        line = _new_key(folder, content["name"], purpose, since, since + SIGNS_FOR)
        content["keys"].append(line)
    return str(line["id"])


def revoke(folder: Path, *, key_id: str, reason: str) -> None:
    """Says that a key is not to be trusted any more, and why; it never signs again and its signatures fail offline."""
    with _writing(folder) as content:
        for line in content.get("keys", []):
            if line["id"] == key_id:
                line["revoked_at"] = clock.now().replace(microsecond=0).isoformat()
                line["revoked_because"] = reason
                return
        raise KeyUnknown(key=key_id)


def adopt(
    folder: Path, *, purpose: Purpose, certificates: list[bytes], signer: dict[str, str], begins: datetime
) -> str:
    """Puts into the ring a key that another authority certified (PEM: its certificate, then the chain); its id.

    This is how a key of a national authority, or one inside a hardware module, comes to sign: nothing secret is copied.
    """
    with _writing(folder) as content:
        chain = [x509.load_pem_x509_certificate(pem) for pem in certificates]
        key_id = _key_id(chain[0].public_key(), begins)
        for index, certificate in enumerate(chain):
            name = f"{key_id}.crt.pem" if index == 0 else f"{key_id}.chain{index}.crt.pem"
            (folder / name).write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        content.setdefault("keys", []).append(
            {
                "id": key_id,
                "purpose": purpose.value,
                "not_before": begins.isoformat(),
                "not_after": min(begins + SIGNS_FOR, chain[0].not_valid_after_utc).isoformat(),
                "certificate": f"{key_id}.crt.pem",
                "chain": [f"{key_id}.chain{index}.crt.pem" for index in range(1, len(chain))],
                "signer": signer,
            }
        )
        content.setdefault("name", chain[0].subject.rfc4514_string())
    return key_id


def _new_key(folder: Path, name: str, purpose: Purpose, since: datetime, until: datetime) -> dict[str, Any]:
    """Makes a key pair certified by the ring's own authority; the line that the ring keeps of it."""
    if not (folder / f"{AUTHORITY}.key.pem").exists():
        raise KeysMissing(f"Bring {AUTHORITY}.key.pem from its envelope into {folder} first", folder=str(folder))
    authority = serialization.load_pem_private_key((folder / f"{AUTHORITY}.key.pem").read_bytes(), password=None)
    issuer = x509.load_pem_x509_certificate((folder / f"{AUTHORITY}.crt.pem").read_bytes())
    assert isinstance(authority, ec.EllipticCurvePrivateKey)
    draft = folder / f"draft-{os.getpid()}.key.pem"
    private = _new_private(draft)
    key_id = _key_id(private.public_key(), since)
    draft.rename(folder / f"{key_id}.key.pem")
    certificate = signing_certificate(
        private.public_key(), f"{name}: {purpose.value} {key_id}", issuer, authority, since
    )
    (folder / f"{key_id}.crt.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return {
        "id": key_id,
        "purpose": purpose.value,
        "not_before": since.isoformat(),
        "not_after": until.isoformat(),
        "certificate": f"{key_id}.crt.pem",
        "chain": [f"{AUTHORITY}.crt.pem"],
        "signer": {"kind": "file", "path": f"{key_id}.key.pem"},
    }


def _key_id(public: Any, since: datetime) -> str:
    """A short name for a public key: the year it began, and eight figures of its digest."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo))
    return f"{since.year}-{digest.finalize().hex()[:8]}"


def _new_private(path: Path) -> ec.EllipticCurvePrivateKey:
    """A new P-256 key in a file that only its owner may read, from its first byte on."""
    private = ec.generate_private_key(ec.SECP256R1())
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return private


@contextmanager
def _writing(folder: Path) -> Iterator[dict[str, Any]]:
    """The content of the ring file to change, under a lock; written whole at the end, or not at all."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / RING_FILE
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        content: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        yield content
        draft = folder / f"{RING_FILE}.{os.getpid()}"
        draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        draft.replace(path)
