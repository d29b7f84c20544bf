"""The pages of the cabinet in a real browser: axe, 320 pixels, every language, dark and enlarged, the keyboard's focus."""

import pytest
from playwright.sync_api import Page
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, findings, reached_by_keyboard, wrong_with
from tests.surfaces.cabinet.test_home import SERVICE, apply

from maarif.engine.cases import operations
from maarif.support.parties.types import Actor, Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PAGES = (
    "",
    "applications/",
    "applications/{number}/",
    "applications/{number}/sent/",
    "apply/higher.study_certificate/",
    "drafts/{draft}/",
    "drafts/{draft}/questions/presented_to/",
    "drafts/{draft}/questions/paper_language/",
    "drafts/{draft}/discard/",
    "documents/",
    "documents/{document}/",
    "messages/",
    "family/",
    "data/",
    "data/looks/",
    "data/wrong/enrolments/",
    "settings/",
    "settings/tokens/",
)


@pytest.fixture
def affairs(town, settings):
    """A student with a sent application, a document and an open draft: what the addresses need."""
    receipt = apply(town.student)
    me = Actor(party=town.student, assurance=Assurance.NATIONAL)
    draft = operations.start_draft(by=me, service=SERVICE)
    return {"number": receipt.number, "document": receipt.documents[0].public_id, "draft": draft}


def enter(page: Page, base: str, client) -> Page:
    """Gives the browser the session of a signed-in client."""
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}
    page.context.add_cookies([cookie])
    return page


def walk(page: Page, base: str, language: str, pages) -> list[str]:
    """Everything that is wrong with these pages as this browser shows them."""
    wrong = []
    for path in pages:
        answer = page.goto(f"{base}/{language}/{path}")
        said = [] if answer.status == 200 else [f"answered {answer.status}"]
        wrong += [f"/{language}/{path} {one}" for one in [*said, *wrong_with(page)]]
    return wrong


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(
    language, viewport, town, affairs, signed_in_as, new_page, live_server
):
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(town.student))
    pages = [f"cabinet/{path.format(**affairs)}" for path in PAGES]
    assert walk(page, live_server.url, language, pages) == []


@pytest.mark.parametrize("look", ["dark.normal.normal", "light.more.largest"])
def test_dark_pages_and_enlarged_ones_hold_too(look, town, affairs, signed_in_as, new_page, live_server):
    page = enter(new_page(viewport=NARROW), live_server.url, signed_in_as(town.mother))
    page.context.add_cookies([{"name": "maarif_look", "value": look, "url": live_server.url}])
    assert (
        walk(page, live_server.url, "ru", ["cabinet/", "cabinet/family/", "cabinet/data/", "cabinet/settings/"]) == []
    )


def test_acting_for_a_child_is_said_on_every_page_and_undone_by_one_press(town, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.mother))
    page.goto(f"{live_server.url}/en/cabinet/family/")
    page.get_by_role("button", name="Act for Nihad").click()
    for path in ("cabinet/", "cabinet/data/", "services/", "cabinet/documents/"):
        page.goto(f"{live_server.url}/en/{path}")
        assert page.get_by_text("You act for: Məmmədov Nihad").is_visible(), path
    page.get_by_role("button", name="Switch back to yourself").click()
    assert page.get_by_text("You act for").count() == 0


def test_an_answer_is_kept_while_it_is_typed(town, affairs, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    address = f"{live_server.url}/en/cabinet/drafts/{affairs['draft']}/questions/presented_to/"
    page.goto(address)
    with page.expect_response("**/save/"):
        page.locator("#presented_to").press_sequentially("Bank of Georgia", delay=5)
    page.goto(address)
    assert page.locator("#presented_to").input_value() == "Bank of Georgia"


def test_a_page_with_an_error_opens_with_the_focus_on_its_summary(town, affairs, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    page.goto(f"{live_server.url}/en/cabinet/drafts/{affairs['draft']}/questions/presented_to/")
    page.locator("#presented_to").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(400); }"
    )
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("#errors")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "errors"
    assert findings(page) == []
    page.locator("#errors a").press("Enter")
    assert page.evaluate("document.activeElement.id") == "presented_to"


def test_the_keyboard_reaches_everything_on_the_first_page(town, affairs, signed_in_as, new_page, live_server):
    page = enter(new_page(), live_server.url, signed_in_as(town.student))
    page.goto(f"{live_server.url}/en/cabinet/")
    reached = reached_by_keyboard(page)
    for words in (
        "New application",
        "Certificate of study at a higher education institution",
        "Who looked",
        "Settings",
    ):
        assert words in reached
