"""What rooms above must put in order before two records become one: accounts, drafts. They are plugged in by the wiring.

A settler says in plain JSON what it did, and takes back exactly that when the merge is undone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from maarif.support.parties.types import Actor

Steps = list[dict[str, Any]]


class _Settle(Protocol):
    def __call__(self, *, by: Actor, kept: int, merged: int) -> Steps: ...


class _Undo(Protocol):
    def __call__(self, *, by: Actor, kept: int, merged: int, steps: Steps) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Settler:
    """One room's part in a merge: run before any row moves, undone after every row is back."""

    name: str
    settle: _Settle
    undo: _Undo


_plugged: Final[dict[str, Settler]] = {}


def register(settler: Settler) -> None:
    """Plugs a room in; the same room again takes the place of its former self."""
    _plugged[settler.name] = settler


def settle(*, by: Actor, kept: int, merged: int) -> Steps:
    """Lets every room put its things in order; what they did, for the snapshot of the merge."""
    done = [(name, each.settle(by=by, kept=kept, merged=merged)) for name, each in _plugged.items()]
    return [{"settled": name, "steps": steps} for name, steps in done if steps]


def undo(entry: Mapping[str, Any], *, by: Actor, kept: int, merged: int) -> None:
    """Takes one entry of a snapshot back; KeyError when its room is no longer plugged in."""
    _plugged[entry["settled"]].undo(by=by, kept=kept, merged=merged, steps=entry["steps"])
