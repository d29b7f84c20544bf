"""`maarif db`: the embedded PostgreSQL by hand."""

import click

section = "Run"


@click.group()
def command() -> None:
    """Start, stop or look into the embedded PostgreSQL."""


@command.command()
def start() -> None:
    """Start it (made when missing) and print its connection URL."""
    from maarif.config import databases

    cluster = databases.embedded()
    cluster.start()
    cluster.ensure_database(databases.embedded_name())
    click.echo(databases.url_of("app"))


@command.command()
def stop() -> None:
    """Stop it."""
    from maarif.config import databases

    databases.embedded().stop()


@command.command()
def url() -> None:
    """Print the connection URL."""
    from maarif.config import databases

    click.echo(databases.url_of("app"))
