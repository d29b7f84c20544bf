"""Pure sealing of personal numbers: a keyed hash to find them by, a cipher to keep them in; keys are passed in."""

import hmac
import os
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from maarif.kernel.errors import MaarifError

_VERSION: Final = b"\x01"
_NONCE: Final = 12


class SealBroken(MaarifError):
    """A sealed personal number does not open: another key, another person's row, or changed bytes."""

    default_code = "people.seal_broken"


def number_hash(index_key: bytes, country: str, number: str) -> bytes:
    """The keyed hash (HMAC-SHA256, 32 bytes) by which a normalised personal number is found."""
    return hmac.digest(index_key, f"{country}:{number}".encode(), "sha256")


def seal_number(data_key: bytes, number: str, bound_to: bytes) -> bytes:
    """Encrypts a number with AES-GCM, bound to its hash so that a cipher cannot be moved to another row."""
    nonce = os.urandom(_NONCE)
    return _VERSION + nonce + AESGCM(data_key).encrypt(nonce, number.encode(), bound_to)


def open_number(data_key: bytes, cipher: bytes, bound_to: bytes) -> str:
    """Decrypts what `seal_number` made; SealBroken when it does not fit."""
    try:
        if cipher[:1] != _VERSION:
            raise SealBroken
        return AESGCM(data_key).decrypt(cipher[1 : 1 + _NONCE], cipher[1 + _NONCE :], bound_to).decode()
    except InvalidTag as error:
        raise SealBroken from error
