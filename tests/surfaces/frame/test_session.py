"""Before a session ends the page asks whether to stay, and when it has ended it says so."""

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.signing_in import sign_in
from tests.surfaces.browser import findings
from tests.surfaces.conftest import NewPage
from tests.surfaces.town import build

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def signed_in(new_page: NewPage, live_server: Any, settings: Any) -> Page:
    """A page of somebody whose session lasts a second longer than the warning."""
    settings.SESSION_COOKIE_AGE = 301
    client = Client()
    sign_in(client, build().mother, language="en")
    page = new_page()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": str(live_server)}])
    page.goto(f"{live_server}/en/help/")
    return page


def test_the_reader_is_warned_and_may_stay(signed_in: Page, settings: Any) -> None:
    note = signed_in.locator("#session")
    expect(note).to_be_hidden()
    expect(note).to_contain_text("For your safety you will soon be signed out", timeout=10_000)
    assert findings(signed_in) == []
    settings.SESSION_COOKIE_AGE = 7200
    signed_in.get_by_role("button", name="Stay signed in").click()
    expect(note).to_be_hidden()


def test_the_reader_is_told_when_the_session_is_over(signed_in: Page, settings: Any) -> None:
    settings.SESSION_COOKIE_AGE = 0
    note = signed_in.locator("#session")
    expect(note).to_contain_text("You have been signed out", timeout=10_000)
    expect(signed_in.get_by_role("button", name="Stay signed in")).to_be_hidden()
    assert note.get_by_role("link", name="Sign in").get_attribute("href") == "/en/account/login/?next=/en/help/"
