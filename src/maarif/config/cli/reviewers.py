"""`maarif reviewers`: reviewers to papers with the greatest affinity, and the check of what was published."""

from pathlib import Path

import click

from maarif.config.cli._runs import FOLDER, OUT, RunsByDefault, tell

section = "Places"


@click.group(cls=RunsByDefault)
def command() -> None:
    """Assign reviewers to papers with the greatest total affinity, proved by prices."""


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "-o", "--output", type=OUT, required=True, help="Folder for assignment.csv, short.csv, prices.csv, run.json."
)
@click.option("--reviews", type=click.IntRange(1, 1000), default=3, show_default=True, help="Reviews of a paper.")
@click.option(
    "--load", type=click.IntRange(0, 1000), default=6, show_default=True, help="Papers of a reviewer at the most."
)
@click.option("--fair", is_flag=True, help="Lift the weakest review of the worst paper first, then the total.")
def run(folder: Path, output: Path, reviews: int, load: int, fair: bool) -> None:
    """Assign by bids.csv (reviewer,paper,affinity; no row, not asked) and conflicts.csv (reviewer,paper)."""
    from maarif.kernel.placement import reviewers_files

    facts = reviewers_files.run(folder, output, reviews=reviews, load=load, fair=fair)
    proof = "nothing is better" if facts["worth"] == facts["bound"] else "not proved"
    click.echo(
        f"{facts['assigned']} reviews of {facts['papers']} papers, total affinity {facts['affinity']} ({proof})."
    )
    if facts["short"]:
        click.echo(f"{facts['short']} papers have too few reviewers: see short.csv.", err=True)
        raise SystemExit(1)


@command.command("check")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
def check(folder: Path, out: Path) -> None:
    """Verify the assignment in OUT for DIR by its prices; names the first violation."""
    from maarif.kernel.placement import reviewers_files

    tell(reviewers_files.violations(folder, out))
