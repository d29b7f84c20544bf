"""`maarif serve`: the web server."""

import logging
import time
from contextlib import suppress
from typing import Final

import click

section = "Run"

log = logging.getLogger("maarif.serve")

SOON: Final = 60.0
"""A server that ends by itself sooner than so many seconds after it began has hardly served."""
MOST_SOON: Final = 5
"""So often in a row it begins anew all the same; then something is wrong that only a person can mend."""


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def command(port: int, host: str) -> None:
    """Serve the portal (pages, API)."""
    soon = 0
    while soon <= MOST_SOON:
        began = time.monotonic()
        if _served(port, host):
            return
        soon = soon + 1 if time.monotonic() - began < SOON else 0
        log.error("the web server has ended because its processes died one after the other; it begins anew")
        time.sleep(1)
    raise SystemExit("the web server ends again and again: see what its processes said before they died")


def _served(port: int, host: str) -> bool:
    """Serves until it is told to stop (true), or until the server gives up: one of its processes has died twice within seconds."""
    from granian import Granian
    from granian.constants import Interfaces

    from maarif.config import environment

    server = Granian(
        "maarif.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.number("MAARIF_WEB_WORKERS"),
        blocking_threads=environment.number("MAARIF_WEB_THREADS"),
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        log_access=False,
    )
    with suppress(SystemExit):  # that is how it gives up
        server.serve()
    return bool(server.interrupt_signal)
