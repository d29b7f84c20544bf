"""A limit for a whole conversation: a server that answers one byte a minute keeps no worker longer than one that is silent."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def within(seconds: float, line: Callable[[], socket.socket | None]) -> Iterator[None]:
    """Cuts the line when the time is over: whatever reads from it then fails with an OSError or finds the end."""

    def cut() -> None:
        open_line = line()
        if open_line is not None:
            with suppress(OSError):
                open_line.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
