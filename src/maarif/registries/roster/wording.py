"""What rejects say in five languages: for each rule what is wrong and how to put it right (`texts.toml`)."""

import tomllib
from functools import cache
from importlib.resources import files

from maarif.kernel.text import Language, Text


@cache
def rules() -> dict[str, dict[str, Text]]:
    """Every rule with its `text` and its `fix`."""
    raw = tomllib.loads(files("maarif.registries.roster").joinpath("texts.toml").read_text(encoding="utf-8"))
    return {code: {part: Text.of(words) for part, words in parts.items()} for code, parts in raw.items()}


def rule(code: str, part: str, language: Language, *, field: str, value: str) -> str:
    """A rule's text or fix; a constraint of the database that has no text of its own is told by its name."""
    known = rules()
    words = known.get(code, known["constraint"])[part]
    return words.in_(language).format(field=field or "-", value=value, constraint=code)
