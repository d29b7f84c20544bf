"""Pure rules of the institutions room."""

from collections.abc import Mapping

from maarif.kernel.names import fold


def search_key(official: str, names: Mapping[str, str]) -> str:
    """Every word of every name, folded, each behind a space, so that a search finds a word by its beginning."""
    words: dict[str, None] = {}
    for name in (official, *names.values()):
        for word in fold(name).split():
            words.setdefault(word)
    return "".join(f" {word}" for word in words)
