"""Lots drawn by arithmetic that anybody can repeat: a number of everybody, made of the seed and the name alone.

Single: one number for an applicant, the same at all programmes. Multiple: one for each programme. Abdulkadiroğlu, Pathak and Roth 2009 compare
them: a single lot gives more first wishes, several lots fewer very low ones.
"""

import hashlib
import hmac
from collections.abc import Iterable

import numpy as np

from maarif.kernel.placement.market import Ints


def lots(seed: str, names: Iterable[str]) -> Ints:
    """The lot of each name, int64: the first 63 bits of HMAC-SHA256(seed, name), both in UTF-8; lower wins. O(n)."""
    drawer = hmac.new(seed.encode(), digestmod=hashlib.sha256)
    drawn = []
    for name in names:
        one = drawer.copy()
        one.update(name.encode())
        drawn.append(int.from_bytes(one.digest()[:8], "big") >> 1)
    return np.array(drawn, dtype=np.int64)


def single(seed: str, applicants: Iterable[str]) -> Ints:
    """One lot for an applicant: that of the name."""
    return lots(seed, applicants)


def multiple(seed: str, applicants: Iterable[str], programmes: Iterable[str]) -> Ints:
    """One lot for a wish: that of the applicant's name, a line feed, the programme's name."""
    return lots(seed, (f"{one}\n{programme}" for one, programme in zip(applicants, programmes, strict=True)))
