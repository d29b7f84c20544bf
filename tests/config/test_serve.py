"""The web server goes on when its processes are killed, also when one dies twice within seconds; it stops when it is told to."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from maarif.config import processes
from maarif.config.cli import serve
from maarif.config.environment import PROJECT

SECONDS = 90


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/problems", timeout=5).status)
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@pytest.mark.slow
def test_a_process_that_dies_twice_within_seconds_does_not_end_the_portal(tmp_path: Path) -> None:
    port = processes.free_port()
    words = [sys.executable, "-m", "maarif.config.cli", "serve", "--port", str(port)]
    with (tmp_path / "log").open("wb") as log:
        served = subprocess.Popen(
            words, cwd=PROJECT, env=os.environ | {"MAARIF_WEB_WORKERS": "2"}, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    try:
        until(lambda: answers(port))
        first = children(served.pid)
        os.kill(first[-1], signal.SIGKILL)
        until(lambda: len(set(children(served.pid)) - set(first)) == 1)
        [second] = set(children(served.pid)) - set(first)
        os.kill(second, signal.SIGKILL)
        until(lambda: "it begins anew" in (tmp_path / "log").read_text())
        until(lambda: answers(port))
        assert not set(children(served.pid)) & {*first, second}
        served.terminate()
        assert served.wait(30) == 0
    finally:
        if served.poll() is None:
            os.killpg(served.pid, signal.SIGKILL)
            served.wait()


def test_a_portal_that_never_lives_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(serve, "_served", lambda port, host: bool(begun.append(port)))
    monkeypatch.setattr(serve.time, "sleep", lambda seconds: None)
    with pytest.raises(SystemExit, match="again and again"):
        serve.command.callback(1, "127.0.0.1")  # type: ignore[misc]
    assert len(begun) == serve.MOST_SOON + 1
