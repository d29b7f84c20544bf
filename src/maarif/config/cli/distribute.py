"""`maarif distribute`: equipment to schools, the worst-off first, and the check of what was published."""

from pathlib import Path

import click

from maarif.config.cli._runs import FOLDER, OUT, RunsByDefault, tell

section = "Places"


@click.group(cls=RunsByDefault)
def command() -> None:
    """Distribute equipment so that the worst ratio of pupils to computers is the best possible, then the next worst."""


@command.command("run")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", type=OUT, required=True, help="Folder for distribution.csv and run.json.")
@click.option("--set", "size", type=click.IntRange(1), default=1, show_default=True, help="Computers of one set.")
@click.option(
    "--where", multiple=True, metavar="COLUMN", help="Only schools with 1 in this column; several may be said."
)
def run(folder: Path, output: Path, size: int, where: tuple[str, ...]) -> None:
    """Distribute by schools.csv (school,shift1,...,computers,area) and areas.csv (area,within,most,least)."""
    from maarif.kernel.placement import distribution_files

    facts = distribution_files.run(folder, output, size=size, where=where)
    click.echo(
        f"{facts['given']} computers given, {facts['left']} left; {facts['open']} of {facts['schools']} schools open."
    )
    if facts["worst"]:
        click.echo(f"Worst ratio {facts['worst']} (none is better than {facts['bound']}).")


@command.command("check")
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.argument("out", metavar="OUT", type=FOLDER)
def check(folder: Path, out: Path) -> None:
    """Verify the distribution in OUT for DIR; names the first violation."""
    from maarif.kernel.placement import distribution_files

    tell(distribution_files.violations(folder, out))
