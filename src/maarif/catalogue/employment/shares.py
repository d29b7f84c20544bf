"""Shares of a post: to pick one, and in words."""

from typing import Final

from babel.numbers import format_decimal

from maarif.catalogue.certificates.words import say
from maarif.engine.declare import Option
from maarif.kernel.text import LANGUAGES, Text

FULL: Final = 100
SHARES: Final = (25, 50, 75, FULL, 125, 150)


def in_words(hundredths: int) -> Text:
    """So many hundredths of a full post: 0.5 of a full post."""
    if hundredths == FULL:
        return say("share", "full")
    number = {one: format_decimal(hundredths / FULL, locale=one) for one in LANGUAGES}
    return say("share", "part").filled(share=Text.of(number))


def up_to(largest: int) -> tuple[Option, ...]:
    """The shares that are no larger, the full post first and then the smaller ones."""
    ordered = sorted((share for share in SHARES if share <= largest), key=lambda share: (share > FULL, -share))
    return tuple(Option(value=str(share), label=in_words(share)) for share in ordered)
