"""`maarif inspect` and `maarif new-service` as commands."""

import json
import os
import subprocess
import sys

import pytest

from maarif.config.cli import main
from maarif.config.environment import PROJECT


def test_the_static_inspection_needs_no_database_and_says_what_it_read() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "maarif.config.cli", "inspect", "--static", "--json"],
        env=os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["services"] == len(list((PROJECT / "src/maarif/catalogue").glob("*/*/service.py")))


def test_a_code_that_is_no_code_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["maarif", "new-service", "../evil"])
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert said.startswith("maarif: bad_service_code")
    assert len(said.splitlines()) == 1
