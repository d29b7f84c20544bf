"""`maarif seat`: examinations: groups to centres, pupils to rooms and seats, and the check of what was published."""

from pathlib import Path

import click

from maarif.config.cli._runs import FOLDER, OUT

section = "Places"

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def command() -> None:
    """Seat an examination: groups to centres, pupils to rooms, seats and variants."""


@command.command("centres")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", type=OUT, required=True, help="Folder for assignment.csv, unassigned.csv and run.json.")
@click.option(
    "--minimise", type=click.Choice(["total", "worst"]), default="total", show_default=True, help="What first."
)
@click.option("--keep-together", is_flag=True, help="No group is divided over centres.")
@click.option(
    "--seconds", default=5.0, show_default=True, help="For each search of --keep-together, in the solver's own seconds."
)
def centres(folder: Path, output: Path, minimise: str, keep_together: bool, seconds: float) -> None:
    """Assign groups.csv to centres.csv by costs.csv (group,centre,cost; no row, not allowed), exactly."""
    from maarif.kernel.placement.seating import run_centres

    facts = run_centres(folder, output, worst_first=minimise == "worst", keep_together=keep_together, seconds=seconds)
    proof = "nothing is cheaper" if facts["proved"] else f"nothing is below {facts['bound']}"
    click.echo(f"{facts['assigned']} of {facts['people']} people in {facts['centres']} centres.")
    click.echo(f"Total cost {facts['cost']} ({proof}), worst {facts['worst']}.")
    if facts["unassigned"]:
        click.echo(f"{facts['unassigned']} people have no centre: see unassigned.csv.", err=True)
        raise SystemExit(1)


@command.command("rooms")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option(
    "-o", "--output", type=OUT, required=True, help="Folder for seats.csv, unseated.csv, filled.csv and run.json."
)
@click.option("--seed", default=1, show_default=True, help="Published beforehand; decides every lot.")
@click.option("--variants", type=click.Choice(["4", "2"]), default="4", show_default=True, help="Of the paper.")
@click.option("--seated", type=_FILE, help="A published seats.csv: nobody in it moves, others are added.")
@click.option("--late", type=_FILE, help="More pupils, in the columns of pupils.csv; needs --seated.")
@click.option("--seconds", default=1.0, show_default=True, help="For each exact search of a room, in the solver's own.")
def rooms(
    folder: Path, output: Path, seed: int, variants: str, seated: Path | None, late: Path | None, seconds: float
) -> None:
    """Seat pupils.csv in rooms.csv: no two classmates close to each other wherever that can be, variants that differ."""
    from maarif.kernel.placement.seating import run_rooms

    if late is not None and seated is None:
        raise click.UsageError("--late needs --seated FILE, the seats that were published")
    facts = run_rooms(folder, output, seed=seed, kinds=int(variants), seated=seated, late=late, seconds=seconds)
    click.echo(f"{facts['seated']} of {facts['pupils']} pupils in {facts['rooms']} rooms.")
    click.echo(f"Pairs of classmates that touch: {facts['pairs']} (at least {facts['bound']}).")
    if facts["unseated"]:
        click.echo(f"{facts['unseated']} pupils have no seat: see unseated.csv.", err=True)
        raise SystemExit(1)


@command.command("check")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
@click.option("--late", type=_FILE, help="The late pupils that the run was given.")
@click.option("--seated", type=_FILE, help="The seats published before: nobody in them may have moved.")
def check(folder: Path, out: Path, late: Path | None, seated: Path | None) -> None:
    """Verify what was published in OUT for DIR; names the first violation."""
    from maarif.kernel.placement.seating_check import violations

    first = next(violations(folder, out, late=late, seated=seated), None)
    if first is not None:
        raise click.ClickException(first)
    click.echo("No violation.")
