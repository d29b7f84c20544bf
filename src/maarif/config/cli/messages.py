"""`maarif messages`: the words of the pages in az, ru, kk and ky; English stands in the sources."""

import json
import sys
from collections.abc import Iterable
from pathlib import Path

import click

from maarif.config import catalogues

section = "Check"
_SOURCE = Path(__file__).resolve().parents[2]


@click.group(short_help="Extract, compile and check the words of the pages in five languages.")
def command() -> None:
    """The gettext catalogues of the rooms that have a folder `locale/`."""


@command.command()
def extract() -> None:
    """Add to every catalogue what the sources say and it does not yet have; nothing is taken away."""
    for room in catalogues.rooms(_SOURCE):
        for language in catalogues.LANGUAGES:
            added = catalogues.update(room, language)
            if added:
                click.echo(f"{room.name} {language}: {added} to translate")


@command.command(name="compile")
def compile_() -> None:
    """Write the `.mo` files that Django reads."""
    for room in catalogues.rooms(_SOURCE):
        for language in catalogues.LANGUAGES:
            catalogues.compile_catalogue(room, language)


@command.command()
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
@click.argument("rooms", nargs=-1)
def check(as_json: bool, rooms: tuple[str, ...]) -> None:
    """Fail when a message is missing, fuzzy, without a plural form or has other placeholders; ROOMS limits it."""
    chosen = [room for room in catalogues.rooms(_SOURCE) if not rooms or room.name in rooms]
    found = [fault for room in chosen for fault in catalogues.faults(room)]
    found += [fault for fault in catalogues.contradictions(_SOURCE) if not rooms or fault.room in rooms]
    click.echo(_as_json(found) if as_json else _as_lines(found))
    sys.exit(1 if found else 0)


def _as_json(found: Iterable[catalogues.Fault]) -> str:
    rows = [{"room": one.room, "language": one.language, "message": one.message, "fault": one.fault} for one in found]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _as_lines(found: list[catalogues.Fault]) -> str:
    lines = [f"{one.room} {one.language}: {one.fault}: {one.message}" for one in found]
    return "\n".join([*lines, f"{len(found)} faults" if found else "every message is there in five languages"])
