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


OF_KEYS = (
    click.option(
        "--tie-prefers-wish-rank", default="", metavar="KEY",
        help="Where keys are equal up to KEY, whoever wished the programme higher comes first; then the keys behind KEY.",
    ),
    click.option(
        "--shared-lot", default="", metavar="FILE", help="Siblings who draw one lot: a file of DIR (family,applicant); with --lottery single."
    ),
    click.option("--seed", default="", help="The seed of the lottery, published afterwards."),
    click.option(
        "--lottery", type=click.Choice(["single", "multiple"]), help="Append a drawn key: one an applicant, or one a wish."
    ),
)  # fmt: skip
OF_MECHANISM = (
    click.option(
        "--together", default="", metavar="FILE", help="Families who want one programme together: a file of DIR (family,applicant)."
    ),
    click.option(
        "--side", type=click.Choice(["applicants", "programmes"]), default="applicants", show_default=True,
        help="For whom the stable placement is the best.",
    ),
    click.option(
        "--mechanism", type=click.Choice(["deferred-acceptance", "serial-dictatorship"]), default="deferred-acceptance",
        show_default=True,
    ),
)  # fmt: skip


def _options(function: Any) -> Any:
    """All rules of a run."""
    for option in (*OF_KEYS, *OF_MECHANISM):
        function = option(function)
    return function


def _keys_alone(function: Any) -> Any:
    """The rules that make keys, for what knows one mechanism."""
    for option in OF_KEYS:
        function = option(function)
    return function


def _within(folder: Path, file: str, option: str) -> str:
    """The name of the file in the folder, however it was given; whoever checks the run finds it there."""
    if not file or (folder / file).parent.resolve() == folder.resolve():
        return Path(file).name
    if Path(file).resolve().parent == folder.resolve():
        return Path(file).name
    raise click.BadParameter(f"{file} does not lie in {folder}", param_hint=option)


def _rules(folder: Path, options: dict[str, str | None]) -> Any:
    """The rules that `_options` say; files of families and siblings lie in the folder."""
    from maarif.kernel.placement import running

    said = {name: value or "" for name, value in options.items()}
    named = {
        name: _within(folder, said.get(name, ""), f"--{name.replace('_', '-')}") for name in ("together", "shared_lot")
    }
    return running.Rules(**said | named)


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", required=True, type=OUT, help="Where to write.")
@_options
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def run_(folder: Path, output: Path, as_json: bool, **options: str | None) -> None:
    """Place the applicants of DIR (programmes.csv, wishes.csv, categories.csv, quotas.csv, --together, --shared-lot)."""
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
    """Prove the placement, or the rounds, in OUT from the files of DIR, or name the first violation."""
    from maarif.kernel.placement import proving, rounds_files, running, runs

    if runs.read(out)["run"].get("command") == rounds_files.COMMAND:
        click.echo(
            f"Proved for {rounds_files.prove(folder, out):,} rounds: feasible, stable in each, seats, extra list, record."
        )
        return
    rules = running.rules_of(out)
    market = running.given(running.sources(folder, rules.files), rules)
    proving.prove(market, out, [folder])
    lacking = {name for name, there in (("families", market.families), ("quotas", market.quotas)) if not there}
    proved = [name for name in proving.PROPERTIES if name not in lacking]
    click.echo(f"Proved for {len(market.applicants):,} applicants: {', '.join(proved)}.")


@command.command("explain")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
@click.argument("applicant")
def explain(folder: Path, out: Path, applicant: str) -> None:
    """Tell what became of each wish of an applicant, and what would have been enough."""
    from maarif.kernel.placement import proving, running, stories, telling

    rules = running.rules_of(out)
    market = running.given(running.sources(folder, rules.files), rules)
    click.echo(
        "\n".join(telling.story(market, proving.read(market, out / stories.PLACEMENTS), applicant, side=rules.side))
    )


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
    base = running.given(running.sources(folder, rules.files), rules)
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


@command.command("rounds")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", required=True, type=OUT, help="Where to write.")
@click.option("--lapsed-leave", is_flag=True, help="Whoever lets a place lapse takes part in no further round.")
@_keys_alone
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def rounds_(folder: Path, output: Path, lapsed_leave: bool, as_json: bool, **options: str | None) -> None:
    """Recommend places in rounds (the files of `run`, confirmations.csv, participants.csv): what nobody confirms is open again."""
    from maarif.kernel.placement import rounds_files

    done = rounds_files.run(folder, output, _rules(folder, options), lapsed_leave=lapsed_leave)
    if as_json:
        click.echo(json.dumps(done))
        return
    click.echo(
        f"Round {done['rounds']:,}: {done['recommended']:,} recommended. Confirmed before: {done['confirmed']:,} of"
        f" {done['applicants']:,} applicants. Open seats: {done['open']:,}."
    )
    click.echo(f"Digest {done['digest']}")


@command.command("simulate")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("--rounds", "count", type=click.IntRange(1, 100), default=5, show_default=True, help="How many rounds.")
@click.option(
    "--length", type=click.IntRange(1), default=3, show_default=True, help="How many wishes a list of a round may have."
)
@click.option(
    "--content",
    type=click.IntRange(1),
    help="Let a place lapse that is none of the best so many wishes, while a round is left.",
)
@_keys_alone
@click.option("--json", "as_json", is_flag=True, help="Counts for programs.")
def simulate(folder: Path, count: int, length: int, content: int | None, as_json: bool, **options: str | None) -> None:
    """Compare several rounds with short lists to one round with the lists of DIR: how many would do better by which."""
    from maarif.kernel.placement import running, simulating

    rules = _rules(folder, options)
    market = running.given(running.sources(folder, rules.files), rules).market
    found = simulating.simulate(market, count=count, length=length, content=content)
    told = {
        "applicants": len(market.members),
        "placed_once": int((found.once.wish >= 0).sum()),
        "placed_several": int((found.several.wish >= 0).sum()),
        "better_once": found.better_once,
        "better_several": found.better_several,
        "sorry_once": int(simulating.sorry(market, found.once).sum()),
        "sorry_several": int(found.sorry.sum()),
    }
    if as_json:
        click.echo(json.dumps(told))
        return
    click.echo(
        f"Placed by one round with whole lists: {told['placed_once']:,} of {told['applicants']:,} applicants;"
        f" by {count:,} rounds with lists of {length:,}: {told['placed_several']:,}."
    )
    click.echo(
        f"Better off by one round: {told['better_once']:,}; by several: {told['better_several']:,}; all others alike."
    )
    click.echo(
        f"With a seat of a better wish free, or held by worse keys: {told['sorry_once']:,} after one round,"
        f" {told['sorry_several']:,} after several."
    )
