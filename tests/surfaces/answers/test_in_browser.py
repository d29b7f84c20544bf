"""The pages of published answers in a real browser: axe, 320 pixels, every language."""

import os

import pytest
from tests.engine import desks
from tests.surfaces.answers.test_answers import ANSWER, QUESTION, answered, grant_of, published
from tests.surfaces.browser import EVERY_LANGUAGE, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter, walk

from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@EVERY_LANGUAGE
def test_what_everybody_reads_holds(language, viewport, new_page, live_server) -> None:
    answer = published("VM-2026-000777", language=language, question=f"{QUESTION} " * 4)
    pages = ["answers/", "answers/?category=building&q=zxcv", f"answers/{answer}/"]
    assert walk(new_page(viewport=viewport), live_server.url, language, pages) == []


@EVERY_LANGUAGE
def test_the_page_of_officers_holds_with_its_errors_and_with_what_waits(
    language, viewport, town, noon, signed_in_as, new_page, live_server
) -> None:
    number = answered(town.student)
    ministry = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    page = enter(new_page(viewport=viewport), live_server.url, ministry)
    here = f"{live_server.url}/{language}/desk/answers/"
    page.goto(here)
    wrong = [f"first: {one}" for one in wrong_with(page)]
    page.locator("#number").fill(number)
    page.locator("main form button.ds-button").last.click()
    page.wait_for_selector("#errors")
    wrong += [f"errors: {one}" for one in wrong_with(page)]
    page.locator("#question").fill(QUESTION)
    page.locator("#answer").fill(ANSWER)
    page.locator("main form button.ds-button").last.click()
    page.wait_for_selector(".ds-alert[data-color=success]")
    wrong += [f"proposed: {one}" for one in wrong_with(page)]
    second = desks.officer(Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, "az")
    colleague = signed_in_as(second.party, assurance=Assurance.OFFICIAL, office=grant_of(second))
    other = enter(new_page(viewport=viewport), live_server.url, colleague)
    other.goto(here)
    wrong += [f"waits: {one}" for one in wrong_with(other)]
    other.locator("button[value=approve]").click()
    other.wait_for_selector(".ds-alert[data-color=success]")
    other.locator("#given ~ div summary, section[aria-labelledby=given] summary").first.click()
    wrong += [f"given: {one}" for one in wrong_with(other)]
    other.locator("section[aria-labelledby=given] textarea").first.fill("Köhnəlib")
    other.locator("section[aria-labelledby=given] button[value=take_down]").first.click()
    other.wait_for_selector("section[aria-labelledby=given] .ds-tag[data-color=warning]")
    if folder := os.environ.get("MAARIF_PICTURES"):
        other.screenshot(path=f"{folder}/answers-{language}-{viewport['width']}.png", full_page=True)
    wrong += [f"down: {one}" for one in wrong_with(other)]
    assert wrong == []
