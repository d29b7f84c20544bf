"""An officer with a keyboard and nothing else: from the list to the case, a message, a decision looked at and taken."""

from collections.abc import Iterator

import pytest
from tests.engine import desks
from tests.surfaces.browser import reached_by_keyboard
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.desk.cases_at import Desk, another, built
from tests.surfaces.test_journey import Keys

from maarif.engine.cases.models import Case, CaseMessage
from maarif.engine.cases.types import Status

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(noon, signed_in_as) -> Iterator[Desk]:
    with desks.trial():
        desk = built(signed_in_as)
        another(desk)
        yield desk


def test_a_case_is_found_written_about_and_decided_by_keyboard(desk: Desk, new_page, live_server) -> None:
    page = enter(new_page(), live_server.url, desk.registrar)
    keys = Keys(page)
    page.goto(f"{live_server.url}/en/desk/cases/")
    for words in ("Filter", "Claim"):
        assert any(words in each for each in reached_by_keyboard(page)), words
    keys.press(f"h3 a[href*='{desk.number}']")
    page.wait_for_url(f"**/desk/cases/{desk.number}/**")
    assert "Look at it before you decide" in reached_by_keyboard(page)
    keys.press("#verb-message > summary")
    keys.write("#message", "Salam")
    keys.press("#verb-message [name=then][value=send]")
    page.wait_for_selector(".told")
    assert CaseMessage.objects.get().text == "Salam"
    keys.choose("#to-refused")
    keys.press("#ground-refused-no_place")
    keys.write("#note", "Siniflər doludur")
    keys.press("form[action$='/decide/'] .buttons button[type=submit]")
    page.wait_for_selector(".letter")
    assert "Decide so" in reached_by_keyboard(page)
    keys.press("[name=confirmed]")
    page.wait_for_selector(".told")
    case = Case.objects.get(number=desk.number)
    assert (case.status, case.outcome, case.note) == (Status.CLOSED, "refused", "Siniflər doludur")
