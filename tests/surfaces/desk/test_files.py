"""Files of a case at the desk: drawn page by page for the office that has it, saved as an attachment, never shown themselves."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.engine.filing import arrival
from tests.support.files import samples

from maarif.kernel import clock
from maarif.support.audit.queries import looks_at
from maarif.support.files import operations, readers
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(town, tmp_path: Path, settings, monkeypatch) -> str:
    """A file of seven pages in an affair that the registrar's office has."""
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    monkeypatch.setattr(readers, "_READERS", [lambda viewer, folder: viewer.party == town.registrar])
    by = Actor(party=town.student, assurance=Assurance.NATIONAL)
    card = operations.receive(
        by=by,
        arrival=arrival(samples.pdf(7), "diploma.pdf"),
        folder="an affair",
        question="papers",
        subject=town.student,
        limits=samples.EVERYTHING,
        expires_at=clock.now() + timedelta(days=1),
    )
    operations.keep(by=by, folder="an affair", public_ids=[card.public_id])
    return f"/en/desk/files/{card.public_id}/"


@pytest.fixture
def registrar(town, signed_in_as):
    return signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)


def test_the_pages_are_pictures_five_at_a_time_and_the_owner_sees_the_look(registrar, town, sent) -> None:
    text = registrar.get(sent).content.decode()
    assert text.count("<img ") == 5
    assert f'src="{sent}pages/5/"' in text
    assert "Not scanned for viruses" in text
    assert f'href="{sent}?from=6"' in text
    assert registrar.get(f"{sent}?from=6").content.decode().count("<img ") == 2
    answer = registrar.get(f"{sent}pages/7/")
    assert answer["Content-Type"] == "image/png"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert [look.what for look in looks_at(town.student, limit=1)] == ["files.preview"]


def test_the_file_itself_comes_as_an_attachment_only(registrar, sent) -> None:
    answer = registrar.get(f"{sent}content/")
    assert answer["Content-Disposition"] == 'attachment; filename="diploma.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_another_office_finds_nothing(town, signed_in_as, sent) -> None:
    officer = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    for address in (sent, f"{sent}content/", f"{sent}pages/1/", f"{sent}?from=9"):
        assert officer.get(address).status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_and_nothing_sticks_out(registrar, sent, new_page, live_server) -> None:
    from tests.surfaces.browser import NARROW, findings, too_small, too_wide
    from tests.surfaces.cabinet.test_in_browser import enter

    page = enter(new_page(viewport=NARROW), live_server.url, registrar)
    page.goto(f"{live_server.url}{sent}")
    page.wait_for_load_state("networkidle")
    assert page.locator(".pages img").first.evaluate("picture => picture.naturalWidth") == 1000
    assert [*findings(page), *too_wide(page), *too_small(page)] == []
