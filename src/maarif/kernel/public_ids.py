"""The public id of a document: 128 random bits in Crockford's base32 with a check character, in groups of four.

The check character is a weighted sum over the field of 32 elements (weights are powers of a generator): one wrong
character is always noticed, and so are two characters that changed places, wherever they stand.
"""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 27  # 26 characters of 5 bits hold 128 bits; one more checks them
GROUP: Final = 4
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
# What people type for what they read: Crockford's own rules, and Cyrillic letters that look like Latin ones.
_READ_AS: Final = str.maketrans(
    {
        "O": "0",
        "I": "1",
        "L": "1",
        "А": "A",
        "В": "B",
        "С": "C",
        "Е": "E",
        "Н": "H",
        "К": "K",
        "М": "M",
        "О": "0",
        "Р": "P",
        "Т": "T",
        "Х": "X",
        "І": "1",
        "Ү": "Y",
    }
    | dict.fromkeys(" -\u2010\u2011\u2012\u2013\u2014\u00a0\t", "")
)
_POLYNOMIAL: Final = 0b100101  # x^5 + x^2 + 1, whose root generates the whole multiplicative group


def _double(value: int) -> int:
    """The product with the generator."""
    value <<= 1
    return value ^ _POLYNOMIAL if value & 32 else value


def _sum(characters: str) -> int:
    """The weighted sum, the last character weighing 1."""
    total = 0
    for character in characters:
        total = _double(total) ^ _VALUES[character]
    return total


def _check(body: str) -> str:
    """The character that makes the sum zero."""
    return ALPHABET[_double(_sum(body))]


def new() -> str:
    """A fresh id from the operating system's source of randomness."""
    return from_number(secrets.randbits(128))


def from_number(number: int) -> str:
    """The id that spells a number of 128 bits."""
    body = "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
    return grouped(body + _check(body))


def grouped(characters: str) -> str:
    """The id in groups of four, as people read it."""
    return "-".join(characters[start : start + GROUP] for start in range(0, len(characters), GROUP))


def parse(text: str) -> str | None:
    """The id as we write it, from what somebody typed (small letters, spaces, look-alikes); None when it cannot be one."""
    if len(text) > 200:
        return None
    characters = text.upper().translate(_READ_AS)
    if len(characters) != LENGTH or any(character not in _VALUES for character in characters):
        return None
    return grouped(characters) if _sum(characters) == 0 else None


def plain(public_id: str) -> str:
    """The id without its hyphens, as tokens carry it."""
    return public_id.replace("-", "")
