"""Children of a served portal are signalled once, waited for, and never left behind."""

import os
import signal
import time
from pathlib import Path

import pytest

from maarif.config import processes


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_that_ends_on_the_signal_is_waited_for(tmp_path: Path) -> None:
    family = processes.Family({}, tmp_path)
    child = family.start("sleeper", ("-c", "import time; time.sleep(60)"))
    family.stop()
    assert child.returncode == -signal.SIGTERM
    assert family.children == {}


def test_a_deaf_child_is_killed_with_its_own_children(tmp_path: Path) -> None:
    program = (
        "import signal,subprocess,sys,time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "p=subprocess.Popen([sys.executable,'-c','import time; time.sleep(60)']); print(p.pid, flush=True); time.sleep(60)"
    )
    family = processes.Family({}, tmp_path)
    family.start("deaf", ("-u", "-c", program))
    log = tmp_path / "deaf.log"
    until = time.monotonic() + 10
    while not log.read_text().strip() and time.monotonic() < until:
        time.sleep(0.02)
    grandchild = int(log.read_text())
    family.stop(seconds=0.3)
    until = time.monotonic() + 5
    while _alive(grandchild) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _alive(grandchild) or "Z" in Path(f"/proc/{grandchild}/stat").read_text().split(")")[1]


def test_a_child_that_dies_at_once_is_reported_with_its_last_words(tmp_path: Path) -> None:
    family = processes.Family({}, tmp_path)
    family.start("broken", ("-c", "raise SystemExit('no such table')"))
    with pytest.raises(processes.NotUp, match="no such table"):
        family.wait_for("broken", f"http://127.0.0.1:{processes.free_port()}/", seconds=5)
    assert family.ended() == "broken"


def test_a_taken_port_is_seen() -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not processes.port_is_free(taken.getsockname()[1])
