"""Who hears which event, which adapter serves which setting, which resolver answers which relation. Decides nothing.

Each `_connect_*` function plugs one room in; the list at the end is the whole wiring.
"""

from collections.abc import Callable

CONNECTIONS: tuple[Callable[[], None], ...] = ()


def connect() -> None:
    """Runs every connection once, when Django is ready."""
    for plug_in in CONNECTIONS:
        plug_in()
