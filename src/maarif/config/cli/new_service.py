"""`maarif new-service`: scaffolds the folder of a service."""

import click

from maarif.config.cli import setup

section = "Services"


@click.command("new-service")
@click.argument("code")
@click.option("--package", default="maarif.catalogue", show_default=True, help="Package of services to put it into.")
def command(code: str, package: str) -> None:
    """Make the folder of a new service, such as school.transfer: whole, but with its texts still to be written."""
    setup()
    from maarif.engine import registry
    from maarif.engine.registry.scaffolding import scaffold

    registry.plug(package)
    folder = scaffold(code, package)
    click.echo(f"{code} is in {folder}")
    click.echo("1. Write the texts marked TODO in texts.toml, in five languages.")
    click.echo(
        "2. Say in service.py, facts.py, rules.py and effects.py what the service really asks, reads, judges and does."
    )
    click.echo("3. Tell its cases in stories.py.")
    click.echo(f"4. Run: maarif inspect {code}")
    click.echo("5. Enable it in src/maarif/countries/<country>/country.toml (services).")
