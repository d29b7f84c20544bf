"""`maarif personas`: the people of the demonstration, their accounts and roles."""

import click

from maarif.config.cli import setup

section = "Run"


@click.group()
def command() -> None:
    """The people of the demonstration."""


@command.command("list")
@click.option("--country", type=click.Choice(["az", "kg", "kz"]), default="az", show_default=True)
def list_(country: str) -> None:
    """List them with the personal numbers by which they sign in."""
    from simulators.personas import personas

    for persona in personas(country):
        click.echo(f"{persona.personal_number:<15} {persona.full_name:<36} {persona.label.in_('en')}")


@command.command()
@click.option("--country", type=click.Choice(["az", "kg", "kz"]), default="az", show_default=True)
def grant(country: str) -> None:
    """Open their accounts and grant their roles, once a country is loaded. Only in a demonstration."""
    setup()
    from maarif.config import demo_people

    opened, granted = demo_people.grant(country)
    click.echo(f"{opened} people of the demonstration have accounts, {granted} roles were granted.")


@command.command()
@click.option("--country", type=click.Choice(["az", "kg", "kz"]), default="az", show_default=True)
def cases(country: str) -> None:
    """Send their applications to the offices of the demonstration, once they have accounts and roles."""
    setup()
    from maarif.config import demo_cases

    opened = demo_cases.open_cases(country)
    click.echo(f"{len(opened)} applications lie on the desks of the demonstration.")
