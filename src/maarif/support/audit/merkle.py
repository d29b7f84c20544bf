"""Merkle trees as in RFC 6962: a root stands for a list of entries, and no other list has it."""

import hashlib
from collections.abc import Sequence
from typing import Final

_LEAF: Final = b"\x00"
_NODE: Final = b"\x01"


def leaf(line: bytes) -> bytes:
    """The hash of one entry."""
    return hashlib.sha256(_LEAF + line).digest()


def root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes; of an empty list the hash of nothing."""
    if not leaves:
        return hashlib.sha256().digest()
    level = list(leaves)
    sha256 = hashlib.sha256
    while len(level) > 1:
        odd = [level[-1]] if len(level) % 2 else []
        pairs = iter(level)
        level = [sha256(_NODE + left + right).digest() for left, right in zip(pairs, pairs, strict=False)] + odd
    return level[0]
