"""`maarif audit`: the ledger of who saw and did what."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

section = "Check"


@click.group()
def command() -> None:
    """Seal, verify and export the ledger of who saw and did what."""


@command.command()
@click.option("--json", "as_json", is_flag=True)
def seal(as_json: bool) -> None:
    """Seal what is finished now, and carry the signed heads out of the database (the worker does it every five seconds)."""
    from maarif.config.cli import setup

    setup()
    from maarif.support.audit import operations

    sealed = operations.seal()
    said = f"{sealed.entries} entries sealed" + (f" up to seal {sealed.number}" if sealed.number else "")
    click.echo(json.dumps(asdict(sealed)) if as_json else said)


@command.command()
@click.option(
    "--heads", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of heads kept elsewhere."
)
@click.option("--json", "as_json", is_flag=True)
def verify(heads: Path | None, as_json: bool) -> None:
    """Verify every seal, every entry and the heads kept outside; exit 1 when anything was tampered with."""
    from maarif.config.cli import setup

    setup()
    from maarif.support.audit import queries

    report = queries.verify(heads)
    if as_json:
        click.echo(json.dumps(asdict(report) | {"sound": report.sound}, indent=2))
    else:
        click.echo(
            f"{report.entries} entries, {report.seals} seals, {report.heads_outside} heads outside, {report.unsealed} not yet sealed"
        )
        for found in report.findings:
            place = "".join(
                f" {name} {value}" for name, value in (("seal", found.seal), ("entry", found.entry)) if value
            )
            click.echo(f"  {found.fault.value}:{place} {found.detail}".rstrip())
        click.echo("sound" if report.sound else "NOT SOUND")
    sys.exit(0 if report.sound else 1)


@command.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, help="A file: one entry per line, as hashed."
)
@click.option("--json", "as_json", is_flag=True)
def export(output: Path, as_json: bool) -> None:
    """Write all entries to a file, in the order and in the very bytes that were hashed."""
    from maarif.config.cli import setup

    setup()
    from maarif.support.audit import queries

    entries = 0
    with output.open("wb") as file, queries.exported() as lines:
        for line in lines:
            file.write(line + b"\n")
            entries += 1
    click.echo(json.dumps({"entries": entries, "file": str(output)}) if as_json else f"{entries} entries in {output}")


@command.command(name="new-era")
def new_era() -> None:
    """Begin a new era of the chain: once, after restoring the database from a logical copy (pg_restore)."""
    from maarif.config.cli import setup

    setup("owner")
    from maarif.support.audit import operations

    click.echo(f"era {operations.begin_era()}")
