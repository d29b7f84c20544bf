"""Numbers in what browsers send."""

from collections.abc import Mapping
from typing import Final

LONGEST: Final = 18


def number_in(form: Mapping[str, str], name: str) -> int | None:
    """The number under this name; None when there is none that could be one."""
    given = form.get(name) or ""
    return int(given) if given.isascii() and given.isdecimal() and len(given) <= LONGEST else None
