"""The generic words of papers, in five languages, from `words.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from maarif.kernel.text import Text
from maarif.support.documents.types import RevocationReason


@cache
def words() -> dict[str, Text]:
    """Each generic word of a paper by its key."""
    table = tomllib.loads(files("maarif.support.documents").joinpath("words.toml").read_text(encoding="utf-8"))
    return {key: Text.of(value) for key, value in table.items()}


@cache
def _reasons() -> dict[str, Text]:
    table = tomllib.loads(files("maarif.support.documents").joinpath("reasons.toml").read_text(encoding="utf-8"))
    return {key: Text.of(value) for key, value in table.items()}


def reason_text(reason: RevocationReason) -> Text:
    """Why a document is revoked, in words."""
    return _reasons()[reason.value]


def words_in(language: str) -> dict[str, str]:
    """All generic words in one language."""
    return {key: text.in_(language) for key, text in words().items()}
