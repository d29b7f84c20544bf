"""`maarif place`: gives places to wishes, proves a result, explains it to one applicant, and replays it under other rules."""

import json
from pathlib import Path
from typing import Any

import click

section = "Places"

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Give places to wishes by published arithmetic, and prove, explain or replay a result from its files alone."""


def _options(function: Any) -> Any:
    for option in (
        click.option("--seed", default="", help="The seed of the lottery, published afterwards."),
        click.option(
            "--lottery", type=click.Choice(["single", "multiple"]), help="Append a drawn key: one an applicant, or one a wish."
        ),
        click.option(
            "--side", type=click.Choice(["applicants", "programmes"]), default="applicants", show_default=True,
            help="For whom the stable placement is the best.",
        ),
        click.option(
            "--mechanism", type=click.Choice(["deferred-acceptance", "serial-dictatorship"]), default="deferred-acceptance",
            show_default=True,
        ),
    ):  # fmt: skip
        function = option(function)
    return function


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", required=True, type=click.Path(file_okay=False, path_type=Path), help="Where to write.")
@_options
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def run_(folder: Path, output: Path, mechanism: str, side: str, lottery: str | None, seed: str, as_json: bool) -> None:
    """Place the applicants of DIR (programmes.csv, wishes.csv, categories.csv)."""
    from maarif.kernel.placement import running

    rules = running.Rules(mechanism=mechanism, side=side, lottery=lottery or "", seed=seed)
    done = running.run(folder, output, rules)
    if as_json:
        click.echo(json.dumps(done))
        return
    click.echo(
        f"{done['placed']:,} of {done['applicants']:,} applicants placed, {done['first_wish']:,} in their first wish; "
        f"{done['idle_seats']:,} of {done['seats']:,} seats idle."
    )
    click.echo(f"Digest {done['digest']}")
