"""Which services there are, what they say in five languages, and how they are found."""

from maarif.engine.registry.discovery import all_services, is_run, plug, service, services, source_of
from maarif.engine.registry.errors import HumanStageNotRun, NoSuchService, NoSuchText, ServiceNotRun
from maarif.engine.registry.freezing import Frozen, frozen
from maarif.engine.registry.search import search
from maarif.engine.registry.texts import has_text, text, text_of
from maarif.engine.registry.words import audiences, groups, life_events, word

__all__ = [
    "Frozen",
    "HumanStageNotRun",
    "NoSuchService",
    "NoSuchText",
    "ServiceNotRun",
    "all_services",
    "audiences",
    "frozen",
    "groups",
    "has_text",
    "is_run",
    "life_events",
    "plug",
    "search",
    "service",
    "services",
    "source_of",
    "text",
    "text_of",
    "word",
]
