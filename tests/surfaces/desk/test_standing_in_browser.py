"""The page of stand-ins in a real browser: axe, 320 pixels, every language, without a script."""

import pytest
from tests.engine import desks
from tests.surfaces.browser import NARROW
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.desk.cases_at import built

from maarif.kernel.text import LANGUAGES
from maarif.support.access.models import StandIn

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(noon, signed_in_as):
    with desks.trial():
        yield built(signed_in_as)


def test_one_is_named_and_ended_without_a_script_and_nothing_sticks_out(desk, new_page, live_server) -> None:
    page = enter(new_page(java_script_enabled=False), live_server.url, desk.head)
    page.goto(f"{live_server.url}/en/desk/stand-ins/")
    page.get_by_role("button", name="Name the stand-in").click()
    assert page.locator("#errors li").count() == 2
    page.locator("#absent").select_option(str(desk.where.registrar.party))
    page.locator("#stand_in").select_option(str(desk.where.head.party))
    page.locator("#since").fill("2026-11-23")
    page.locator("#until").fill("2026-11-27")
    page.get_by_role("button", name="Name the stand-in").click()
    assert StandIn.objects.count() == 1
    narrow = enter(new_page(viewport=NARROW), live_server.url, desk.head)
    found = [walk(narrow, live_server.url, language, ["desk/stand-ins/"]) for language in LANGUAGES]
    assert found == [[]] * len(LANGUAGES)
    page.get_by_role("button", name="End it today").click()
    assert "The standing-in was ended." in page.content()
    assert not StandIn.objects.exists()
