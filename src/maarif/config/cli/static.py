"""`maarif static`: gathers the static files under names that carry their digest."""

import click

from maarif.config.cli import setup

section = "Run"


@click.command()
def command() -> None:
    """Gather and compress the static files."""
    setup()
    from django.core.management import call_command

    unused = ["django_htmx/*"]  # fifty scripts of which the pages have none: htmx is in our own frame
    call_command("collectstatic", interactive=False, verbosity=0, clear=False, ignore_patterns=unused)
