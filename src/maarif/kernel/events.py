"""Events: frozen values that say what happened, and who hears them (decided in `config/wiring.py` alone)."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; subclasses are named in the past tense and carry plain frozen values."""


E = TypeVar("E", bound=Event)
Hearer = Callable[[E], None]
_HEARERS: Final[dict[type[Event], list[Hearer[Any]]]] = defaultdict(list)


def hear(kind: type[E], hearer: Hearer[E]) -> None:
    """Lets a function hear every event of a kind and of its subclasses; hearing twice the same is hearing once."""
    if hearer not in _HEARERS[kind]:
        _HEARERS[kind].append(hearer)


def announce(event: Event) -> None:
    """Tells the hearers at once, in the order they were wired, inside the caller's transaction; their errors are the caller's."""
    for kind in type(event).__mro__:
        for hearer in tuple(_HEARERS.get(cast("type[Event]", kind), ())):
            hearer(event)


@contextmanager
def hearing(kind: type[E]) -> Iterator[list[E]]:
    """Collects the events of a kind for the length of a `with` block; for tests."""
    heard: list[E] = []
    _HEARERS[kind].append(heard.append)
    try:
        yield heard
    finally:
        _HEARERS[kind].remove(heard.append)
