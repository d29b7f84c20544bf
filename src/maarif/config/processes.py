"""Starts and stops the processes of a served portal: each in a session of its own, signalled once, waited for."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

UNASKED: Final = range(12_000, 32_000)
"""Ports of which only whoever asks for one by its number gets one."""


class NotUp(RuntimeError):
    """A process did not come up, or ended while it was needed."""


@dataclass(slots=True)
class Family:
    """The children of one run, in the order of their start; stopped in the reverse order."""

    environment: Mapping[str, str]
    logs: Path
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, name: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
        """Starts one child of this Python with its output in `logs/<name>.log`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(
                [sys.executable, *arguments],
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.children[name] = child
        return child

    def stop(self, seconds: float = 10) -> None:
        """Asks every child to end, once; kills the whole session of whoever has not ended in time."""
        for child in reversed(self.children.values()):
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        until = time.monotonic() + seconds
        for child in self.children.values():
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait()
        self.children.clear()

    def ended(self) -> str | None:
        """The name of a child that has ended by itself, or None."""
        return next((name for name, child in self.children.items() if child.poll() is not None), None)

    def wait_for(self, name: str, url: str, seconds: float = 60) -> None:
        """Waits until a child answers at its address; NotUp with the end of its log otherwise."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.children[name].poll() is not None:
                break
            if answers(url):
                return
            time.sleep(0.05)
        log = (self.logs / f"{name}.log").read_text(errors="replace").splitlines()[-20:]
        raise NotUp(f"{name} does not answer at {url}\n" + "\n".join(log))


def answers(url: str) -> bool:
    """Whether an HTTP server answers at this address, with anything but an error of its own."""
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False
    return True


def port_is_free(port: int) -> bool:
    """Whether nobody listens on this port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of the loopback address that nobody has just now, below those that Linux gives to outgoing connections."""
    while True:
        port = secrets.choice(UNASKED)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
