"""`maarif migrate`: brings the database to this version, gives each role its rights and guards the ledgers."""

import click

from maarif.config.cli import setup

section = "Run"


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when something is to be done.")
def command(check: bool) -> None:
    """Bring the database up to date, as the role that owns it."""
    setup(role="owner")
    from django.core.management import call_command

    if check:
        call_command("migrate", check=True, verbosity=0)
        return
    from maarif.config import ledgers, roles

    call_command("migrate", verbosity=0, interactive=False)
    roles.grant()
    ledgers.guard()
