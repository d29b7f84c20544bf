"""Reads of the signing keys: the ring of this house, what it publishes, and the verification of compact signatures."""

from maarif.support.keys.compact import Compact, KeyOf, der_signature, encode, raw_signature, take_apart, verify
from maarif.support.keys.published import published, read
from maarif.support.keys.ring import Ring, ring

__all__ = [
    "Compact",
    "KeyOf",
    "Ring",
    "der_signature",
    "encode",
    "house_ring",
    "published",
    "raw_signature",
    "read",
    "ring",
    "take_apart",
    "verify",
]


def house_ring() -> Ring:
    """The ring of this deployment (setting MAARIF_KEYS); KeysMissing when nobody has made one."""
    from django.conf import settings

    return ring(settings.KEYS_FOLDER)
