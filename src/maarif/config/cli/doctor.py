"""`maarif doctor`: examines a deployment and says what to fix."""

import json
from dataclasses import asdict

import click

from maarif.config.cli import setup

section = "Check"
SIGNS = {
    "good": click.style("ok  ", fg="green"),
    "warning": click.style("look", fg="yellow"),
    "bad": click.style("BAD ", fg="red"),
}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
def command(as_json: bool) -> None:
    """Examine database, queue, mail, keys, clock, disk and settings; exit 1 when something is broken."""
    setup()
    from maarif.config.doctor import Health, examine

    findings = examine()
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        for finding in findings:
            click.echo(
                f"{SIGNS[finding.health]}  {finding.part:<9} {finding.found}{'  ->  ' + finding.remedy if finding.remedy else ''}"
            )
    if any(finding.health is Health.BAD for finding in findings):
        raise SystemExit(1)
