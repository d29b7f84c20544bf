"""The pages of the desk in a real browser: axe, 320 pixels, every language."""

import pytest
from tests.surfaces.browser import EVERY_LANGUAGE
from tests.surfaces.cabinet.test_home import apply
from tests.surfaces.cabinet.test_in_browser import enter, walk

from maarif.registries.people.models import DuplicateCandidate
from maarif.support.parties.types import Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WHY = {"purpose": "at_desk", "basis": "Letter 1"}


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(language, viewport, town, signed_in_as, new_page, live_server):
    document = apply(town.student).documents[0].public_id
    low, high = sorted((town.student, town.stranger))
    pair = DuplicateCandidate.objects.create(first_id=low, second_id=high, score=80, reasons=["birth_date_same"])
    officer = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    officer.post(f"/az/desk/people/{town.student}/", WHY)
    page = enter(new_page(viewport=viewport), live_server.url, officer)
    record = f"desk/people/{town.student}/"
    pages = ["desk/", "desk/people/", f"desk/people/{town.stranger}/", record, f"{record}documents/{document}/"]
    pages += [f"{record}documents/{document}/revoke/", "desk/duplicates/", f"desk/duplicates/{pair.pk}/"]
    assert walk(page, live_server.url, language, pages) == []


def test_a_search_without_a_purpose_opens_with_its_errors(town, signed_in_as, new_page, live_server):
    registrar = signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)
    page = enter(new_page(), live_server.url, registrar)
    page.goto(f"{live_server.url}/en/desk/people/")
    page.locator("#name").fill("Quliyeva Nərmin")
    page.get_by_role("button", name="Find").click()
    page.wait_for_selector("#errors")
    assert page.title().startswith("Error: ")
    assert page.locator("#name").input_value() == "Quliyeva Nərmin"
    page.locator("#errors a").first.press("Enter")
    assert page.evaluate("document.activeElement.id") == "purpose"
