"""Which services there are, what they say in five languages, and how they are found."""

from maarif.engine.registry.comparing import Difference, differences, gone
from maarif.engine.registry.discovery import (
    all_services,
    consenting,
    correcting,
    is_run,
    plug,
    service,
    services,
    source_of,
)
from maarif.engine.registry.errors import FunctionGone, NoSuchService, NoSuchText, ServiceNotRun
from maarif.engine.registry.freezing import Frozen, frozen, plain
from maarif.engine.registry.search import search
from maarif.engine.registry.texts import has_text, text, text_of
from maarif.engine.registry.thawing import thawed
from maarif.engine.registry.words import audiences, groups, life_events, word

__all__ = [
    "Difference",
    "Frozen",
    "FunctionGone",
    "NoSuchService",
    "NoSuchText",
    "ServiceNotRun",
    "all_services",
    "audiences",
    "consenting",
    "correcting",
    "differences",
    "frozen",
    "gone",
    "groups",
    "has_text",
    "is_run",
    "life_events",
    "plain",
    "plug",
    "search",
    "service",
    "services",
    "source_of",
    "text",
    "text_of",
    "thawed",
    "word",
]
