"""`maarif synth`: writes a believable country as a OneRoster bundle."""

import json
import sys
from datetime import datetime
from pathlib import Path

import click

from maarif.kernel import countries

section = "Country"


@click.command(name="synth")
@click.option("--country", type=click.Choice(countries.codes()), default="az", show_default=True)
@click.option(
    "--scale",
    type=click.FloatRange(min=0.0, min_open=True, max=2.0),
    default=0.05,
    show_default=True,
    help="Share of the country's real size; 0.05 of Azerbaijan is about 200 000 people.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same bytes.")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), default="2026-11-02", show_default=True, help="The day it shows."
)
@click.option(
    "--dirt", type=click.FloatRange(0.0, 0.5), default=0.0, help="Share of rows to spoil and of people to enter twice."
)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="A new folder.")
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def command(country: str, scale: float, seed: int, on: datetime, dirt: float, output: Path, as_json: bool) -> None:
    """Write a believable country as a OneRoster bundle: families, schools, students, teachers and posts."""
    from simulators.synth.country import write_country

    if output.exists() and any(output.iterdir()) and not (output / "orgs.csv").exists():
        raise click.ClickException(f"{output} is not empty and holds no bundle; nothing was written.")
    written = write_country(country, output, scale=scale, seed=seed, on=on.date(), dirt=dirt)
    if as_json:
        json.dump({"files": written.counts, "planted": written.planted}, sys.stdout)
        click.echo()
        return
    for name, count in written.counts.items():
        click.echo(f"{count:>10,}  {name}.csv")
    for name, count in written.planted.items():
        click.echo(f"{count:>10,}  planted: {name}")
