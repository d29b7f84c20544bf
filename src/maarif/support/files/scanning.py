"""Speaks INSTREAM with clamd: a content goes over in blocks, the answer is a word. Nothing is kept in memory."""

import socket
import struct
from pathlib import Path
from typing import BinaryIO, Final

from django.conf import settings

from maarif.support.files.types import Scan

SECONDS: Final = 20
_BLOCK: Final = 64 * 1024
_LONGEST: Final = 4096


class ScannerSilent(Exception):
    """The scanner that is configured did not answer, or answered something else than a verdict."""


def configured() -> bool:
    """Whether a scanner is named (MAARIF_CLAMD)."""
    return bool(settings.CLAMD)


def scan(path: Path) -> Scan:
    """What the scanner says of a content; NOT_SCANNED when none is configured, ScannerSilent when it does not answer."""
    if not configured():
        return Scan.NOT_SCANNED
    try:
        with _connected() as line, path.open("rb") as file:
            answer = _instream(line, file)
    except OSError as error:
        raise ScannerSilent(str(error)) from error
    if answer == "stream: OK":
        return Scan.CLEAN
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return Scan.INFECTED
    raise ScannerSilent(answer)


def version() -> str:
    """What the scanner calls itself and its signatures; ScannerSilent when it does not answer."""
    try:
        with _connected() as line:
            line.sendall(b"zVERSION\0")
            return _read(line)
    except OSError as error:
        raise ScannerSilent(str(error)) from error


def _instream(line: socket.socket, file: BinaryIO) -> str:
    line.sendall(b"zINSTREAM\0")
    try:
        while block := file.read(_BLOCK):
            line.sendall(struct.pack("!I", len(block)) + block)
        line.sendall(struct.pack("!I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # the scanner has seen enough, and its answer says why
    return _read(line)


def _read(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _LONGEST and (block := line.recv(_LONGEST)):
        answer += block
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    """`unix:/run/clamav/clamd.ctl` or `tcp:host:port`."""
    kind, _, where = str(settings.CLAMD).partition(":")
    if kind == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
