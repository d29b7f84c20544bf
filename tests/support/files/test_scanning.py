"""The virus scanner, a real clamd with a signature of our own: what it finds, what it lets pass, what it refuses to read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.support.files import clamd, samples

from maarif.config import doctor
from maarif.kernel import clock
from maarif.support.files import operations, scanning
from maarif.support.files.models import File
from maarif.support.files.types import Fault, Scan, State

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not clamd.possible(), reason="clamd is not installed: scripts/system-packages"),
]


@pytest.fixture(scope="module")
def addresses() -> Iterator[tuple[str, str]]:
    with clamd.scanner() as both:
        yield both


@pytest.fixture(params=[0, 1], ids=["unix", "tcp"])
def scanner(request: pytest.FixtureRequest, addresses: tuple[str, str], settings) -> None:
    settings.CLAMD = addresses[request.param]


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
def test_the_doctor_says_which_scanner_answers_and_that_none_is_configured(
    addresses: tuple[str, str], settings
) -> None:
    settings.CLAMD = addresses[0]
    assert [finding.health for finding in doctor._files()] == [doctor.Health.GOOD] * 2
    settings.CLAMD = ""
    assert "no virus scanner" in list(doctor._files())[1].found
    settings.CLAMD = "unix:/nowhere"
    findings = [finding for finding in doctor.examine() if finding.part == "files"]
    assert findings[-1].health is doctor.Health.BAD
