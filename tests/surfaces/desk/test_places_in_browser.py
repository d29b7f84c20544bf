"""A place in a programme at the desk, in a real browser, with a script and without one: what is free, and a full year that takes nobody."""

import pytest
from tests.catalogue.test_change_of_specialty import GROUPS, SUMMER, Universities, asked
from tests.surfaces.browser import EVERY_LANGUAGE, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter

from maarif.engine.cases.models import Turn
from maarif.kernel import clock
from maarif.registries.enrolments.models import PlaceHold
from maarif.support.access import queries as access
from maarif.support.parties.types import Actor, Assurance

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def there(noon) -> Universities:
    """A student asks for a programme whose second year has places, and whose third has none."""
    noon.move(SUMMER - clock.now())
    there = Universities()
    for name, year, places in (*GROUPS, ("301", 3, 0)):
        there.of_programme(name, year, places)
    return there


def office(by: Actor) -> dict[str, object]:
    return {"assurance": Assurance.OFFICIAL, "office": access.roles_of(by.party or 0)[0].id}


def decided(page, case: str, semester: str) -> None:
    """The decision up to its confirmation."""
    page.goto(case)
    page.locator("#to-parting").check()
    page.locator("[name=parting-credits_recognised]").fill("50")
    page.locator("[name=parting-semester]").fill(semester)
    page.locator("form[action$='/decide/'] button[type=submit]").click()
    page.wait_for_selector("[name=confirmed]", state="attached")


@EVERY_LANGUAGE
def test_a_full_year_is_refused_with_what_was_typed_and_a_free_one_holds_a_place(
    language, viewport, there, signed_in_as, new_page, live_server
) -> None:
    number = asked(there.by, there.other)
    client = signed_in_as(there.receiving.party, **office(there.receiving))
    page = enter(new_page(viewport=viewport), live_server.url, client)
    case = f"{live_server.url}/{language}/desk/cases/{number}/"
    decided(page, case, "5")
    wrong = [f"before: {each}" for each in wrong_with(page)]
    page.locator("[name=confirmed]").click()
    page.wait_for_selector("#errors")
    wrong += [f"refused: {each}" for each in wrong_with(page)]
    assert page.locator("[name=parting-semester]").input_value() == "5"
    assert not PlaceHold.objects.exists()
    decided(page, case, "3")
    page.locator("[name=confirmed]").click()
    page.wait_for_url(case)
    assert PlaceHold.objects.filter(person=there.student, ended_at=None).count() == 1
    assert wrong == []


def test_without_a_script_it_is_the_same(there, signed_in_as, new_page, live_server) -> None:
    number = asked(there.by, there.other)
    client = signed_in_as(there.receiving.party, **office(there.receiving))
    page = enter(new_page(java_script_enabled=False), live_server.url, client)
    case = f"{live_server.url}/ru/desk/cases/{number}/"
    decided(page, case, "5")
    page.locator("[name=confirmed]").click()
    assert page.locator("[name=parting-semester]").input_value() == "5"
    decided(page, case, "3")
    page.locator("[name=confirmed]").click()
    page.wait_for_url(case)
    assert Turn.objects.get(number=number, closed_at=None).stage == "leaving"
