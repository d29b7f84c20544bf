"""`maarif demo`: one command from nothing to a served portal; Ctrl-C leaves no process; data survive a restart."""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from maarif.config import processes
from maarif.config.environment import PROJECT

pytestmark = pytest.mark.slow
SCALE = "0.0006"


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder of its own, as on a fresh machine."""
    folder = PROJECT / "var" / "test" / f"demo-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _processes_of(var: Path) -> list[str]:
    """Commands of living processes that were started for this folder, PostgreSQL included."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            environ, command = (entry / "environ").read_bytes(), (entry / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
        if command and (f"MAARIF_VAR={var}".encode() in environ or str(var).encode() in command):
            found.append(command.replace(b"\0", b" ").decode())
    return found


def _free_base() -> int:
    """A port whose neighbours of the demo are free as well."""
    while True:
        port = processes.free_port()
        if port < 64000 and all(processes.port_is_free(port + offset) for offset in (10, 25, 26)):
            return port


def _demo(var: Path, port: int, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "maarif.config.cli", "demo", "--port", str(port), "--scale", SCALE, *arguments],
        env={**os.environ, "MAARIF_VAR": str(var), "DATABASE_URL": ""},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip


def _until_ready(demo: subprocess.Popen[str], seconds: float = 170) -> str:
    assert demo.stdout is not None
    said, until = "", time.monotonic() + seconds
    for line in demo.stdout:
        said += line
        if "Ctrl-C stops everything" in line:
            return said
        assert time.monotonic() < until, said
    pytest.fail(said)


def test_it_serves_prints_sign_ins_and_ctrl_c_leaves_no_process_and_data_survive(var: Path) -> None:
    port = _free_base()
    demo = _demo(var, port)
    said = _until_ready(demo)
    assert f"http://localhost:{port}/" in said
    assert "6PW2F4J" in said
    assert "Quliyeva Nərmin" in said
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/az/") as page:
        assert page.status == 200
    assert len(_processes_of(var)) > 4
    os.killpg(demo.pid, signal.SIGINT)
    demo.wait(30)
    assert demo.returncode == 0
    assert _processes_of(var) == []
    again = _demo(var, port)
    said = _until_ready(again)
    assert "Loading a believable" not in said
    os.killpg(again.pid, signal.SIGTERM)
    again.wait(30)
    assert _processes_of(var) == []


def test_a_taken_port_is_told_before_anything_is_started(var: Path) -> None:
    import socket

    port = _free_base()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 10))
        taken.listen()
        demo = _demo(var, port, "--once")
        said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert f"Port {port + 10} is taken" in said
