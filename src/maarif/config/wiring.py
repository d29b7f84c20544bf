"""Who hears which event, which adapter serves which setting, which resolver answers which relation. Decides nothing.

Each `_connect_*` function plugs one room in; the list at the end is the whole wiring.
"""

from collections.abc import Callable


def _connect_clock() -> None:
    """The platform's time is the database's."""
    from maarif.config.clock import DatabaseClock
    from maarif.kernel import clock

    clock.install(DatabaseClock())


CONNECTIONS: tuple[Callable[[], None], ...] = (_connect_clock,)


def connect() -> None:
    """Runs every connection once, when Django is ready."""
    for plug_in in CONNECTIONS:
        plug_in()
