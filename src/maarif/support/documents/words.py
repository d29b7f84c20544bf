"""The generic words of papers, in five languages, from `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from maarif.kernel.text import Text


@cache
def words() -> dict[str, Text]:
    """Each generic word of a paper by its key."""
    table = tomllib.loads(files("maarif.support.documents").joinpath("words.toml").read_text(encoding="utf-8"))
    return {key: Text.of(value) for key, value in table.items()}


def words_in(language: str) -> dict[str, str]:
    """All generic words in one language."""
    return {key: text.in_(language) for key, text in words().items()}
