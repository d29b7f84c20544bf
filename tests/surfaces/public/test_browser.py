"""The public pages in a real browser: axe, 320 pixels, keyboard alone, without JavaScript, dark, black and white, enlarged."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, WIDE, findings, reached_by_keyboard, wrong_with
from tests.surfaces.conftest import NewPage

from maarif.support.documents.types import Issued

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PAGES = (
    "promises/",
    "",
    "services/?audience=student",
    "answers/",
    "services/?q=zxcv",
    "services/higher/study_certificate/",
    "check/",
    "check/t/abc",
    "check/offline/",
    "help/",
    "accessibility/",
    "privacy/",
    "status/",
    "appearance/",
    "feedback/?page=/az/",
    "feedback/?sent",
    "nothing/",
)


def walk(page: Page, base: str, language: str) -> list[str]:
    """Everything that is wrong with the public pages as this browser shows them."""
    wrong: list[str] = []
    for path in PAGES:
        page.goto(f"{base}/{language}/{path}")
        wrong += [f"/{language}/{path} {one}" for one in wrong_with(page)]
    return wrong


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(
    new_page: NewPage, live_server: object, language: str, viewport: dict[str, int]
) -> None:
    assert walk(new_page(viewport=viewport), str(live_server), language) == []


@pytest.mark.parametrize(
    ("look", "viewport"),
    [
        ("dark.normal.normal", WIDE),
        ("light.more.largest", NARROW),
        ("light.more.largest", WIDE),
        ("dark.more.large", WIDE),
    ],
    ids=["dark", "black-and-white-narrow", "black-and-white", "dark-black-and-white"],
)
def test_every_look_that_can_be_chosen_is_as_accessible(
    new_page: NewPage, live_server: object, look: str, viewport: dict[str, int]
) -> None:
    page = new_page(viewport=viewport)
    page.context.add_cookies([{"name": "maarif_look", "value": look, "url": str(live_server)}])
    assert walk(page, str(live_server), "ru") == []


def test_a_keyboard_reaches_everything_and_the_focus_is_always_seen(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/en/")
    reached = reached_by_keyboard(page)
    assert reached[0] == "Skip to the content"
    for words in ("Services", "Sign in", "Search", "Check a document", "Privacy"):
        assert words in reached
    hidden_menu = {"Azərbaycanca", "Русский"}
    assert not hidden_menu & set(reached)


def test_the_skip_link_leads_to_the_content(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/en/help/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_language_is_changed_by_keyboard_and_the_place_is_kept(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/en/services/?audience=teacher")
    page.locator(".top-drop summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Azərbaycanca"
    page.keyboard.press("Enter")
    page.wait_for_url("**/az/services/?audience=teacher")
    assert page.locator("html").get_attribute("lang") == "az"
    assert page.locator(".filters [aria-current]").count() == 1


def test_escape_closes_the_language_menu_and_gives_the_focus_back(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/en/")
    page.locator(".top-drop summary").click()
    expect(page.get_by_role("link", name="Қазақша")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Қазақша")).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_on_a_phone_the_menu_opens_and_closes_with_and_without_a_script(
    new_page: NewPage, live_server: object, javascript: bool
) -> None:
    page = new_page(viewport=NARROW, java_script_enabled=javascript)
    page.goto(f"{live_server}/en/")
    link = page.locator("#top-nav").get_by_role("link", name="Check a document")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    expect(link).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    page.wait_for_url("**/en/check/")


def test_the_catalogue_is_searched_as_one_types_and_the_address_follows(page: Page, live_server: object) -> None:
    page.goto(f"{live_server}/en/services/")
    page.get_by_label("What do you need?").press_sequentially("college")
    page.wait_for_url("**/en/services/?q=college")
    expect(page.locator("#found [role=status]")).to_have_text(re.compile(r"^\d services? found$"))
    expect(page.locator(".results li").first).to_contain_text("college")
    page.reload()
    expect(page.get_by_label("What do you need?")).to_have_value("college")


def test_without_a_script_search_and_filters_work_by_ordinary_pages(plain_page: Page, live_server: object) -> None:
    plain_page.goto(f"{live_server}/en/")
    plain_page.get_by_label("What do you need?").fill("teacher")
    plain_page.get_by_role("button", name="Search").click()
    assert plain_page.url.endswith("/en/services/?q=teacher")
    plain_page.locator(".filters").get_by_role("link", name="Teachers").click()
    assert "audience=teacher" in plain_page.url
    assert "q=teacher" in plain_page.url
    found = plain_page.locator(".results li a").evaluate_all("links => links.map(a => new URL(a.href).pathname)")
    assert sorted(found) == [
        "/en/services/staff/appointment/",
        "/en/services/staff/diagnostic_result/",
        "/en/services/staff/dismissal/",
        "/en/services/staff/leave/",
        "/en/services/staff/move/",
        "/en/services/staff/recruitment_result/",
        "/en/services/staff/return_from_leave/",
        "/en/services/staff/service_record/",
    ]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_document_is_checked_from_first_error_to_answer(
    new_page: NewPage, live_server: object, certificate: Issued, javascript: bool
) -> None:
    page = new_page(java_script_enabled=javascript)
    page.goto(f"{live_server}/en/check/")
    page.get_by_role("button", name="Check", exact=True).click()
    assert page.title().startswith("Error: ")
    if javascript:
        expect(page.locator("#errors")).to_be_focused()
        assert findings(page) == []
    page.locator("#errors").get_by_role("link", name="Enter the code of the document").click()
    expect(page.get_by_label("Code of the document")).to_be_focused()
    page.get_by_label("Code of the document").fill(certificate.public_id.lower().replace("-", " "))
    page.get_by_label("Date of birth of the holder").fill("8.3.2005")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The document is genuine and in force")
    expect(page.get_by_role("button", name="Print this answer")).to_be_visible(visible=javascript)
    if javascript:
        assert findings(page) == []
    with page.expect_download() as download:
        page.get_by_role("button", name="Download PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_look_is_chosen_and_stays(new_page: NewPage, live_server: object, javascript: bool) -> None:
    page = new_page(java_script_enabled=javascript)
    page.goto(f"{live_server}/az/help/")
    page.locator(".top").get_by_role("link", name="Mətnin ölçüsü və kontrast").click()
    page.get_by_label("Çox böyük").check()
    page.get_by_label("Güclü: ağ-qara").check()
    page.get_by_role("button", name="Yadda saxla").click()
    page.wait_for_url("**/az/help/")
    page.goto(f"{live_server}/az/")
    root = page.locator("html")
    assert (root.get_attribute("data-text"), root.get_attribute("data-contrast")) == ("largest", "more")


def test_on_paper_the_answer_stands_without_menu_and_buttons(
    page: Page, live_server: object, certificate: Issued
) -> None:
    page.goto(f"{live_server}/en/check/t/{certificate.token}")
    page.emulate_media(media="print")
    expect(page.locator("#top-nav")).to_be_hidden()
    expect(page.get_by_role("button", name="Download PDF")).to_be_hidden()
    expect(page.get_by_text(certificate.number)).to_be_visible()
