"""`maarif verify`: is this document genuine? Offline, with published keys."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from maarif.support.documents.types import Verdict

section = "Documents"

_SAID = {
    "malformed": "This is not a token of ours.",
    "unknown_key": "It is signed by a key that is not among the published ones.",
    "key_revoked": "It is signed by a key that was revoked. Ask the live check page.",
    "bad_signature": "The signature does not fit: the content was changed or made up.",
    "not_a_document": "It is signed, but it is not a document.",
    "expired": "It is genuine, but its validity is over.",
    "no_signature": "The file carries no signature.",
    "changed_after_signing": "The content was changed after it was signed.",
    "not_our_certificate": "The file is signed, but not by us.",
    "no_token": "The file has no check address of ours.",
    "token_mismatch": "The check address in the file belongs to another document.",
    "unreadable": "The file is damaged or is of a kind that we do not issue.",
}


@click.command()
@click.argument("subject")
@click.option(
    "--keys", "keys_file", type=click.Path(exists=True, path_type=Path), help="Published keys (JSON); else our own."
)
@click.option("--json", "as_json", is_flag=True)
@click.option("--live", is_flag=True, help="Ask this deployment's database too whether it was revoked.")
@click.option(
    "--language", type=click.Choice(["az", "ru", "kk", "ky", "en"]), default="en", help="Language of the reason."
)
def command(subject: str, keys_file: Path | None, as_json: bool, live: bool, language: str) -> None:
    """Examine SUBJECT: a PDF, a JSON twin or credential file, a token, or the address in a QR code.

    Exit status: 0 genuine and in its time, 1 not to be accepted. Whether it was revoked since, only the live page and --live know.
    """
    from maarif.kernel import clock
    from maarif.support.documents.examination import examine
    from maarif.support.keys.queries import read

    try:
        keys, authorities = read(_published(keys_file))
    except ValueError as error:
        raise click.UsageError(f"{keys_file}: {error}") from error
    path = Path(subject)
    data = path.read_bytes() if len(subject) < 256 and path.is_file() else subject.encode(errors="replace")
    verdict = examine(data, keys, authorities, clock.now().astimezone().date())
    accepted = verdict.genuine and not verdict.troubles
    revocation = _revocation(str(verdict.claims.get("id", "")), language) if live and verdict.genuine else {}
    if as_json:
        click.echo(json.dumps({**_as_dict(verdict), **revocation}, indent=2, ensure_ascii=False))
    else:
        click.echo(_in_words(verdict, revocation))
    sys.exit(0 if accepted and revocation.get("revocation", "valid") in {"valid", "expired"} else 1)


def _revocation(public_id: str, language: str) -> dict[str, str]:
    """What the database says of the document now; the look is in its holder's ledger."""
    from maarif.config.cli import setup

    setup()
    from maarif.support.documents.queries import standing

    found = standing(public_id)
    said = {"revocation": found.status.value}
    if found.revoked_on is not None and found.revocation_reason is not None and found.revocation_code is not None:
        reason = found.revocation_reason.in_(language)
        said |= {
            "revoked_on": found.revoked_on.isoformat(),
            "reason": reason,
            "reason_code": found.revocation_code.value,
        }
    return said


def _published(keys_file: Path | None) -> dict[str, Any]:
    """The key set of a file, else of the ring of this deployment."""
    from maarif.config import environment
    from maarif.support.keys.queries import published, ring

    if keys_file is None:
        return published(ring(Path(environment.value("MAARIF_KEYS") or environment.var() / "keys")))
    content = json.loads(keys_file.read_text())
    if not isinstance(content, dict):
        raise ValueError("not a published set of keys")
    return content


def _as_dict(verdict: "Verdict") -> dict[str, object]:
    return {
        "genuine": verdict.genuine,
        "accepted": verdict.genuine and not verdict.troubles,
        "troubles": [trouble.value for trouble in verdict.troubles],
        "explanation": [_SAID[trouble.value] for trouble in verdict.troubles],
        "claims": dict(verdict.claims),
        "key": verdict.key_id,
        "revocation": "not checked offline",
    }


def _in_words(verdict: "Verdict", revocation: dict[str, str]) -> str:
    head = "GENUINE" if verdict.genuine and not verdict.troubles else "EXPIRED" if verdict.genuine else "NOT ACCEPTED"
    lines = [head, *(f"  {_SAID[trouble.value]}" for trouble in verdict.troubles)]
    shown = {name: value for name, value in verdict.claims.items() if isinstance(value, str)}
    lines += [f"  {name}: {value}" for name, value in shown.items()]
    if "revoked_on" in revocation:
        lines[0] = "REVOKED"
        lines.append(f"  Revoked on {revocation['revoked_on']}: {revocation['reason']}.")
    elif revocation:
        lines.append(f"  The live status is: {revocation['revocation']}.")
    else:
        lines.append("  Revocation is not checked offline.")
    return "\n".join(lines)
