"""`maarif prove`: every proof of reliability at its full count, resumable, with a dated report."""

import importlib
import json
import pkgutil
import platform
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

section = "Check"


@click.command()
@click.option("--only", multiple=True, help="Names of proofs (files of tests/proofs with a `prove` function).")
@click.option("--share", default=1.0, show_default=True, help="Part of the full counts, for a trial run.")
@click.option("--fresh", is_flag=True, help="Forget what an interrupted run has proved already.")
def command(only: tuple[str, ...], share: float, fresh: bool) -> None:
    """Prove the controls of docs/security.md at full count; writes docs/proofs/DATE.md. Interrupted, it resumes."""
    from maarif.config.environment import PROJECT, var

    sys.path.insert(0, str(PROJECT))
    progress = var() / "proofs.json"
    done: dict[str, Any] = {} if fresh or not progress.exists() else json.loads(progress.read_text())
    for name in _names(PROJECT / "tests" / "proofs"):
        key = f"{name}@{share}"
        if (only and name not in only) or key in done:
            continue
        click.echo(f"{name} ... ", nl=False)
        done[key] = _one(PROJECT, name, share)
        progress.parent.mkdir(parents=True, exist_ok=True)
        progress.write_text(json.dumps(done))
        click.echo(f"{done[key]['result']} in {done[key]['seconds']} s: {done[key]['counts']}")
    report = PROJECT / "docs" / "proofs" / f"{datetime.now(UTC):%Y-%m-%d}.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(_report(done))
    click.echo(f"Written: {report.relative_to(PROJECT)}")
    if any(proof["result"] != "held" for proof in done.values()):
        raise SystemExit(1)


def _names(folder: Path) -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(folder)])
        if not module.name.startswith(("test_", "databases"))
    )


def _one(project: Path, name: str, share: float) -> dict[str, Any]:
    """Runs one proof in a process of its own: `python -m tests.proofs.NAME SHARE` prints one JSON line of counts last."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", f"tests.proofs.{name}", str(share)],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.strip().splitlines()
    return {
        "result": "held" if done.returncode == 0 else "BROKEN",
        "seconds": round(time.monotonic() - began),
        "counts": lines[-1] if lines else done.stderr.strip()[-400:],
        "says": (importlib.import_module(f"tests.proofs.{name}").__doc__ or "").splitlines()[0],
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def _report(done: dict[str, Any]) -> str:
    rows = "".join(
        f"| {key.split('@')[0]} | {float(key.split('@')[1]):.0%} | {proof['result']} | {proof['counts']} | {proof['seconds']} | {proof['says']} |\n"
        for key, proof in sorted(done.items())
    )
    return (
        f"# Proofs of {datetime.now(UTC):%Y-%m-%d}\n\nWritten by `make prove` on {platform.platform()}, Python {platform.python_version()}. "
        "A proof counts only when its planted fault was caught in the same run.\n\n"
        "| proof | part of the full count | result | counts | seconds | what |\n|---|---|---|---|---|---|\n"
        + rows
        + "\n"
        "Not checked here: dependency advisories, antivirus signatures, a real national provider, a real mail operator, a hardware key store.\n"
    )
