"""`maarif prove` resumes what was interrupted on the same commit, and its report names no folder of the machine."""

import json
from pathlib import Path

from maarif.config.cli import prove
from maarif.config.environment import PROJECT

HELD = {"result": "held", "seconds": 130, "counts": '{"kills": 3, "planted_lost": 7}', "says": "Nothing is lost.", "at": "2026-11-26T10:00+00:00"}  # fmt: skip


def test_a_run_resumes_on_its_own_commit_and_share_only(tmp_path: Path) -> None:
    progress = tmp_path / "proofs.json"
    prove._keep(progress, 1.0, {"kill": HELD})
    assert prove._resumed(progress, 1.0) == {"kill": HELD}
    assert prove._resumed(progress, 0.5) == {}
    kept = json.loads(progress.read_text())
    progress.write_text(json.dumps({**kept, "commit": "another"}))
    assert prove._resumed(progress, 1.0) == {}
    assert prove._resumed(tmp_path / "absent.json", 1.0) == {}


def test_the_report_tells_commit_machine_counts_and_times_and_no_folder() -> None:
    broken = {**HELD, "result": "BROKEN", "counts": "AssertionError:\n lost | doubled"}
    report = prove._report({"kill": HELD, "tabs": broken}, 1.0)
    assert prove._commit() in report
    assert "| kill | held | kills 3, planted_lost 7 | 2 min 10 s |" in report
    assert "| tabs | BROKEN | AssertionError: lost / doubled |" in report
    assert str(PROJECT) not in report
    assert str(Path.home()) not in report


def test_a_proof_that_breaks_is_broken_and_says_why_without_the_folder(tmp_path: Path) -> None:
    """The planted fault: a proof of this test's own that fails, run as every proof is."""
    folder = tmp_path / "tests" / "proofs"
    folder.mkdir(parents=True)
    for path in (tmp_path / "tests" / "__init__.py", folder / "__init__.py"):
        path.touch()
    (folder / "deadlines.py").write_text(f'"""Fails."""\nraise AssertionError("lost one below {tmp_path}")\n')
    found = prove._one(tmp_path, "deadlines", 1.0)
    assert found["result"] == "BROKEN"
    assert "lost one below ." in found["counts"]
    assert str(tmp_path) not in found["counts"]
