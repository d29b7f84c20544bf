"""`maarif inspect` and `maarif new-service` as commands."""

import json
import os
import subprocess
import sys

from maarif.config.environment import PROJECT


def maarif(*words: str) -> "subprocess.CompletedProcess[str]":
    """Runs the program against a database that is not there: these commands need none."""
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}
    return subprocess.run(
        [sys.executable, "-m", "maarif.config.cli", *words],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_static_inspection_needs_no_database_and_says_what_it_read() -> None:
    done = maarif("inspect", "--static", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["faults"] == []
    assert said["services"] == len(list((PROJECT / "src/maarif/catalogue").glob("*/*/service.py")))


def test_a_code_that_is_no_code_is_refused_in_one_line() -> None:
    done = maarif("new-service", "../evil")
    assert done.returncode == 2
    assert done.stderr.startswith("maarif: bad_service_code")
