"""Values that cross the identity room's door."""

from enum import StrEnum
from typing import Final

LANGUAGES: Final = ("az", "ru", "kk", "ky", "en")


class Proof(StrEnum):
    """How the person behind an account was proven: not yet, by the national provider, or with papers at a desk."""

    NONE = "none"
    NATIONAL = "national"
    DESK = "desk"
