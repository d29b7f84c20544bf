"""What anonymous appeals are called and what officers are told of them, in five languages, from `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from maarif.kernel.text import Text


@cache
def _words() -> dict[str, Text]:
    table = tomllib.loads(files("maarif.sectors.appeals").joinpath("words.toml").read_text(encoding="utf-8"))
    return {key: Text.of(value) for key, value in table.items()}


def word(key: str) -> Text:
    """The words of a key."""
    return _words()[key]
