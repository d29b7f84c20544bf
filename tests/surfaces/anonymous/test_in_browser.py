"""The pages of appeals without a name in a real browser: axe, 320 pixels, every language, without a script too."""

import os

import pytest
from tests.engine import desks
from tests.surfaces.anonymous.test_anonymous import TEXT
from tests.surfaces.answers.test_answers import grant_of
from tests.surfaces.browser import EVERY_LANGUAGE, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter

from maarif.sectors.appeals.models import AnonymousAppeal
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def look(page, name: str, language: str, viewport) -> list[str]:
    """What is wrong with the page as it stands; a picture of it where somebody asks for pictures."""
    if folder := os.environ.get("MAARIF_PICTURES"):
        page.screenshot(path=f"{folder}/anonymous-{name}-{language}-{viewport['width']}.png", full_page=True)
    return [f"{name}: {one}" for one in wrong_with(page)]


def fill(page) -> None:
    """Fills the form as a person does."""
    page.locator("#sign-child").check()
    page.locator("#category").select_option("teacher_conduct")
    page.locator("#region").select_option("AZ-BA")
    page.locator("#text").fill(TEXT)


@EVERY_LANGUAGE
def test_sending_and_following_hold(language, viewport, new_page, live_server) -> None:
    page = new_page(viewport=viewport, java_script_enabled=True)
    here = f"{live_server.url}/{language}/anonymous/"
    page.goto(here)
    wrong = look(page, "write", language, viewport)
    page.locator("main form .buttons button").click()
    page.wait_for_selector("#errors")
    wrong += look(page, "errors", language, viewport)
    fill(page)
    page.wait_for_timeout(4_500)
    page.locator("main form .buttons button").click()
    page.wait_for_selector(".slip")
    wrong += look(page, "slip", language, viewport)
    number, code = page.locator(".slip dd").all_inner_texts()
    page.goto(f"{here}follow/")
    page.locator("#number").fill(number)
    page.locator("#code").fill("0000")
    page.locator("main form button").click()
    page.wait_for_selector(".ds-alert[data-color=warning]")
    wrong += look(page, "unknown", language, viewport)
    page.locator("#code").fill(code.lower())
    page.locator("main form button").click()
    page.wait_for_selector(".timeline")
    wrong += look(page, "seen", language, viewport)
    assert wrong == []


@EVERY_LANGUAGE
def test_the_desk_holds(language, viewport, town, noon, signed_in_as, new_page, live_server) -> None:
    officer = desks.officer(Role.REGION_OFFICER, ScopeKind.REGION, "AZ-BA")
    district = signed_in_as(officer.party, assurance=Assurance.OFFICIAL, office=grant_of(officer))
    page = enter(new_page(viewport=viewport), live_server.url, district)
    desk = f"{live_server.url}/{language}/desk/anonymous/"
    page.goto(desk)
    wrong = look(page, "empty", language, viewport)
    page.goto(f"{desk}new/")
    fill(page)
    page.locator("#way-post").check()
    wrong += look(page, "new", language, viewport)
    page.wait_for_timeout(4_500)
    page.locator("main form .buttons button").click()
    page.wait_for_selector(".slip")
    page.goto(desk)
    wrong += look(page, "inbox", language, viewport)
    page.goto(f"{desk}{AnonymousAppeal.objects.get().number}/")
    wrong += look(page, "appeal", language, viewport)
    page.locator("#found-child").check()
    page.locator("button[value=sift]").click()
    page.wait_for_selector("#resolution")
    page.locator("button[value=resolve]").click()
    page.wait_for_selector("#errors")
    wrong += look(page, "refused", language, viewport)
    page.locator("#resolution").fill("Yoxlanıldı, tədbir görüldü.")
    page.locator("button[value=resolve]").click()
    page.wait_for_selector("#resolution-said")
    wrong += look(page, "resolved", language, viewport)
    assert wrong == []


def test_without_a_script_it_is_sent_all_the_same(plain_page, live_server) -> None:
    plain_page.goto(f"{live_server.url}/az/anonymous/")
    fill(plain_page)
    plain_page.wait_for_timeout(4_500)
    plain_page.locator("main form .buttons button").click()
    plain_page.wait_for_selector(".slip")
    assert AnonymousAppeal.objects.get().text == TEXT
    assert not plain_page.locator("#website").is_visible() or plain_page.locator("#website").bounding_box()["x"] < 0
