"""`maarif inspect`: reads every service and refuses those that are not whole."""

import json
import sys
from dataclasses import asdict

import click

from maarif.config.cli import setup

section = "Services"


@click.command()
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--static", is_flag=True, help="Only declarations, texts, law and imports: no stories, no papers.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
def command(codes: tuple[str, ...], static: bool, as_json: bool) -> None:
    """Inspect the services (all, or those named): exit code 1 when something is to be mended."""
    setup()
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
