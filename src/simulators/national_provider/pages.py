"""The provider's own pages: sober, in five languages, labelled as a simulation."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE: Final = Path(__file__).parent
STYLE: Final = (HERE / "style.css").read_bytes()
WORDS: Final[dict[str, dict[str, str]]] = tomllib.loads((HERE / "words.toml").read_text())


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)


def word(language: str, key: str, **values: str) -> str:
    """One text in one language, filled in."""
    return WORDS[key][language].format(**values)


def render(name: str, language: str, base: str, **values: Any) -> str:
    """A page in one language; `base` is the provider's own address."""

    def translated(key: str, **filled: str) -> str:
        return word(language, key, **filled)

    return _environment().get_template(name).render(language=language, base=base, word=translated, **values)


def message(language: str, base: str, key: str, **values: str) -> str:
    """A page that says one thing."""
    return render("message.html", language, base, text=word(language, key, **values))
