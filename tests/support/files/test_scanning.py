"""The virus scanner, a real clamd with a signature of our own: what it finds, what it lets pass, what it refuses to read."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.files import samples

from maarif.config import doctor
from maarif.kernel import clock
from maarif.support.files import operations, scanning
from maarif.support.files.models import File
from maarif.support.files.types import Fault, Scan, State

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("clamd") is None, reason="clamd is not installed: scripts/system-packages"),
]

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
PORT = 33_107


@pytest.fixture(scope="module")
def clamd() -> Iterator[Path]:
    """A scanner that knows one signature: the EICAR test file, anywhere in a content."""
    folder = Path(tempfile.mkdtemp(prefix="clamd-"))
    (folder / "signatures").mkdir()
    (folder / "signatures" / "own.ndb").write_text(f"Eicar-Test:0:*:{samples.EICAR.hex()}\n")
    settings = SETTINGS.format(folder=folder, port=PORT)
    (folder / "clamd.conf").write_text(settings)
    process = subprocess.Popen(
        ["clamd", "-c", str(folder / "clamd.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while not (folder / "clamd.ctl").exists():
            assert process.poll() is None
            assert time.monotonic() < until, "clamd does not start"
            time.sleep(0.1)
        yield folder
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


@pytest.fixture(params=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, clamd: Path, settings) -> None:
    settings.CLAMD = f"unix:{clamd}/clamd.ctl" if request.param == "unix" else f"tcp:127.0.0.1:{PORT}"


def test_the_scanner_finds_the_test_virus_and_nothing_in_a_photograph(scanner: None, tmp_path: Path) -> None:
    (tmp_path / "virus").write_bytes(samples.EICAR)
    (tmp_path / "photo").write_bytes(samples.photograph())
    assert scanning.scan(tmp_path / "virus") is Scan.INFECTED
    assert scanning.scan(tmp_path / "photo") is Scan.CLEAN
    assert scanning.version().startswith("ClamAV ")


def test_a_content_that_the_scanner_does_not_read_to_its_end_is_not_clean(scanner: None, tmp_path: Path) -> None:
    (tmp_path / "long").write_bytes(bytes(3_000_000) + samples.EICAR)
    with pytest.raises(scanning.ScannerSilent):
        scanning.scan(tmp_path / "long")


@pytest.mark.django_db
def test_an_infected_picture_is_refused_and_a_clean_one_says_that_it_was_scanned(
    scanner: None, arrival, owner, folder: Path, django_capture_on_commit_callbacks
) -> None:
    place = {"folder": "case", "question": "papers", "subject": owner.party, "limits": samples.EVERYTHING}
    cards = []
    with django_capture_on_commit_callbacks(execute=True):
        for content in (samples.picture(comment=samples.EICAR), samples.picture()):
            cards.append(
                operations.receive(
                    by=owner, arrival=arrival(content), expires_at=clock.now() + timedelta(days=1), **place
                )
            )
    assert [(card.state, card.fault, card.scan) for card in cards] == [
        (State.REFUSED, Fault.INFECTED, Scan.INFECTED),
        (State.CLEAN, None, Scan.CLEAN),
    ]
    assert len([each for each in folder.glob("kept/*/*") if each.is_file()]) == 1
    assert File.objects.count() == 2


@pytest.mark.django_db
def test_the_doctor_says_which_scanner_answers_and_that_none_is_configured(clamd: Path, settings) -> None:
    settings.CLAMD = f"unix:{clamd}/clamd.ctl"
    assert [finding.health for finding in doctor._files()] == [doctor.Health.GOOD] * 2
    settings.CLAMD = ""
    assert "no virus scanner" in list(doctor._files())[1].found
    settings.CLAMD = "unix:/nowhere"
    findings = [finding for finding in doctor.examine() if finding.part == "files"]
    assert findings[-1].health is doctor.Health.BAD
