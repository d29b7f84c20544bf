"""`maarif slots`: interviews to panels and slots, and the check of what was published."""

from datetime import datetime
from pathlib import Path

import click

from maarif.config.cli._runs import FOLDER, OUT, RunsByDefault, tell

section = "Places"


@click.group(cls=RunsByDefault)
def command() -> None:
    """Schedule interviews: no clash, no relative on the panel, notice and sequence kept, panels equally loaded."""


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", type=OUT, required=True, help="Folder for schedule.csv, unheard.csv and run.json.")
@click.option("--announced", type=click.DateTime(["%Y-%m-%d"]), help="The day on which candidates are told.")
@click.option(
    "--notice", type=click.IntRange(0, 3650), default=0, show_default=True, help="Days after it without interviews."
)
@click.option(
    "--pause",
    type=click.IntRange(0, 24 * 60),
    default=0,
    show_default=True,
    help="Minutes between one's own interviews.",
)
@click.option("--seconds", default=60.0, show_default=True, help="For each search, in the solver's own seconds.")
def run(folder: Path, output: Path, announced: datetime | None, notice: int, pause: int, seconds: float) -> None:
    """Schedule interviews.csv to the slots.csv of the panels in members.csv and languages.csv, without conflicts.csv."""
    from maarif.kernel.placement import slots_files

    if notice and announced is None:
        raise click.UsageError("--notice needs --announced DAY")
    day = announced.date() if announced else None
    facts = slots_files.run(folder, output, announced=day, notice=notice, pause=pause, seconds=seconds)
    click.echo(f"{facts['heard']} of {facts['candidates']} candidates are heard (at most {facts['heard_bound']}).")
    click.echo(
        f"Loads of panels of a kind differ by {facts['widest']} at the most; in all {facts['spread']}, at least {facts['spread_bound']}."
    )
    if facts["heard"] < facts["candidates"]:
        click.echo("Some are not heard: see unheard.csv.", err=True)
        raise SystemExit(1)


@command.command("check")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
def check(folder: Path, out: Path) -> None:
    """Verify the schedule in OUT for DIR; names the first violation."""
    from maarif.kernel.placement import slots_files

    tell(slots_files.violations(folder, out))
