"""What the commands of placement share: `maarif NAME DIR -o OUT` runs, `maarif NAME check DIR OUT` verifies."""

from collections.abc import Iterator
from pathlib import Path

import click

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
OUT = click.Path(file_okay=False, path_type=Path)


class RunsByDefault(click.Group):
    """A group whose `run` need not be said."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `run` before arguments that begin with no command."""
        if args and args[0] not in {*self.commands, *self.get_help_option_names(ctx)}:
            args = ["run", *args]
        return super().parse_args(ctx, args)


def tell(violations: Iterator[str]) -> None:
    """Says that there is no violation, or fails with the first."""
    first = next(violations, None)
    if first is not None:
        raise click.ClickException(first)
    click.echo("No violation.")
