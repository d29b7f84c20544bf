"""A guardian with a keyboard and nothing else: the pages of a change of stage from the start to what was sent; at both widths they hold."""

from datetime import date, timedelta

import pytest
from tests.catalogue.test_stage_change import Places, family
from tests.surfaces.browser import NARROW, WIDE, reached_by_keyboard, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter
from tests.surfaces.test_journey import Keys

from maarif.engine.cases.models import Case
from maarif.registries.institutions.types import InstitutionKind

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_child_is_taken_to_the_next_stage_by_keyboard(
    viewport, noon, town, signed_in_as, new_page, live_server
) -> None:
    noon.move(-timedelta(days=140))
    places = Places(InstitutionKind.KINDERGARTEN, grade=1, places=2)
    by, child = family(places.old, born=date(2019, 2, 11))
    page = enter(new_page(viewport=viewport), live_server.url, signed_in_as(by.party))
    keys, wrong = Keys(page), []

    def look() -> None:
        reached_by_keyboard(page)
        wrong.extend(f"{page.url}: {each}" for each in wrong_with(page))

    page.goto(f"{live_server.url}/en/cabinet/apply/school.stage_change/")
    look()
    keys.press("main form[method=post] button[type=submit]")
    page.wait_for_url("**/questions/school/")
    look()
    keys.write("#find-school", "20")
    keys.press("button[name=search]")
    page.wait_for_selector(f"#school-{places.new}-az")
    look()
    keys.choose(f"#school-{places.new}-az")
    keys.press("main form .buttons button[type=submit]")
    page.wait_for_url("**/check/**")
    look()
    keys.press("#declaration")
    keys.press("main form .buttons button[type=submit]")
    page.wait_for_url("**/sent/**")
    look()
    number = Case.objects.get(subject_id=child).number
    page.goto(f"{live_server.url}/en/cabinet/applications/{number}/")
    look()
    assert wrong == []
