"""`maarif prove`: every proof of reliability at its full count, resumable, with a dated report."""

import importlib
import json
import os
import pkgutil
import platform
import re
import subprocess
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import cache
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
    done = {} if fresh else _resumed(progress, share)
    names = [name for name in _names(PROJECT / "tests" / "proofs") if not only or name in only]
    for place, name in enumerate(names, start=1):
        if done.get(name, {}).get("result") == "held":
            click.echo(f"[{place}/{len(names)}] {name}: held already at {done[name]['at']}")
            continue
        click.echo(f"[{place}/{len(names)}] {name} since {datetime.now(UTC):%H:%M} UTC ... ", nl=False)
        done[name] = _one(PROJECT, name, share)
        _keep(progress, share, done)
        click.echo(f"{done[name]['result']} in {_span(done[name]['seconds'])}: {done[name]['counts']}")
    report = PROJECT / "docs" / "proofs" / f"{datetime.now(UTC):%Y-%m-%d}{'' if share == 1 else '-trial'}.md"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text(_report(done, share))
    click.echo(f"Written: {report.relative_to(PROJECT)}")
    if any(done.get(name, {}).get("result") != "held" for name in names):
        raise SystemExit(1)


def _resumed(progress: Path, share: float) -> dict[str, Any]:
    """What an interrupted run has proved on this very commit at this share; a proof that broke is run again."""
    if not progress.exists():
        return {}
    kept: dict[str, Any] = json.loads(progress.read_text())
    same = kept.get("commit") == _commit() and kept.get("share") == share
    proofs: dict[str, Any] = kept.get("proofs", {}) if same else {}
    return proofs


def _keep(progress: Path, share: float, done: dict[str, Any]) -> None:
    """Writes the progress whole or not at all: a run may be cut off at any moment."""
    progress.parent.mkdir(parents=True, exist_ok=True)
    beside = progress.with_suffix(".new")
    beside.write_text(json.dumps({"commit": _commit(), "share": share, "proofs": done}))
    beside.replace(progress)


@cache
def _commit() -> str:
    """The commit that is proved, marked when files differ from it; the reports, which a run writes itself, do not count."""
    commit = _git("rev-parse", "--short=12", "HEAD")
    differs = _git("status", "--porcelain", "--untracked-files=no", "--", ":/", ":(top,exclude)docs/proofs")
    return f"{commit}-dirty" if commit and differs else commit or "unknown"


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()


def _span(seconds: int) -> str:
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min {seconds % 60} s"


def _machine() -> str:
    """What the proofs ran on: nothing that names the machine or its folders."""
    with suppress(OSError):
        memory = next(line for line in Path("/proc/meminfo").read_text().splitlines() if line.startswith("MemTotal"))
        return f"{os.cpu_count()} cores, {int(memory.split()[1]) // 1_048_576} GB, {platform.system()} {platform.machine()}"
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"


def _names(folder: Path) -> list[str]:
    return sorted(
        module.name
        for module in pkgutil.iter_modules([str(folder)])
        if not module.name.startswith(("test_", "databases", "stepping"))
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
    said = lines[-1] if lines and done.returncode == 0 else _fault(done.stderr.strip())
    return {
        "result": "held" if done.returncode == 0 else "BROKEN",
        "seconds": round(time.monotonic() - began),
        "counts": said.replace(str(project), "."),
        "says": (importlib.import_module(f"tests.proofs.{name}").__doc__ or "").splitlines()[0],
        "at": datetime.now(UTC).isoformat(timespec="minutes"),
    }


def _fault(said: str) -> str:
    """What ended a proof: its last exception with the beginning of its words; behind them there may stand whole logs of servers."""
    found = list(re.finditer(r"^[\w.]+(?:Error|Exception|Refused|Timeout\w*|Exit|Interrupt)\b", said, re.MULTILINE))
    return said[found[-1].start() :][:400] if found else said[-400:]


def _report(done: dict[str, Any], share: float) -> str:
    rows = "".join(
        f"| {name} | {proof['result']} | {_counts(proof['counts'])} | {_span(proof['seconds'])} | {proof['at'][:16]} | {proof['says']} |\n"
        for name, proof in sorted(done.items())
    )
    return (
        f"# Proofs of {datetime.now(UTC):%Y-%m-%d}\n\nWritten by `make prove` of commit {_commit()} at {share:.0%} of the full counts, on "
        f"{_machine()}, Python {platform.python_version()}. A proof holds only when its planted fault was caught in the same run: a fault that "
        "goes unseen breaks it. What was caught stands among the counts (`planted_...`, `naive_...`).\n\n"
        "| proof | result | counts | took | ended (UTC) | what |\n|---|---|---|---|---|---|\n" + rows + "\n"
        "Not checked here: dependency advisories, antivirus signatures, a real national provider, a real mail operator, a hardware key store.\n"
    )


def _counts(line: str) -> str:
    """The counts of a proof as they stand in a table: `name value, ...`; what is no JSON stays, on one line."""
    try:
        counts = json.loads(line)
    except json.JSONDecodeError:
        return " ".join(line.replace("|", "/").split())
    return ", ".join(f"{name} {value}" for name, value in counts.items())
