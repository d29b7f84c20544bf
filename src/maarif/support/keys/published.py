"""What the world learns of our keys (RFC 7517), written at `/.well-known/maarif-keys.json`, and read back by whoever verifies."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding

from maarif.support.keys import compact
from maarif.support.keys.ring import Ring
from maarif.support.keys.types import Key, Purpose


def published(ring: Ring) -> dict[str, object]:
    """A JSON Web Key Set: every key ever used, with its certificate chain, signing period and, if so, revocation."""
    return {"keys": [_jwk(key) for key in ring.keys.values()]}


def _jwk(key: Key) -> dict[str, object]:
    numbers = key.public.public_numbers()
    jwk: dict[str, object] = {
        "kty": "EC",
        "crv": "P-256",
        "x": compact.encode(numbers.x.to_bytes(32, "big")),
        "y": compact.encode(numbers.y.to_bytes(32, "big")),
        "kid": key.id,
        "use": "sig",
        "alg": "ES256",
        "purpose": key.purpose.value,
        "nbf": int(key.not_before.timestamp()),
        "exp": int(key.not_after.timestamp()),
        "x5c": [base64.b64encode(one.public_bytes(Encoding.DER)).decode() for one in (key.certificate, *key.chain)],
    }
    if key.revoked_at is not None:
        jwk["revoked"] = {"at": key.revoked_at.isoformat(), "because": key.revoked_because}
    return jwk


def read(document: Mapping[str, Any]) -> tuple[dict[str, Key], tuple[x509.Certificate, ...]]:
    """The keys of a published set by id, and the certificates at the ends of their chains; ValueError when it is not one."""
    keys: dict[str, Key] = {}
    authorities: dict[bytes, x509.Certificate] = {}
    try:
        for jwk in document["keys"]:
            own, *chain = [x509.load_der_x509_certificate(base64.b64decode(text)) for text in jwk["x5c"]]
            revoked = jwk.get("revoked") or {}
            keys[jwk["kid"]] = Key(
                id=jwk["kid"],
                purpose=Purpose(jwk["purpose"]),
                not_before=datetime.fromtimestamp(jwk["nbf"]).astimezone(),
                not_after=datetime.fromtimestamp(jwk["exp"]).astimezone(),
                revoked_at=datetime.fromisoformat(revoked["at"]) if revoked else None,
                revoked_because=revoked.get("because", ""),
                certificate=own,
                chain=tuple(chain),
            )
            authorities |= {one.fingerprint(hashes.SHA256()): one for one in (own, *chain)[-1:]}
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("not a published set of keys") from error
    return keys, tuple(authorities.values())
