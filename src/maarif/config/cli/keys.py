"""`maarif keys`: the signing keys of this deployment."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from maarif.kernel import clock

section = "Documents"

_PURPOSES = click.Choice(["documents", "ledger"])


def _folder() -> Path:
    from maarif.config import environment

    return Path(environment.value("MAARIF_KEYS") or environment.var() / "keys")


@click.group()
def command() -> None:
    """Make, change, revoke and publish the keys that sign documents and seal the ledger."""


@command.command()
@click.option("--name", required=True, help="Name of the authority, as certificates show it.")
def generate(name: str) -> None:
    """Make a new ring: an authority of one's own and a first key for each purpose (see the key ceremony)."""
    from maarif.support.keys import operations

    ring = operations.generate(_folder(), name=name, demo=False)
    click.echo(f"{len(ring.keys)} keys in {ring.folder}")


@command.command()
def demo() -> None:
    """Make demo keys where there are none; what they sign says that it is a specimen."""
    from maarif.support.keys import operations

    ring = operations.ensure_demo(_folder())
    click.echo(f"{len(ring.keys)} keys in {ring.folder}")


@command.command()
@click.option("--purpose", type=_PURPOSES, default="documents", show_default=True)
@click.option(
    "--begins-in-days", type=click.IntRange(0, 365), default=0, show_default=True, help="Publish ahead of use."
)
def rotate(purpose: str, begins_in_days: int) -> None:
    """Make a new key that takes over; the old one stays published, and what it signed stays valid."""
    from maarif.support.keys import operations
    from maarif.support.keys.types import Purpose

    begins = clock.now() + timedelta(days=begins_in_days)
    click.echo(operations.rotate(_folder(), purpose=Purpose(purpose), begins=begins))


@command.command()
@click.argument("key_id")
@click.option("--reason", required=True, help="Why the key is not to be trusted any more; it is published.")
def revoke(key_id: str, reason: str) -> None:
    """Say that a key is not to be trusted any more: its signatures fail offline from now on."""
    from maarif.support.keys import operations

    operations.revoke(_folder(), key_id=key_id, reason=reason)
    click.echo(f"{key_id} is revoked. Publish it: maarif keys publish")


@command.command()
@click.option("--purpose", type=_PURPOSES, default="documents", show_default=True)
@click.option("--certificate", "certificates", multiple=True, required=True, type=click.Path(exists=True, path_type=Path),
              help="PEM files: the key's own certificate first, then its chain.")  # fmt: skip
@click.option("--module", required=True, help="The PKCS#11 library of the device.")
@click.option("--token", required=True, help="Label of the token in the device.")
@click.option("--label", required=True, help="Label of the private key.")
@click.option("--pin-file", required=True, type=click.Path(path_type=Path), help="File with the PIN, chmod 600.")
def adopt(purpose: str, certificates: tuple[Path, ...], module: str, token: str, label: str, pin_file: Path) -> None:
    """Sign with a key inside a hardware module, certified by a national authority."""
    from maarif.support.keys import operations
    from maarif.support.keys.types import Purpose

    signer = {"kind": "pkcs11", "module": module, "token": token, "label": label, "pin_file": str(pin_file)}
    pems = [path.read_bytes() for path in certificates]
    begins = clock.now().replace(microsecond=0)
    click.echo(operations.adopt(_folder(), purpose=Purpose(purpose), certificates=pems, signer=signer, begins=begins))


@command.command(name="list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """Show every key: its purpose, its time, and whether it signs now."""
    from maarif.support.keys.queries import ring

    now = clock.now()
    lines: list[dict[str, Any]] = [
        {
            "id": key.id,
            "purpose": key.purpose.value,
            "from": key.not_before.isoformat(),
            "until": key.not_after.isoformat(),
            "revoked_at": key.revoked_at.isoformat() if key.revoked_at else None,
            "signs_now": key.signs_at(now),
        }
        for key in ring(_folder()).keys.values()
    ]
    if as_json:
        click.echo(json.dumps({"keys": lines}, indent=2))
        return
    for line in lines:
        state = "revoked" if line["revoked_at"] else "signs" if line["signs_now"] else "verifies"
        click.echo(f"{line['id']}  {line['purpose']:<9}  {state:<8}  {line['from'][:10]} to {line['until'][:10]}")


@command.command()
@click.option("-o", "--output", type=click.Path(path_type=Path), help="A file; without it, to standard output.")
def publish(output: Path | None) -> None:
    """Write the public half: the content of /.well-known/maarif-keys.json, for mirrors and for `maarif verify --keys`."""
    from maarif.support.keys.queries import published, ring

    text = json.dumps(published(ring(_folder())), indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text)
