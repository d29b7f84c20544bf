"""Writing an application down in a real browser: axe, 320 pixels, every language, without a script."""

import pytest
from playwright.sync_api import Page
from tests.surfaces.browser import EVERY_LANGUAGE
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.desk.test_intake import SERVICE, begun, look, sent

from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def registrar(town, signed_in_as):
    return signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(language, viewport, town, registrar, new_page, live_server) -> None:
    receipt = sent(registrar, begun(registrar, town.student), presented_to="Embassy", paper_language="en")["Location"]
    draft = begun(registrar, town.student).removeprefix("/en/")
    look(registrar, town.student)
    pages = [
        f"desk/people/{town.student}/",
        f"desk/people/{town.student}/intake/",
        f"desk/people/{town.student}/intake/{SERVICE}/?applicant={town.student}&channel=phone",
        *(f"{draft}{step}" for step in ("", "questions/presented_to/", "discard/")),
        receipt.removeprefix("/en/"),
    ]
    page = enter(new_page(viewport=viewport), live_server.url, registrar)
    assert walk(page, live_server.url, language, pages) == []


def test_the_whole_way_without_a_script(town, registrar, plain_page: Page, live_server) -> None:
    look(registrar, town.student)
    page = enter(plain_page, live_server.url, registrar)
    page.goto(f"{live_server.url}/en/desk/people/{town.student}/")
    page.get_by_role("link", name="Write an application down").click()
    page.get_by_role("button", name="Continue").click()
    assert page.locator("#errors li").count() == 2  # the applicant can only be the person
    page.locator("#channel").select_option("window")
    page.locator("#service").select_option(SERVICE)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Begin to write down").click()
    page.locator("#presented_to").fill("Embassy of Georgia")
    page.get_by_role("button", name="Continue").click()
    page.locator("#paper_language-en").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Send application").click()
    assert page.locator("#errors").is_visible()
    page.locator("#declaration").check()
    page.get_by_role("button", name="Send application").click()
    assert page.get_by_role("heading", name="The application was received").is_visible()
    assert "In person" in page.content()
