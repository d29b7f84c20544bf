"""Compact signatures (JWS, ES256) in exactly one spelling: a token changed in any bit is not the token any more.

RFC 7515 lets a signature be spelled in several ways (the spare bits of base64url, the twin `n - s` of an ECDSA signature). We sign
and accept only the canonical one, so that a token can be compared, counted and revoked as text.
"""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from maarif.support.keys.types import BadSignature, Key, Purpose

ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
ALGORITHM: Final = ec.ECDSA(hashes.SHA256())
LONGEST: Final = 16_384

KeyOf = Callable[[str], Key | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compact:
    """A compact signature taken apart, not yet verified."""

    key_id: str
    type: str
    payload: bytes
    signed: bytes
    signature: bytes


def encode(data: bytes) -> str:
    """Base64url without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of unpadded base64url; ValueError when it is not the one canonical spelling."""
    try:
        data = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ValueError("not base64url") from error
    if encode(data) != text:
        raise ValueError("not canonical base64url")
    return data


def raw_signature(der: bytes) -> bytes:
    """The 64 bytes r || s of a DER signature, with the smaller of the two possible s."""
    r, s = decode_dss_signature(der)
    return r.to_bytes(32, "big") + min(s, ORDER - s).to_bytes(32, "big")


def der_signature(raw: bytes) -> bytes:
    """The DER form of r || s."""
    return encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))


def header(key_id: str, kind: str) -> str:
    """The encoded header; its spelling is fixed."""
    return encode(json.dumps({"alg": "ES256", "kid": key_id, "typ": kind}, separators=(",", ":")).encode())


def take_apart(token: str) -> Compact:
    """The parts of a token; BadSignature(malformed) when it is not in our one spelling."""
    try:
        if len(token) > LONGEST:
            raise ValueError("too long")
        head, body, tail = token.split(".")
        claims = json.loads(decode(head))
        key_id, kind = str(claims["kid"]), str(claims["typ"])
        signature = decode(tail)
        if head != header(key_id, kind) or len(signature) != 64 or int.from_bytes(signature[32:], "big") > ORDER // 2:
            raise ValueError("not our spelling")
        payload = decode(body)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadSignature(why="malformed") from error
    return Compact(key_id=key_id, type=kind, payload=payload, signed=f"{head}.{body}".encode(), signature=signature)


def verify(token: str, *, kind: str, purpose: Purpose, key_of: KeyOf) -> Compact:
    """The parts of a token whose signature is right; BadSignature says why not.

    A token of another kind, or signed by a key of another purpose, is refused: no signature can be carried over.
    """
    parts = take_apart(token)
    if parts.type != kind:
        raise BadSignature(why="wrong_type", kind=parts.type)
    key = key_of(parts.key_id)
    if key is None or key.purpose is not purpose:
        raise BadSignature(why="unknown_key", key=parts.key_id)
    try:
        key.public.verify(der_signature(parts.signature), parts.signed, ALGORITHM)
    except InvalidSignature as error:
        raise BadSignature(why="bad_signature", key=key.id) from error
    if key.revoked_at is not None:
        raise BadSignature(why="key_revoked", key=key.id)
    return parts
