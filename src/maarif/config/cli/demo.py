"""`maarif demo`: everything at once, for a look."""

import click

from maarif.config.demo import DEFAULT_SCALE, Plan, run

section = "Run"


@click.command()
@click.option("--country", type=click.Choice(["az", "kg", "kz"]), default="az", show_default=True)
@click.option("--port", type=click.IntRange(1024, 65000), default=8000, show_default=True, help="Port of the portal.")
@click.option(
    "--scale",
    type=click.FloatRange(0.0005, 1),
    default=DEFAULT_SCALE,
    show_default=True,
    help="1 is the whole country.",
)
@click.option("--once", is_flag=True, help="Set up, show that everything answers, and end.")
def command(country: str, port: int, scale: float, once: bool) -> None:
    """Set up everything, load a believable country and serve the portal until Ctrl-C."""
    run(Plan(country=country, port=port, scale=scale), once=once)
