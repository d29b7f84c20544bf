"""`maarif place`: gives places to wishes, proves a result, explains it to one applicant, and replays it under other rules."""

import json
from pathlib import Path
from typing import Any

import click

from maarif.config.cli._runs import FOLDER, OUT

section = "Places"

MOST_NAMES = 20


@click.group()
def command() -> None:
    """Give places to wishes by published arithmetic, and prove, explain or replay a result from its files alone."""


def _options(function: Any) -> Any:
    for option in (
        click.option(
            "--tie-prefers-wish-rank", default="", metavar="KEY",
            help="Where keys are equal up to KEY, whoever wished the programme higher comes first; then the keys behind KEY.",
        ),
        click.option(
            "--together", default="", metavar="FILE", help="Families who want one programme together: a file of DIR (family,applicant)."
        ),
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


def _within(folder: Path, together: str) -> str:
    """The name of the file in the folder, however it was given; whoever checks the run finds it there."""
    if not together or (folder / together).parent.resolve() == folder.resolve():
        return Path(together).name
    if Path(together).resolve().parent == folder.resolve():
        return Path(together).name
    raise click.BadParameter(f"{together} does not lie in {folder}", param_hint="--together")


def _rules(folder: Path, options: dict[str, str | None]) -> Any:
    """The rules that `_options` say; a file of families lies in the folder."""
    from maarif.kernel.placement import running

    said = {name: value or "" for name, value in options.items()}
    return running.Rules(**said | {"together": _within(folder, said["together"])})


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", required=True, type=OUT, help="Where to write.")
@_options
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def run_(folder: Path, output: Path, as_json: bool, **options: str | None) -> None:
    """Place the applicants of DIR (programmes.csv, wishes.csv, categories.csv, --together)."""
    from maarif.kernel.placement import running

    done = running.run(folder, output, _rules(folder, options))
    if as_json:
        click.echo(json.dumps(done))
        return
    click.echo(
        f"{done['placed']:,} of {done['applicants']:,} applicants placed, {done['first_wish']:,} in their first wish; "
        f"{done['idle_seats']:,} of {done['seats']:,} seats idle."
    )
    if "families" in done:
        click.echo(f"{done['families_together']:,} of {done['families']:,} families together.")
    click.echo(f"Digest {done['digest']}")


@command.command("check")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
def check(folder: Path, out: Path) -> None:
    """Prove the placement in OUT from the files of DIR, or name the first violation."""
    from maarif.kernel.placement import proving, running

    rules = running.rules_of(out)
    market = running.given(running.sources(folder, rules.together), rules)
    proving.prove(market, out, [folder])
    proved = [name for name in proving.PROPERTIES if name != "families" or market.families]
    click.echo(f"Proved for {len(market.applicants):,} applicants: {', '.join(proved)}.")


@command.command("explain")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
@click.argument("applicant")
def explain(folder: Path, out: Path, applicant: str) -> None:
    """Tell what became of each wish of an applicant, and what would have been enough."""
    from maarif.kernel.placement import proving, running, stories, telling

    rules = running.rules_of(out)
    market = running.given(running.sources(folder, rules.together), rules)
    click.echo("\n".join(telling.story(market, proving.read(market, out / stories.PLACEMENTS), applicant)))


@command.command("compare")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("others", metavar="RULES...", nargs=-1, required=True)
@_options
@click.option(
    "-o",
    "--output",
    type=OUT,
    help="Write everybody's change: 1.csv, 2.csv, ...",
)
def compare(folder: Path, others: tuple[str, ...], output: Path | None, **options: str | None) -> None:
    """Replay DIR under other rules and say who gains and who loses.

    RULES is a folder, whose files replace those of DIR, or options such as side=programmes,lottery=single,seed=1.
    """
    from maarif.kernel.placement import comparing, running

    rules = _rules(folder, options)
    base = running.given(running.sources(folder, rules.together), rules)
    before = running.decide(base, rules)
    for number, said in enumerate(others, start=1):
        places, changed = comparing.other(folder, rules, said)
        market = running.given(places, changed)
        told = comparing.compare(base, before, market, running.decide(market, changed))
        click.echo(f"{said}:")
        for change in ("gains", "loses", "same"):
            names = told.filter(told["change"] == change)["applicant"]
            shown = (
                f": {', '.join(names[:MOST_NAMES])}{', ...' if len(names) > MOST_NAMES else ''}"
                if change != "same"
                else ""
            )
            click.echo(f"  {change} {len(names):,}{shown if len(names) else ''}")
        if output is not None:
            output.mkdir(parents=True, exist_ok=True)
            told.write_csv(output / f"{number}.csv")
