"""Files with an officer's message at the desk: laid ready, taken away, sent, opened by the office; other offices see nothing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.engine import desks
from tests.engine.filing import arrival
from tests.support.files import samples
from tests.surfaces.browser import NARROW, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.desk.cases_at import Desk, built

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import CaseMessage
from maarif.engine.cases.types import LETTER
from maarif.support.files.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial(tmp_path: Path, settings) -> Iterator[None]:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with desks.trial():
        yield


@pytest.fixture
def desk(town, signed_in_as) -> Desk:
    return built(signed_in_as)


@pytest.fixture
def address(desk: Desk) -> str:
    return f"/en/desk/cases/{desk.number}/"


def write(client: Client, address: str, *contents: bytes, name: str = "paper.pdf", **typed: object):
    """What a browser without a script sends."""
    files = [SimpleUploadedFile(name, content, content_type="text/html") for content in contents]
    return client.post(f"{address}message/", {"letter": files, "whole": "yes", **typed})


def laid(page: str) -> list[str]:
    return re.findall(r'name="laid" value="([0-9a-f]{32})"', page)


def test_files_are_laid_ready_taken_away_and_sent(desk: Desk, address: str) -> None:
    added = write(desk.registrar, address, samples.pdf(2), samples.pdf(3), message="Siyahı", then="stay")
    assert added.status_code == 200
    page = added.content.decode()
    first, second = laid(page)
    assert ">Siyahı</textarea>" in page
    assert '<details class="verb" id="verb-message" open>' in page
    assert desk.registrar.get(f"/en/desk/files/{first}/").status_code == 200
    assert desk.head.get(f"/en/desk/files/{first}/").status_code == 404
    removed = write(desk.registrar, address, message="Siyahı", laid=[first, second], remove=first).content.decode()
    assert laid(removed) == [second]
    assert write(desk.registrar, address, message="Siyahı", laid=[second])["Location"] == address
    assert CaseMessage.objects.get().files == [second]
    after = desk.head.get(address).content.decode()
    assert f'<a href="/en/desk/files/{second}/"><img src="/en/desk/files/{second}/pages/1/"' in after
    assert desk.head.get(f"/en/desk/files/{second}/content/").status_code == 200
    assert desk.stranger.get(f"/en/desk/files/{second}/").status_code == 404


def test_what_the_applicant_sends_is_shown_in_place(desk: Desk, address: str) -> None:
    came = [arrival(samples.photograph(), "kağız.jpg")]
    assert operations.enclose(by=desk.applicant, number=desk.number, arrived=came, into=LETTER) == ()
    [card] = queries.ready_for_message(desk.applicant, desk.number)
    assert desk.registrar.get(f"/en/desk/files/{card.public_id}/").status_code == 404
    operations.write_message(by=desk.applicant, number=desk.number, text="", files=[card.public_id])
    page = desk.registrar.get(address).content.decode()
    assert f'<img src="/en/desk/files/{card.public_id}/pages/1/"' in page
    assert "<span>kağız.jpg</span>" in page


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "The file “x.pdf” is empty."), (samples.pdf(1, samples.script), "The file “x.pdf” has a script")],
)
def test_what_is_refused_is_said_and_nothing_is_sent(desk: Desk, address: str, content: bytes, words: str) -> None:
    answer = write(desk.registrar, address, content, name="x.pdf", message="Siyahı")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert 'href="#letter"' in page
    assert ">Siyahı</textarea>" in page
    assert not CaseMessage.objects.exists()


def test_neither_another_office_nor_an_ended_case_takes_anything(desk: Desk, address: str) -> None:
    for client in (desk.stranger, desk.district):
        assert write(client, address, samples.pdf(), message="x").status_code == 404
    operations.take_back(by=desk.applicant, number=desk.number)
    assert write(desk.registrar, address, samples.pdf(), message="x").status_code == 404
    assert not File.objects.exists()
    assert not CaseMessage.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_a_file_goes_with_a_message_in_a_browser(script, desk, address, new_page, live_server, tmp_path):
    (tmp_path / "siyahı.pdf").write_bytes(samples.pdf(2))
    page = enter(new_page(viewport=NARROW, java_script_enabled=script), live_server.url, desk.registrar)
    page.goto(f"{live_server.url}{address}")
    page.locator("#verb-message > summary").click()
    page.fill("#message", "Siyahı")
    page.set_input_files("#letter", tmp_path / "siyahı.pdf")
    if not script:
        page.get_by_role("button", name="Add the chosen files").click()
    page.wait_for_selector(".sent-in li")
    assert page.input_value("#message") == "Siyahı"
    wrong = wrong_with(page) if script else []
    page.get_by_role("button", name="Send the message").last.click()
    page.wait_for_selector(".told")
    assert page.get_by_role("link", name="siyahı.pdf").first.is_visible()
    wrong += wrong_with(page) if script else []
    assert wrong == []
