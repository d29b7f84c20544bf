"""`maarif promote`: the end of a school year for a whole country, as one batch that stops, goes on and can be taken back."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from maarif.config.cli import setup
from maarif.kernel import countries

if TYPE_CHECKING:
    from maarif.support.parties.types import Actor

section = "Registers"


@click.command()
@click.option("--country", type=click.Choice(countries.codes()), help="The served country by default.")
@click.option("--year", type=int, help="The school year, by the year in which it ends.")
@click.option("--dry-run", is_flag=True, help="Count what would become of whom, and write nothing.")
@click.option("--resume", type=int, metavar="ID", help="Go on with a promotion that was stopped.")
@click.option("--reverse", type=int, metavar="ID", help="Take a promotion back, but for what has changed since.")
@click.option(
    "--runners", type=click.IntRange(1, 16), default=1, show_default=True, help="How many promote side by side."
)
@click.option("--json", "as_json", is_flag=True, help="Print the outcome for programs.")
def command(
    country: str | None,
    year: int | None,
    dry_run: bool,
    resume: int | None,
    reverse: int | None,
    runners: int,
    as_json: bool,
) -> None:
    """Promote all pupils of a country: a grade up, the next stage, finished, ready for school. Stopped, it goes on."""
    if sum(one is not None for one in (year, resume, reverse)) != 1:
        raise click.UsageError("say one of --year YEAR, --resume ID or --reverse ID")
    if dry_run and year is None:
        raise click.UsageError("--dry-run goes with --year")
    setup()
    from maarif.kernel.countries import active_country
    from maarif.registries.enrolments import operations, queries

    served = country or active_country().code
    if year is not None and dry_run:
        return _print({"counts": dict(queries.preview_promotion(served, year))}, as_json)
    number = reverse or resume or operations.start_promotion(by=_operator(), country=served, year=year or 0)
    told = None if as_json or not sys.stderr.isatty() else _progress
    if reverse is not None:
        operations.reverse_promotion(by=_operator(), promotion=number, told=told)
    else:
        operations.run_promotion(by=_operator(), promotion=number, told=told, runners=runners)
    card = queries.promotion(number)
    stays = [asdict(step) for step in queries.kept_steps(number)]
    return _print({**(asdict(card) if card else {}), "kept": stays}, as_json)


def _operator() -> "Actor":
    from maarif.support.parties.types import Actor, Assurance, Channel

    return Actor(role="system", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND, purpose="promotion")


def _progress(done: int, of: int) -> None:
    click.echo(f"\r{done:,} of {of:,} institutions   ", err=True, nl=False)


def _print(outcome: dict[str, object], as_json: bool) -> None:
    """The outcome as JSON, or a line for each fact."""
    if as_json:
        click.echo(json.dumps(outcome, ensure_ascii=False, default=str))
        return
    for name, fact in outcome.items():
        click.echo(f"{name:>13}: {fact}")
