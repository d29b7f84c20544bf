"""Where people can be reached, answered by the room that keeps accounts and plugged in by `config/wiring.py`."""

from collections.abc import Sequence

from maarif.support.notices.types import Directory, Reachable


def _nobody(parties: Sequence[int]) -> dict[int, Reachable]:
    return {}


_plugged: list[Directory] = [_nobody]


def register(directory: Directory) -> None:
    """Plugs in the directory."""
    _plugged[0] = directory


def reachable(parties: Sequence[int]) -> dict[int, Reachable]:
    """Languages and confirmed addresses of parties; who cannot be reached is missing."""
    return dict(_plugged[0](parties))
