"""The forms that sort a case anew and join it, in a real browser: axe, 320 pixels, every language."""

import os
from datetime import timedelta

import pytest
from tests.surfaces.browser import EVERY_LANGUAGE, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.desk.test_sorting import sent

from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@EVERY_LANGUAGE
def test_sorting_and_joining_hold(language, viewport, town, noon, signed_in_as, new_page, live_server) -> None:
    sent(town.student)
    noon.move(timedelta(minutes=1))
    number = sent(town.student, text="Auditoriya yenə soyuqdur.")
    ministry = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    page = enter(new_page(viewport=viewport), live_server.url, ministry)
    page.goto(f"{live_server.url}/{language}/desk/cases/{number}/")
    for verb in ("sort", "join"):
        page.locator(f"#verb-{verb} summary").click()
    if folder := os.environ.get("MAARIF_PICTURES"):
        page.screenshot(path=f"{folder}/sorting-{language}-{viewport['width']}.png", full_page=True)
    assert wrong_with(page) == []
    page.locator("#verb-sort button[value=sort]").click()
    page.wait_for_selector("#errors")
    assert page.locator("#verb-sort").get_attribute("open") is not None
    assert wrong_with(page) == []
