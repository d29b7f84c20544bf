"""Names of the closed lists in five languages: audiences, life events, registers, offices, groups of services."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from maarif.engine.declare import Audience, LifeEvent
from maarif.engine.registry.discovery import services
from maarif.engine.registry.errors import NoSuchText
from maarif.engine.registry.texts import read
from maarif.kernel.text import Text

WORDS: Final = Path(__file__).parent / "words.toml"


def word(kind: str, value: str) -> Text:
    """The name of one value of a closed list: `word("register", "people")`; NoSuchText when it has none."""
    key = f"{kind}.{value}"
    if key not in _words():
        raise NoSuchText(key=key)
    return _words()[key]


def audiences(country: str | None = None) -> tuple[tuple[Audience, Text, int], ...]:
    """The audiences for whom the country runs services: value, name, number of services."""
    running = services(country)
    counted = [(audience, sum(audience in each.audiences for each in running)) for audience in Audience]
    return tuple((audience, word("audience", audience), count) for audience, count in counted if count)


def life_events(country: str | None = None) -> tuple[tuple[LifeEvent, Text, int], ...]:
    """The life events for which the country runs services: value, name, number of services."""
    running = services(country)
    counted = [(event, sum(event in each.life_events for each in running)) for event in LifeEvent]
    return tuple((event, word("life_event", event), count) for event, count in counted if count)


def groups(country: str | None = None) -> tuple[tuple[str, Text, int], ...]:
    """The groups (folders) of services that the country runs: code, name, number of services."""
    running = services(country)
    names = sorted({each.group for each in running})
    return tuple((name, word("group", name), sum(each.group == name for each in running)) for name in names)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Text]:
    return MappingProxyType(dict(read(WORDS)))
