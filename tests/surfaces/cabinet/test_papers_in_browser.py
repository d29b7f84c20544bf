"""The page that asks for files in a real browser: axe, 320 pixels, five languages; with a script and without, by drag of the same form."""

import re
from pathlib import Path

import pytest
from tests.engine.filing import CODE, asks_for_files
from tests.support.files import samples
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, findings, reached_by_keyboard, too_small, too_wide
from tests.surfaces.cabinet.test_in_browser import enter

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case
from maarif.support.parties.types import Actor, Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def service(tmp_path, settings):
    settings.FILES_FOLDER = tmp_path / "files"
    settings.CLAMD = ""
    with asks_for_files():
        yield


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    """Files on the person's own disk."""
    contents = {
        "certificate of my birth, both sides.pdf": samples.pdf(2),
        "photo.jpg": samples.photograph(),
        "form.pdf": samples.pdf(1, samples.script),
        "heavy.pdf": b"%PDF-" + bytes(2_500_000),
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


@pytest.fixture
def address(town, live_server) -> str:
    draft = operations.start_draft(by=Actor(party=town.student, assurance=Assurance.NATIONAL), service=CODE)
    return f"{live_server.url}/{{}}/cabinet/drafts/{draft}/files/papers/"


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(
    language, viewport, town, papers, address, signed_in_as, new_page, live_server
):
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(town.student))
    page.goto(address.format(language))
    assert [*findings(page), *too_wide(page), *too_small(page)] == []
    good = list(papers.values())[:2]
    page.set_input_files("#papers", good)
    page.wait_for_selector(".sent-in li + li")
    assert [*findings(page), *too_wide(page), *too_small(page)] == []
    page.set_input_files("#papers", papers["form.pdf"])
    page.wait_for_selector("#errors")
    assert [*findings(page), *too_wide(page), *too_small(page)] == []
    assert page.locator(".sent-in li").count() == 2


def test_with_a_script_files_are_sent_when_they_are_chosen_and_a_heavy_one_is_told_before(
    town, papers, address, signed_in_as, new_page, live_server
):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    page.goto(address.format("en"))
    assert not page.get_by_role("button", name="Add the chosen files").is_visible()
    page.set_input_files("#papers", papers["heavy.pdf"])
    assert "“heavy.pdf” is too large" in page.locator(".upload-state p").inner_text()
    page.set_input_files("#papers", papers["photo.jpg"])
    page.wait_for_selector(".sent-in li")
    assert "Checked" in page.locator(".sent-in li").inner_text()
    page.set_input_files("#papers", papers["form.pdf"])
    page.wait_for_selector("#errors")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "errors"
    page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/questions/presented_to/")
    assert len(Case.objects.get().answers["papers"]) == 1


def test_a_cut_connection_is_said_and_the_next_try_succeeds(town, papers, address, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    page.goto(address.format("en"))
    page.route("**/files/papers/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.set_input_files("#papers", papers["photo.jpg"])
    page.locator(".upload-state p", has_text="could not be sent").wait_for()
    page.unroute("**/files/papers/")
    page.set_input_files("#papers", papers["certificate of my birth, both sides.pdf"])
    page.wait_for_selector(".sent-in li")
    assert page.locator(".sent-in li").count() == 1


def test_without_a_script_the_same_form_does_it(town, papers, address, signed_in_as, new_page, live_server):
    page = enter(new_page(java_script_enabled=False), live_server.url, signed_in_as(town.student))
    page.goto(address.format("en"))
    page.set_input_files("#papers", list(papers.values())[:2])
    page.get_by_role("button", name="Add the chosen files").click()
    assert page.locator(".sent-in li").count() == 2
    page.get_by_role("button", name=re.compile("^Remove ?: photo.jpg$")).click()
    assert page.locator(".sent-in li").count() == 1
    page.set_input_files("#papers", papers["heavy.pdf"])
    page.get_by_role("button", name="Continue").click()
    assert page.locator("#errors").is_visible()
    assert page.locator(".sent-in li").count() == 1


def test_the_keyboard_reaches_the_field_and_every_button(town, papers, address, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    page.goto(address.format("en"))
    page.set_input_files("#papers", papers["photo.jpg"])
    page.wait_for_selector(".sent-in li")
    reached = reached_by_keyboard(page)
    for words in ("photo.jpg", "Remove: photo.jpg", "papers", "Continue"):
        assert words in reached


def test_a_phone_is_offered_its_camera(town, address, signed_in_as, new_page, live_server):
    page = enter(new_page(viewport=NARROW, has_touch=True, is_mobile=True), live_server.url, signed_in_as(town.student))
    page.goto(address.format("en"))
    assert page.get_by_text("Photograph the paper").is_visible()
    assert page.locator("#papers-camera").get_attribute("capture") == "environment"
