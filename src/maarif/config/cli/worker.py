"""`maarif worker`: carries out the jobs of the queue."""

import click

from maarif.config.cli import setup

section = "Run"


@click.command()
@click.option("--concurrency", type=click.IntRange(1, 64), default=4, show_default=True, help="Jobs at the same time.")
def command(concurrency: int) -> None:
    """Carry out the jobs of the queue until it is asked to stop (mails, papers, seals)."""
    setup("app")
    from maarif.config import worker

    worker.run(concurrency=concurrency)
