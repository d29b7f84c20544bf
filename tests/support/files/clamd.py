"""A real clamd with one signature of our own: the EICAR test file, anywhere in a content (freshclam's database is not needed)."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.files import samples

from maarif.config.processes import free_port

SETTINGS = """
LocalSocket {folder}/clamd.ctl
TCPSocket {port}
TCPAddr 127.0.0.1
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
Foreground yes
StreamMaxLength 1M
User root
"""


def possible() -> bool:
    """Whether clamd is installed (scripts/system-packages does it)."""
    return shutil.which("clamd") is not None


@contextmanager
def scanner() -> Iterator[tuple[str, str]]:
    """Its two addresses, as MAARIF_CLAMD takes them: by socket and by TCP."""
    folder, port = Path(tempfile.mkdtemp(prefix="clamd-")), free_port()
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Eicar-Test:0:*:{samples.EICAR.hex()}\n")
    (folder / "clamd.conf").write_text(SETTINGS.format(folder=folder, port=port))
    process = subprocess.Popen(
        ["clamd", "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while not (folder / "clamd.ctl").exists():
            assert process.poll() is None
            assert time.monotonic() < until, "clamd does not start"
            time.sleep(0.1)
        yield f"unix:{folder}/clamd.ctl", f"tcp:127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)
