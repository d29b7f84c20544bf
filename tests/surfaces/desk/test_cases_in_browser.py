"""The list of cases, a case and a decision in a real browser: axe, 320 pixels, every language, keys."""

from collections.abc import Iterator

import pytest
from tests.engine import desks
from tests.surfaces.browser import EVERY_LANGUAGE, wrong_with
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.desk.cases_at import Desk, another, built

from maarif.engine.cases import operations
from maarif.engine.cases.models import Turn
from maarif.support.access import budgets
from maarif.support.access.models import ExportBudget

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


@EVERY_LANGUAGE
def test_axe_finds_nothing_and_nothing_sticks_out(language, viewport, desk, new_page, live_server) -> None:
    another(desk)
    page = enter(new_page(viewport=viewport), live_server.url, desk.head)
    case = f"desk/cases/{desk.number}/"
    assert walk(page, live_server.url, language, ["desk/cases/", case, f"{case}hand-over/?q=21", f"{case}looks/"]) == []


@EVERY_LANGUAGE
def test_what_is_shown_before_and_after_a_decision_holds_too(language, viewport, desk, new_page, live_server) -> None:
    page = enter(new_page(viewport=viewport), live_server.url, desk.registrar)
    case = f"{live_server.url}/{language}/desk/cases/{desk.number}/"
    page.goto(case)
    send = page.locator("form[action$='/decide/'] button[type=submit]")
    asked = page.locator("#ground-refused-no_place")
    assert not asked.is_visible(), "what a way asks is shown once it is chosen"
    page.locator("#to-refused").check()
    assert asked.is_visible()
    send.click()
    page.wait_for_selector("#errors")
    wrong = [f"errors: {one}" for one in wrong_with(page)]
    page.locator("#to-refused").check()
    page.locator("#ground-refused-no_place").check()
    page.locator("#note").fill("Siniflər doludur, gələn il gəlin.")
    send.click()
    page.wait_for_selector(".letter")
    wrong += [f"before: {one}" for one in wrong_with(page)]
    page.locator("[name=confirmed]").click()
    page.wait_for_url(case)
    wrong += [f"after: {one}" for one in wrong_with(page)]
    assert wrong == []


@EVERY_LANGUAGE
def test_what_is_missing_for_handing_over_and_for_deciding_is_said_in_place(
    language, viewport, desk, new_page, live_server
) -> None:
    page = enter(new_page(viewport=viewport, java_script_enabled=True), live_server.url, desk.registrar)
    case = f"{live_server.url}/{language}/desk/cases/{desk.number}/"
    page.goto(case)
    page.locator("form[action$='/decide/'] button[type=submit]").click()
    page.wait_for_selector("#errors a[href='#to']")
    wrong = [f"no way: {one}" for one in wrong_with(page)]
    page.goto(f"{case}hand-over/?q=21")
    page.locator("#why_over").fill("Orada yaşayır")
    page.locator("[name=verb][value=hand_over]").click()
    page.wait_for_selector("#errors a[href='#office']")
    assert page.locator("#why_over").input_value() == "Orada yaşayır"
    wrong += [f"no office: {one}" for one in wrong_with(page)]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#office"
    assert wrong == []


@EVERY_LANGUAGE
def test_several_cases_at_once_hold_from_preview_to_report(language, viewport, desk, new_page, live_server) -> None:
    operations.claim(by=desk.where.head, number=another(desk))
    page = enter(new_page(viewport=viewport), live_server.url, desk.registrar)
    wrong = []

    def look(what: str) -> None:
        wrong.extend(f"{what}: {one}" for one in wrong_with(page))

    def choose(act: str) -> None:
        page.goto(f"{live_server.url}/{language}/desk/cases/")
        for box in page.locator(".pick input").all():
            box.check()
        page.locator(f"[form=bulk][name=act][value={act}]").click()
        page.wait_for_selector(".bulk-line")

    for act in ("claim", "decide"):
        choose(act)
        look(act)
    page.locator("#to").select_option("refused")
    page.locator(".panel [name=act][value=decide]").click()
    page.locator("#ground-no_place").check()
    page.locator(".panel [name=act][value=decide]").click()
    look("before")
    page.locator("[data-variant=primary][name=act]").click()
    look("after")
    assert wrong == []


@EVERY_LANGUAGE
def test_the_panel_to_save_the_list_holds_and_so_does_its_refusal(
    language, viewport, desk, new_page, live_server
) -> None:
    page = enter(new_page(viewport=viewport), live_server.url, desk.registrar)
    ExportBudget.objects.create(party_id=desk.where.registrar.party, day=budgets.today(), taken=budgets.EXPORTED_A_DAY)
    page.goto(f"{live_server.url}/{language}/desk/cases/")
    page.locator("details:has([name=format]) summary").click()
    wrong = wrong_with(page)
    page.locator("[name=format][value=xlsx]").click()
    page.wait_for_url("**/export/**")
    wrong += wrong_with(page)
    assert wrong == []


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
