"""`maarif`, the one command-line program: each module of this folder is one command or group, found by its file name."""

import importlib
import os
import pkgutil
import sys
from collections import defaultdict
from typing import Any, Final

import click

SECTIONS: Final = ("Run", "Country", "Registers", "Services", "Places", "Documents", "Law", "Check")


def setup(role: str | None = None) -> None:
    """Starts Django; `role` is the database role that the command needs (app, owner or reader)."""
    if role is not None:
        os.environ["MAARIF_DATABASE_ROLE"] = role
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maarif.config.settings")
    import django

    django.setup()


class Commands(click.Group):
    """Finds commands lazily, so that `maarif deadline` does not load Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of all commands."""
        return sorted(
            module.name.replace("_", "-")
            for module in pkgutil.iter_modules(__path__)
            if not module.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a module, or None when there is none of this name."""
        name = cmd_name.replace("-", "_")
        if name not in {module.name for module in pkgutil.iter_modules(__path__)}:
            return None
        command: click.Command = importlib.import_module(f"{__name__}.{name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Writes the commands grouped by section."""
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in self.list_commands(ctx):
            module: Any = importlib.import_module(f"{__name__}.{name.replace('-', '_')}")
            groups[module.section].append((name, module.command.get_short_help_str(limit=160)))
        for section in SECTIONS:
            if groups[section]:
                with formatter.section(section):
                    formatter.write_dl(groups[section])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="maarif")
def root() -> None:
    """Maarif: a national education platform, one place for everything that education asks electronically."""


def main() -> None:
    """Runs the program; a known failure is one line on standard error, never a traceback."""
    from maarif.kernel.errors import MaarifError

    try:
        root(prog_name="maarif")
    except MaarifError as error:
        click.echo(f"maarif: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        if error.filename is None:
            raise
        click.echo(f"maarif: {error.filename}: {error.strerror}", err=True)
        sys.exit(2)
