"""`maarif load`: takes bundles of other systems into the registers."""

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from maarif.config.cli import setup
from maarif.kernel import countries
from maarif.kernel.text import LANGUAGES

if TYPE_CHECKING:
    from maarif.registries.roster.types import Progress, Reject, Report

section = "Registers"
_SHOWN = 20


@click.group()
def command() -> None:
    """Take bundles of other systems into the registers."""


class _Listener:
    """Prints progress and the first rejects to standard error, and writes all rejects to a file."""

    def __init__(self, language: str, rejects: Any, quiet: bool) -> None:
        self.language, self.quiet, self.told = language, quiet, 0
        self.writer = csv.writer(rejects) if rejects else None
        if self.writer:
            self.writer.writerow(["file", "line", "sourcedId", "field", "rule", "value", "message", "fix"])

    def progress(self, progress: "Progress") -> None:
        """One line that moves where a person watches."""
        if not self.quiet and sys.stderr.isatty():
            click.echo(f"\r{progress.file}: {progress.rows:,} rows, {progress.share:.0%}   ", err=True, nl=False)

    def rejects(self, found: "Sequence[Reject]") -> None:
        """Each fault with its place, rule and fix."""
        for one in found:
            self.told += 1
            message, fix = one.message(self.language), one.fix(self.language)
            if self.writer:
                row: list[object] = [one.file, one.line, one.sourced_id, one.field, one.rule, one.value, message, fix]
                self.writer.writerow(
                    [f"'{cell}" if str(cell).startswith(("=", "+", "-", "@")) else cell for cell in row]
                )
            if self.told <= _SHOWN:
                click.echo(f"{one.file}:{one.line}: {one.field}: [{one.rule}] {message} {fix}", err=True)


@command.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--country", type=click.Choice(countries.codes()), help="Whose bundle it is; the served country by default."
)
@click.option("--rejects", type=click.File("w", encoding="utf-8"), help="Write every rejected row to this CSV file.")
@click.option("--dry-run", is_flag=True, help="Do everything, report it, and take it back.")
@click.option("--allow-empty", is_flag=True, help="Let a bulk file end more than half of what its source had given.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Of messages.")
@click.option("--json", "as_json", is_flag=True, help="Print counts for programs.")
def oneroster(
    path: Path, country: str | None, rejects: Any, dry_run: bool, allow_empty: bool, language: str, as_json: bool
) -> None:
    """Take in an IMS OneRoster 1.1 or 1.2 CSV bundle, a folder or a zip. Good rows go in, bad ones are told."""
    setup()
    from maarif.registries.roster.operations import load_oneroster
    from maarif.support.parties.types import Actor, Assurance, Channel

    listener = _Listener(language, rejects, quiet=as_json)
    by = Actor(
        role="system",
        assurance=Assurance.OFFICIAL,
        channel=Channel.COMMAND,
        purpose="load oneroster",
        language=language,
    )
    try:
        report = load_oneroster(
            by=by,
            path=path,
            country=country or countries.active_country().code,
            allow_empty=allow_empty,
            dry_run=dry_run,
            on_progress=listener.progress,
            on_rejects=listener.rejects,
        )
    except KeyboardInterrupt:
        click.echo("\nStopped. What was written stays; the same command goes on from there.", err=True)
        sys.exit(130)
    _print(report, listener, as_json)


def _print(report: "Report", listener: _Listener, as_json: bool) -> None:
    if as_json:
        json.dump(report.as_dict(), sys.stdout)
        click.echo()
        return
    if sys.stderr.isatty():
        click.echo("\r" + " " * 70 + "\r", err=True, nl=False)
    click.echo(f"{'':<20}{'read':>11}{'added':>11}{'changed':>11}{'unchanged':>11}{'rejected':>11}")
    for name, counts in report.counts.items():
        figures = "".join(f"{figure:>11,}" for figure in counts.as_dict().values())
        click.echo(f"{name:<20}{figures}")
    for name, ended in report.ended.items():
        click.echo(f"{name}: {ended:,} ended, since the bundle does not give them any more")
    if report.derived:
        click.echo(f"enrolments derived from roles: {report.derived:,}")
    if listener.told > _SHOWN:
        click.echo(f"{listener.told - _SHOWN:,} more rejects; --rejects FILE lists all", err=True)
    click.echo(f"{report.seconds:.1f} s" + (" (dry run: nothing was kept)" if report.dry_run else ""))
