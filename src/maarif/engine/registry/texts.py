"""What a service says: its own `texts.toml` first, then the standard texts that many services say alike."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from maarif.engine.declare import Service
from maarif.engine.registry import discovery
from maarif.engine.registry.errors import NoSuchText
from maarif.kernel.text import LANGUAGES, Text

STANDARD: Final = Path(__file__).parent / "standard.toml"


def text_of(service: Service[Any], key: str) -> Text:
    """A text of the service in all five languages; NoSuchText when nobody wrote it."""
    own = own_texts(service)
    if key in own:
        return own[key]
    for candidate in (key, *_standard_keys(service, key)):
        if candidate in standard_texts():
            return standard_texts()[candidate]
    raise NoSuchText(service=service.code, key=key)


def text(service: Service[Any], key: str, language: str, **values: object) -> str:
    """A text of the service in one language, its `{placeholders}` filled from `values`."""
    words = text_of(service, key).in_(language)
    return words.format(**values) if values else words


def has_text(service: Service[Any], key: str) -> bool:
    """Whether the key has words, its own or standard ones."""
    try:
        text_of(service, key)
    except NoSuchText:
        return False
    return True


@lru_cache(maxsize=256)
def _own(folder: Path) -> Mapping[str, Text]:
    return MappingProxyType(dict(read(folder / "texts.toml")))


def own_texts(service: Service[Any]) -> Mapping[str, Text]:
    """The texts that stand in the service's own folder, by dotted key."""
    return _own(discovery.source_of(service.code))


def forget() -> None:
    """Reads the services' own texts again at the next question; for tests and for the developer who is writing them."""
    _own.cache_clear()


@lru_cache(maxsize=1)
def standard_texts() -> Mapping[str, Text]:
    """The texts that services share unless they say otherwise, by dotted key."""
    return MappingProxyType(dict(read(STANDARD)))


def read(path: Path) -> Iterator[tuple[str, Text]]:
    """Dotted keys and texts of a TOML file; LanguageMissing when one of the five languages is absent."""
    with path.open("rb") as file:
        yield from _flat("", tomllib.load(file))


def _flat(prefix: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and any(isinstance(value.get(language), str) for language in LANGUAGES):
            yield key, Text.of(value)
        elif isinstance(value, dict):
            yield from _flat(f"{key}.", value)


def _standard_keys(service: Service[Any], key: str) -> Iterator[str]:
    """Where a standard text for this key may stand: by owner, by kind of question, by field name."""
    if key == "appeal":
        yield f"appeal.{service.owner}"
    if key == "how_long" and all(stage.within.days == 0 for stage in service.stages):
        yield "how_long.at_once"
    head, _, rest = key.partition(".")
    if head == "fields":
        code, _, part = rest.partition(".")
        field = service.field(code) or service.noted(code)
        if field is not None:
            yield f"kinds.{field.kind}.{part}"
        yield f"kinds.any.{part}"
    if head == "outcomes":
        yield f"outcomes.any.{rest.partition('.')[2]}"
    if head == "papers":
        yield f"papers.any.{rest.partition('.')[2]}"
