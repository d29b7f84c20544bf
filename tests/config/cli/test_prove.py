"""What the report says of a proof that broke."""

import subprocess
from pathlib import Path

import pytest

from maarif.config.cli.prove import _commit, _fault

LOG = "2026-11-27 08:09:30 WARNING worker job 441 was left by a dead worker and is given back\n" * 50


def test_a_broken_proof_is_reported_by_its_exception_and_not_by_the_log_behind_it() -> None:
    """The log of the servers follows the words of the assertion."""
    said = f"Traceback (most recent call last):\n  File ...\nAssertionError: ({{'undone': 3}}, {LOG})"
    assert _fault(said).startswith("AssertionError: ({'undone': 3}, 2026-11-27")
    assert len(_fault(said)) == 400


def test_the_last_of_several_exceptions_is_named() -> None:
    """The cause stands first, what came of it last."""
    said = "KeyError: 'a'\n\nDuring handling of the above exception, another one occurred:\n\npsycopg.errors.OperationalError: gone\n"
    assert _fault(said).startswith("psycopg.errors.OperationalError: gone")


def test_what_died_without_an_exception_is_reported_by_its_last_words() -> None:
    """Killed by the kernel, say."""
    assert _fault("Killed") == "Killed"


def test_the_report_that_a_run_writes_does_not_make_its_commit_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a second `--only` would forget what the first has proved; any other difference is said."""
    monkeypatch.chdir(tmp_path)
    for name in ("docs/proofs/2026-01-01.md", "code.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    (tmp_path / "docs/proofs/2026-01-01.md").write_text("after")
    clean = _commit.__wrapped__()
    assert len(clean) == 12
    (tmp_path / "code.py").write_text("after")
    assert _commit.__wrapped__() == f"{clean}-dirty"
