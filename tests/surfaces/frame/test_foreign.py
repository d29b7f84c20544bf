"""allauth's Django templates stand in the same frame and speak of their errors as all other pages do."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from tests.surfaces.browser import findings, too_wide
from tests.surfaces.conftest import NewPage

from maarif.kernel.text import LANGUAGES

PATHS = ("account/login/", "account/signup/", "account/password/reset/")


@pytest.mark.django_db
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_of_signing_in_stands_in_the_frame(client: Client, language: str, path: str) -> None:
    page = client.get(f"/{language}/{path}").content.decode()
    assert f'<html lang="{language}"' in page
    assert page.count("<h1>") == 1
    assert page.count('<header class="top">') == page.count('<footer class="bottom">') == 1
    assert 'class="ds-input"' in page


@pytest.mark.django_db
def test_a_wrong_form_begins_its_title_with_error_and_lists_what_is_wrong(client: Client) -> None:
    page = client.post("/en/account/signup/", {"email": "not an address", "password1": ""}).content.decode()
    assert "<title>Error: " in page
    summary = page.split('id="errors"')[1].split("</ul>")[0]
    assert 'href="#id_email"' in summary
    assert 'id="id_email-error"' in page
    assert 'value="not an address"' in page


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["az", "kk"])
def test_axe_finds_nothing_on_the_pages_of_signing_in(new_page: NewPage, live_server: object, language: str) -> None:
    page: Page = new_page(viewport={"width": 320, "height": 640})
    wrong = []
    for path in PATHS:
        page.goto(f"{live_server}/{language}/{path}")
        wrong += [f"{path} {one}" for one in (*findings(page), *too_wide(page))]
    page.goto(f"{live_server}/{language}/account/signup/")
    page.locator("main form [type=submit]").last.click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    wrong += [f"with errors: {one}" for one in findings(page)]
    assert wrong == []
