"""`maarif reference`: writes the pages of `docs/reference` that are generated from code."""

from collections.abc import Callable
from pathlib import Path

import click

section = "Check"


def settings_page() -> str:
    """The table of settings in Markdown."""
    from maarif.config.environment import SETTINGS

    head = "# Settings\n\nGenerated from `maarif.config.environment` by `make reference`.\n\n| Variable | Default | Meaning |\n|---|---|---|\n"
    rows = (
        f"| `{one.name}` | {'must be given or is made' if one.default is None else f'`{one.default}`' if one.default else 'empty'} | {one.meaning} |\n"
        for one in SETTINGS
    )
    return head + "".join(rows)


def commands_page() -> str:
    """Every command with its help text in Markdown."""
    from maarif.config.cli import root

    context = click.Context(root, info_name="maarif")
    pages = ["# Commands\n\nGenerated from the commands' own help by `make reference`.\n"]
    for name in root.list_commands(context):
        found = root.get_command(context, name)
        if found is not None:
            pages.append(_help_of(found, context, f"maarif {name}"))
    return "\n".join(pages)


def _help_of(command: click.Command, parent: click.Context, name: str) -> str:
    context = click.Context(command, info_name=name.rpartition(" ")[2], parent=parent)
    text = f"## {name}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                text += "\n" + _help_of(found, context, f"{name} {child}")
    return text


def api_page() -> str:
    """The addresses, shapes and problems of the API in Markdown."""
    from maarif.config.cli import setup

    setup()
    from maarif.surfaces.api.reference import page

    return page()


def privacy_page() -> str:
    """How private every table is, in Markdown."""
    from maarif.config.cli import setup

    setup()
    from maarif.config.privacy import page

    return page()


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "commands.md": commands_page,
    "api.md": api_page,
    "privacy.md": privacy_page,
}


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when a page is not what the code says.")
def command(check: bool) -> None:
    """Write docs/reference from the code."""
    from maarif.config.environment import PROJECT

    folder: Path = PROJECT / "docs" / "reference"
    stale = [name for name, page in PAGES.items() if _differs(folder / name, page())]
    if not check:
        folder.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (folder / name).write_text(PAGES[name]())
    for name in stale:
        click.echo(f"{'stale' if check else 'written'}: docs/reference/{name}")
    if check and stale:
        raise SystemExit(1)


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text() != text
