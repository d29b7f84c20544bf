"""Seals the secrets of second factors: AES-GCM under a key derived from the house's data key."""

import base64
import os
from functools import cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

NONCE_BYTES = 12


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=b"maarif second factors").derive(key))


def seal(text: str) -> str:
    """A secret as it is kept."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(settings.DATA_KEY).encrypt(nonce, text.encode(), b"mfa")
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(kept: str) -> str:
    """The secret again; cryptography.exceptions.InvalidTag when it was changed or the key is another one."""
    raw = base64.urlsafe_b64decode(kept)
    return _cipher(settings.DATA_KEY).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], b"mfa").decode()
