"""Who may open the files of a folder besides its owner's family: answered by the rooms above, plugged in by `config/wiring.py`."""

from collections.abc import Callable
from typing import Final

from maarif.support.parties.types import Actor

Reader = Callable[[Actor, str], bool]
"""Whether an actor in office has the affair that this folder belongs to."""

_READERS: Final[list[Reader]] = []


def register(reader: Reader) -> None:
    """Adds one answer; the same one twice counts once."""
    if reader not in _READERS:
        _READERS.append(reader)


def has_affair(viewer: Actor, folder: str) -> bool:
    """Whether anybody above says that the viewer has the affair of this folder."""
    return any(reader(viewer, folder) for reader in _READERS)
