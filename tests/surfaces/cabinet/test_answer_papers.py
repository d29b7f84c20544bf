"""A document in answer to the office, on the page of the answer: the plain form, refusals, nothing lost; another family's is absent."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.engine import desks
from tests.engine.filing import arrival
from tests.support.files import samples
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, wrong_with
from tests.surfaces.cabinet.test_following import asked, citizen
from tests.surfaces.cabinet.test_in_browser import enter

from maarif.engine.cases import operations, queries
from maarif.engine.cases.models import Case, Request
from maarif.engine.cases.types import RequestKind, Status
from maarif.support.files.models import File

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trial(tmp_path: Path, settings) -> Iterator[None]:
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with desks.trial():
        yield


@pytest.fixture
def where() -> desks.Offices:
    return desks.offices()


@pytest.fixture
def number(town, where) -> str:
    number = desks.sent(citizen(town.student), where)
    asked(where, number, RequestKind.DOCUMENT, ())
    return number


@pytest.fixture
def here(number: str) -> str:
    return f"/en/cabinet/applications/{number}/answer/"


@pytest.fixture
def me(town, signed_in_as) -> Client:
    return signed_in_as(town.student)


def post(me: Client, here: str, *contents: bytes, name: str = "paper.pdf", **typed: str):
    """What a browser without a script sends."""
    files = [SimpleUploadedFile(name, content, content_type="text/html") for content in contents]
    return me.post(here, {"enclosed": files, "whole": "yes", **typed})


def test_the_page_offers_an_upload_and_says_what_fits_only_where_a_document_is_asked(me, where, town, here) -> None:
    page = me.get(here).content.decode()
    assert "Up to 5 files, up to 10 MB each: PDF, JPEG, PNG, WebP. A PDF may have up to 50 pages." in page
    assert 'enctype="multipart/form-data"' in page
    number = here.split("/")[4]
    operations.answer(by=citizen(town.student), number=number, files=enclosed(town.student, here))
    asked(where, number, RequestKind.QUESTION, ())
    assert 'type="file"' not in me.get(here).content.decode()


def enclosed(party: int, here: str) -> tuple[str, ...]:
    by, number = citizen(party), here.split("/")[4]
    operations.enclose(by=by, number=number, arrived=[arrival(samples.pdf())])
    return tuple(card.public_id for card in queries.answering_for(by, number).files)


def test_files_are_added_taken_out_and_sent_and_the_words_stay_all_along(me, where, town, number, here) -> None:
    added = post(me, here, samples.pdf(3), samples.photograph(), text="Budur", then="stay")
    assert added.status_code == 200
    page = added.content.decode()
    assert page.count("Checked") == 2
    assert ">Budur</textarea>" in page
    first = re.findall(r'name="remove" value="([0-9a-f]{32})"', page)[0]
    removed = post(me, here, text="Budur ki", remove=first).content.decode()
    assert removed.count("Checked") == 1
    assert ">Budur ki</textarea>" in removed
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT
    done = post(me, here, samples.pdf(1), text="Budur ki")
    assert done["Location"] == f"/en/cabinet/applications/{number}/?done=answered"
    request = Request.objects.get()
    assert (request.answer, len(request.files)) == ("Budur ki", 2)
    after = me.get(done["Location"]).content.decode()
    for name, public_id in zip(("paper.jpg", "paper.pdf"), request.files, strict=True):
        assert f'<a href="/en/cabinet/files/{public_id}/">{name}</a>' in after
        assert me.get(f"/en/cabinet/files/{public_id}/").status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "status", "words"),
    [
        (b"", "none.pdf", 422, "The file “none.pdf” is empty."),
        (b"x" * 10_600_000, "big.pdf", 413, "The file “big.pdf” is too large. A file can have 10 MB at most"),
        (b"<svg onload='alert(1)'/>", "a<b>.svg", 422, "The file “ab.svg” is of a kind that is not accepted."),
    ],
)
def test_what_is_refused_is_said_beside_what_was_typed(me, number, here, content, name, status, words) -> None:
    post(me, here, samples.pdf(), then="stay")
    answer = post(me, here, content, name=name, text="Budur")
    page = answer.content.decode()
    assert answer.status_code == status
    assert words in page
    assert "<title>Error: " in page
    assert 'href="#enclosed"' in page
    assert "paper.pdf" in page
    assert ">Budur</textarea>" in page
    assert Case.objects.get(number=number).status == Status.WAITING_APPLICANT


def test_words_alone_are_no_document(me, number, here) -> None:
    answer = post(me, here, text="Sonra göndərərəm")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Add a file." in page
    assert ">Sonra göndərərəm</textarea>" in page


def test_another_familys_request_takes_no_file_and_theirs_is_not_taken(me, town, where, number, here) -> None:
    theirs = desks.sent(citizen(town.stranger), where, key="anotherfamily0001")
    asked(where, theirs, RequestKind.DOCUMENT, ())
    [public_id] = enclosed(town.stranger, f"/en/cabinet/applications/{theirs}/answer/")
    assert post(me, f"/en/cabinet/applications/{theirs}/answer/", samples.pdf()).status_code == 404
    assert post(me, here, remove=public_id, text="x").status_code == 200
    assert me.get(f"/en/cabinet/files/{public_id}/").status_code == 404
    assert File.objects.get().public_id == public_id


def test_a_form_without_its_token_is_refused_before_a_file_is_kept(town, signed_in_as, here) -> None:
    strict = signed_in_as(town.student)
    strict.handler.enforce_csrf_checks = True
    assert post(strict, here, samples.pdf()).status_code == 403
    assert not File.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("script", [True, False])
def test_the_page_holds_in_a_browser_with_a_script_and_without(
    script, town, where, number, here, signed_in_as, new_page, live_server, tmp_path
):
    for name, content in (("arayış.pdf", samples.pdf(2)), ("form.pdf", samples.pdf(1, samples.script))):
        (tmp_path / name).write_bytes(content)
    page = enter(new_page(viewport=NARROW, java_script_enabled=script), live_server.url, signed_in_as(town.student))
    page.goto(f"{live_server.url}{here}")
    wrong = [*looked(page, script)]
    page.fill("#text", "Budur")
    for name, there in (("form.pdf", "#errors"), ("arayış.pdf", ".sent-in li")):
        page.set_input_files("#enclosed", tmp_path / name)
        if not script:
            page.get_by_role("button", name="Add the chosen files").click()
        page.wait_for_selector(there)
        assert page.input_value("#text") == "Budur"
        wrong += looked(page, script)
    page.get_by_role("button", name="Send the answer").click()
    page.wait_for_url("**/?done=answered")
    wrong += looked(page, script)
    assert page.get_by_role("link", name="arayış.pdf").is_visible()
    assert wrong == []


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@EVERY_LANGUAGE
def test_the_page_holds_in_every_language_with_what_was_sent_in(
    language, viewport, town, here, signed_in_as, new_page, live_server
):
    enclosed(town.student, here)
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(town.student))
    page.goto(f"{live_server.url}{here.replace('/en/', f'/{language}/', 1)}")
    wrong = wrong_with(page)
    page.locator("main form:has(#enclosed) button[name=remove]").click()
    page.wait_for_selector(".sent-in li", state="detached")
    page.locator("form:has(#enclosed) button[type=submit]").last.click()
    page.wait_for_selector("#errors")
    wrong += wrong_with(page)
    assert wrong == []


def looked(page, script: bool) -> list[str]:
    """What axe and the ruler find; neither works where scripts are off."""
    return wrong_with(page) if script else []
