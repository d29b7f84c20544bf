"""`maarif privacy`: how private every table is and how long its rows are kept."""

import json

import click

section = "Check"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object per table, as a list.")
def command(as_json: bool) -> None:
    """Show the privacy class and the keep-time of every table. The same table stands in docs/reference/privacy.md."""
    from maarif.config.cli import setup

    setup()
    from maarif.config import privacy

    if not as_json:
        click.echo(privacy.page(), nl=False)
        return
    rows = [
        {
            "model": entry.model,
            "table": entry.table,
            "class": entry.privacy.klass.value,
            "keep_years": entry.privacy.keep.years,
            "since": entry.privacy.keep.since,
            "ledger": entry.ledger,
            "secret_columns": list(entry.privacy.secret),
        }
        for entry in privacy.entries()
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
