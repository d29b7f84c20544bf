"""`maarif inspect`: reads every service and refuses those that are not whole."""

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

import click

from maarif.config.cli import setup

if TYPE_CHECKING:
    from maarif.engine.cases.queries import Revision

section = "Services"
#: So many numbers of cases, and so many signs of a value, are printed for people; --json has all.
SHOWN: Final = 5
SIGNS: Final = 60


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--static", is_flag=True, help="Only declarations, texts, law and imports: no stories, no papers.")
@click.option(
    "--diff", is_flag=True, help="Which open cases go on under another declaration than today's, and how it differs."
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(codes: tuple[str, ...], static: bool, diff: bool, as_json: bool) -> None:
    """Inspect the services (all, or those named): exit code 1 when something is to be mended."""
    if diff and static:
        raise click.UsageError("--diff looks at the open cases, --static at no database: say one of them")
    setup("reader" if diff else None)
    if diff:
        _tell_revisions(codes, as_json)
    from maarif.engine import registry
    from maarif.engine.inspection import inspect
    from maarif.kernel import clock

    clock.install(clock.SystemClock())  # the inspection needs no database, not even its clock
    faults = inspect(whole=not static, only=codes)
    count = len(codes) or len({service.code for service in registry.discovery.readable()[0]})
    if as_json:
        click.echo(json.dumps({"services": count, "faults": [asdict(fault) for fault in faults]}, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(f"{fault.service}: {fault.check}: {fault.detail}")
        kind = "static inspection" if static else "inspection"
        click.echo(f"{count} services, {len(faults)} faults ({kind})")
    sys.exit(1 if faults else 0)


def _tell_revisions(codes: tuple[str, ...], as_json: bool) -> None:
    """Prints what open cases go on under; ends the program, with 1 when some cannot go on."""
    from maarif.engine.cases import queries

    found = queries.revisions(codes)
    if as_json:
        click.echo(json.dumps({"revisions": [asdict(each) for each in found]}, ensure_ascii=False))
    else:
        for each in found:
            click.echo("\n".join(_lines(each)))
        click.echo(f"{sum(len(each.cases) for each in found)} open cases go on under an older declaration")
    sys.exit(1 if any(each.gone for each in found) else 0)


def _lines(revision: "Revision") -> list[str]:
    numbers = ", ".join(revision.cases[:SHOWN]) + (" ..." if len(revision.cases) > SHOWN else "")
    head = f"{revision.service} {revision.digest[:12]}: {len(revision.cases)} open ({numbers})"
    lines = [head, *(f"  {each.path}: {_short(each.before)} -> {_short(each.after)}" for each in revision.differs)]
    if revision.withdrawn:
        lines.append("  the service is not declared any more")
    if revision.gone:
        lines.append(f"  cannot go on: the code has no {revision.gone}")
    return lines


def _short(value: object) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= SIGNS else f"{said[:SIGNS]}..."
