"""`maarif serve`: the web server."""

import click

section = "Run"


@click.command()
@click.option("--port", default=8000, show_default=True, help="Port on the loopback address.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def command(port: int, host: str) -> None:
    """Serve the portal (pages, API)."""
    from granian import Granian
    from granian.constants import Interfaces

    from maarif.config import environment

    Granian(
        "maarif.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.number("MAARIF_WEB_WORKERS"),
        blocking_threads=environment.number("MAARIF_WEB_THREADS"),
        workers_kill_timeout=3,
        respawn_failed_workers=True,
        log_access=False,
    ).serve()
