"""How many segments a text message takes, and how to keep it within some: GSM 03.38 letters are seven bits, all others UCS-2."""

from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("^{}\\[~]|€\f")
"""Letters of the table's second page: an escape stands before each, so that it counts twice."""

MOST_SEGMENTS: Final = 3
_ENDING: Final = "..."


def is_gsm(text: str) -> bool:
    """Whether every letter is in GSM 03.38; one that is not makes the whole message UCS-2."""
    return all(letter in _BASIC or letter in _EXTENDED for letter in text)


def segments(text: str) -> int:
    """How many segments a gateway charges and a phone joins: 160 or 70 letters alone, 153 or 67 when there are several."""
    if is_gsm(text):
        alone, joined, weights = 160, 153, [1 + (letter in _EXTENDED) for letter in text]
    else:
        alone, joined, weights = 70, 67, [len(letter.encode("utf-16-be")) // 2 for letter in text]
    if sum(weights) <= alone:
        return 1
    count, left = 1, joined
    for weight in weights:  # neither an escaped letter nor a surrogate pair is divided between two segments
        if weight > left:
            count, left = count + 1, joined
        left -= weight
    return count


def fitted(text: str, most: int = MOST_SEGMENTS) -> str:
    """The text in at most so many segments: whole words from its beginning, and `...` where some are left out."""
    if segments(text) <= most:
        return text
    kept = text[: most * 160]
    while kept and segments(kept.rstrip() + _ENDING) > most:
        kept = kept[:-1]
    whole = kept.rpartition(" ")[0] or kept
    return whole.rstrip(" .,;:") + _ENDING
