"""The list of cases, a case and a decision in a real browser: axe, 320 pixels, every language, keys."""

from collections.abc import Iterator

import pytest
from tests.engine import desks
from tests.surfaces.browser import NARROW, WIDE
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.desk.cases_at import Desk, another, built

from maarif.engine.cases import operations
from maarif.engine.cases.models import Turn
from maarif.kernel.text import LANGUAGES

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(noon, signed_in_as) -> Iterator[Desk]:
    with desks.trial():
        desk = built(signed_in_as)
        operations.ask_opinion(by=desk.where.registrar, number=desk.number, opinion="doctor", text="?")
        operations.give_opinion(
            by=desk.where.head, number=desk.number, opinion="doctor", favourable=True, text="Razıyam"
        )
        operations.write_note(by=desk.where.registrar, number=desk.number, text="Sənədləri tamdır")
        operations.write_message(by=desk.applicant, number=desk.number, text="Nə vaxt cavab olacaq?")
        yield desk


@pytest.mark.parametrize(
    ("language", "viewport"),
    [*((language, NARROW) for language in LANGUAGES), ("az", WIDE)],
    ids=[*LANGUAGES, "az-wide"],
)
def test_axe_finds_nothing_and_nothing_sticks_out(language, viewport, desk, new_page, live_server) -> None:
    another(desk)
    page = enter(new_page(viewport=viewport), live_server.url, desk.head)
    case = f"desk/cases/{desk.number}/"
    assert walk(page, live_server.url, language, ["desk/cases/", case, f"{case}hand-over/?q=21", f"{case}looks/"]) == []


def test_keys_go_through_the_list_and_claim(desk, new_page, live_server) -> None:
    another(desk)
    page = enter(new_page(), live_server.url, desk.registrar)
    page.goto(f"{live_server.url}/en/desk/cases/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    with page.expect_navigation():
        page.keyboard.press("c")
    assert Turn.objects.filter(claimed_by=desk.where.registrar.party).count() == 1
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/desk/cases/TR-" in page.url


def test_everything_works_without_a_script(desk, new_page, live_server) -> None:
    page = enter(new_page(java_script_enabled=False), live_server.url, desk.registrar)
    page.goto(f"{live_server.url}/en/desk/cases/{desk.number}/")
    page.locator("#to-refused").check()
    page.locator("#ground-refused-no_place").check()
    page.get_by_role("button", name="Look at it before you decide").click()
    assert "There is no place" in page.content()
    page.get_by_role("button", name="Decide so").click()
    assert "The decision was taken." in page.content()
