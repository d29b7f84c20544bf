"""The relations that access must ask about, answered by rooms above it and plugged in by `config/wiring.py`."""

from collections.abc import Callable
from typing import Final

Resolver = Callable[[int, int], bool]
"""Whether the first party stands in the relation to the second one today."""

_RESOLVERS: Final[dict[str, Resolver]] = {}


class RelationUnknown(LookupError):
    """Nobody has plugged in an answer for this relation."""


def register(name: str, function: Resolver) -> None:
    """Plugs in the answer for one relation (`guardian_of`, `teacher_of`, `registrar_of`)."""
    _RESOLVERS[name] = function


def resolver(name: str) -> Resolver:
    """The answer for a relation; RelationUnknown when none is plugged in."""
    try:
        return _RESOLVERS[name]
    except KeyError:
        raise RelationUnknown(name) from None
