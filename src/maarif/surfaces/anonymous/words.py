"""The words for what an anonymous appeal tells of, where it stands, and how it came."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, "str | Promise"]

SIGNS: Final[Words] = {
    "crime": _("A crime"),
    "life": _("A danger to somebody's life or health"),
    "child": _("A danger to a child"),
    "none": _("None of these"),
}
SIGN_HINTS: Final[Words] = {
    "crime": _("For example bribery, theft, forged papers, violence."),
    "life": _("For example a building that may fall, poisoned food, threats."),
    "child": _("For example beating, abuse, a child who is left alone."),
    "none": _("For example a wish, a proposal, a dissatisfaction."),
}
FATES: Final[Words] = {
    "received": _("Not yet read"),
    "looked_into": _("Being looked into"),
    "filed": _("Filed without an answer"),
    "resolved": _("Resolved"),
}
COLORS: Final[Mapping[str, str]] = {
    "received": "neutral",
    "looked_into": "info",
    "filed": "neutral",
    "resolved": "success",
}
STEPS: Final[Words] = {
    "received": _("Received"),
    "looked_into": _("Read: it is looked into"),
    "filed": _("Read and filed without an answer"),
    "handed_over": _("Given to another office"),
    "resolved": _("Resolved"),
}
WAYS: Final[Words] = {
    "post": _("By post or in a box"),
    "phone": _("On the phone"),
    "desk": _("In person"),
}
CAME: Final[Words] = {"electronic": _("On the portal"), **WAYS}


def say(words: Words, key: str) -> str:
    """The word for a key, in the reader's language; a key without a word says itself."""
    return str(words.get(key, key))
