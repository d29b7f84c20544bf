"""How a reader wants pages to look: scheme of colours, contrast and size of text, kept in one cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

COOKIE: Final = "maarif_look"
SCHEMES: Final = ("auto", "light", "dark")
CONTRASTS: Final = ("normal", "more")
SIZES: Final = ("normal", "large", "largest")
KEPT_SECONDS: Final = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """The three choices; the first value of each list is what everybody begins with."""

    scheme: str = SCHEMES[0]
    contrast: str = CONTRASTS[0]
    size: str = SIZES[0]

    def as_cookie(self) -> str:
        """The choices as the cookie keeps them: `dark.more.large`."""
        return f"{self.scheme}.{self.contrast}.{self.size}"


def read(cookie: str) -> Appearance:
    """The choices kept in a cookie; what is not understood counts as not chosen."""
    parts = (*cookie.split("."), "", "", "")
    return chosen({"scheme": parts[0], "contrast": parts[1], "size": parts[2]})


def chosen(form: Mapping[str, str]) -> Appearance:
    """The choices of a posted form, each only if it is one that we offer."""

    def one_of(offered: tuple[str, ...], name: str) -> str:
        value = form.get(name, "")
        return value if value in offered else offered[0]

    return Appearance(
        scheme=one_of(SCHEMES, "scheme"), contrast=one_of(CONTRASTS, "contrast"), size=one_of(SIZES, "size")
    )
