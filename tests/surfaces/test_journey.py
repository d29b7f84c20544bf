"""The journey that the house is built for: a student signs in, asks for a certificate, holds the signed PDF, a stranger checks its QR.

On the served portal: real provider, real worker, real database, in a real browser; in every language, wide and narrow, by
keyboard alone, and without JavaScript. Every page on the way is examined: axe, nothing that sticks out, nothing too small to hit.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page

from tests.live import Live
from tests.surfaces.browser import EVERY_LANGUAGE, NARROW, findings, too_small, too_wide
from tests.surfaces.conftest import NewPage

pytestmark = [pytest.mark.slow, pytest.mark.browser]

STUDENT = "6PW2F4J"
SERVICE = "services/higher/study_certificate/"
CASE = re.compile(r"/cabinet/applications/(AR-\d{4}-\d{6})/sent/$")
SEND = "form button[type=submit]"


class Hand:
    """Goes on by mouse (or finger)."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, selector: str) -> None:
        """Presses the first thing that the selector finds."""
        self.page.locator(selector).first.click()

    def write(self, selector: str, words: str) -> None:
        """Writes into a field."""
        self.page.locator(selector).fill(words)


class Keys(Hand):
    """Goes on by keyboard alone: the tab key finds the place, enter or space presses, letters are typed."""

    def press(self, selector: str) -> None:
        self._reach(selector)
        kind = self.page.locator(selector).first.get_attribute("type")
        self.page.keyboard.press("Space" if kind in {"checkbox", "radio"} else "Enter")

    def choose(self, selector: str) -> None:
        """Picks one of a group of radio buttons: the tab key finds the group, the arrows what is wanted."""
        wanted = self.page.locator(selector).first
        self._reach_group(wanted.get_attribute("name") or "")
        for _step in range(40):
            if wanted.evaluate("element => element === document.activeElement"):
                self.page.keyboard.press("Space")
                break
            self.page.keyboard.press("ArrowDown")
        assert wanted.is_checked(), f"{selector} cannot be chosen by keyboard"

    def _reach_group(self, name: str) -> None:
        for _step in range(120):
            if self.page.evaluate("name => document.activeElement.name === name", name):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no button of {name} can be reached by keyboard")

    def write(self, selector: str, words: str) -> None:
        self._reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def _reach(self, selector: str) -> None:
        """Tabs until the element has the focus, and the focus can be seen."""
        wanted = self.page.locator(selector).first
        for _step in range(120):
            if wanted.evaluate("element => element === document.activeElement"):
                break
            self.page.keyboard.press("Tab")
        assert wanted.evaluate("element => element === document.activeElement"), (
            f"{selector} cannot be reached by keyboard"
        )


def examined(page: Page, language: str, *, axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands."""
    said = [f"too wide: {one}" for one in too_wide(page)] + [f"too small: {one}" for one in too_small(page)]
    if page.locator("html").get_attribute("lang") != language:
        said.append("another language")
    if axe:
        said += findings(page)
    return [f"{page.url} {one}" for one in said]


def journey(live: Live, page: Page, language: str, hand: Hand, look: Callable[[], None]) -> tuple[str, Path]:
    """Walks from the service's page to the signed PDF; `look` examines each page. Returns the case's number and the PDF."""
    page.goto(f"{live.url}/{language}/{SERVICE}")
    look()
    hand.press(f"main a[href*='/{language}/cabinet/apply/'], main a[href*='/{language}/account/login/']")
    look()
    hand.press("form[action*='/account/national/login/'] button")
    hand.press(f"button[name=persona][value='{STUDENT}']")
    page.wait_for_url(f"**/{language}/cabinet/apply/higher.study_certificate/")
    look()
    hand.press("main form[method=post] button[type=submit]")
    page.wait_for_url("**/questions/presented_to/")
    look()
    hand.write("#presented_to", "Gürcüstan səfirliyi")
    hand.press(f"main {SEND}")
    page.wait_for_url("**/questions/paper_language/")
    look()
    hand.press(f"main {SEND}")
    page.wait_for_url("**/check/")
    look()
    hand.press("#declaration")
    hand.press(f"main {SEND}")
    page.wait_for_url(CASE)
    look()
    number = CASE.search(page.url)
    assert number is not None
    with page.expect_download() as coming:
        hand.press("main a[href$='/pdf/']")
    file = coming.value.path()
    assert file.read_bytes().startswith(b"%PDF-")
    return number[1], file


def qr_of(pdf: Path, folder: Path) -> str:
    """What the QR code of the rendered first page says."""
    subprocess.run(["pdftoppm", "-r", "200", "-png", "-singlefile", str(pdf), str(folder / "page")], check=True)
    found = zxingcpp.read_barcodes(Image.open(folder / "page.png"))
    assert len(found) == 1
    return str(found[0].text)


def check_by_a_stranger(page: Page, address: str, language: str) -> str:
    """Opens what the QR code says in a browser that nobody is signed in with, and returns the words of the page."""
    page.set_extra_http_headers({"Accept-Language": language})
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200
    return page.locator("main").inner_text()


@EVERY_LANGUAGE
def test_a_student_holds_the_certificate_and_a_stranger_checks_it(
    language: str, viewport: dict[str, int], live: Live, new_page: NewPage, tmp_path: Path
) -> None:
    page = new_page(viewport=viewport, locale=language)
    wrong: list[str] = []
    _number, pdf = journey(live, page, language, Hand(page), lambda: wrong.extend(examined(page, language)))
    assert wrong == []
    address = qr_of(pdf, tmp_path)
    assert address.startswith(f"{live.url}/check/t/")
    words = check_by_a_stranger(new_page(viewport=viewport, locale=language), address, language)
    assert "Quliyeva" not in words  # a stranger learns initials at most
    assert re.search(r"AZ-HSC-\d{4}-\d{6}", words)


def test_the_whole_journey_by_keyboard_alone(live: Live, new_page: NewPage) -> None:
    page = new_page()
    number, _pdf = journey(live, page, "az", Keys(page), lambda: None)
    assert live.sql(f"SELECT grants FROM cases_case WHERE number = '{number}'").strip() in {"t", "true", "True"}


def test_the_whole_journey_without_javascript(live: Live, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False, viewport=NARROW)
    number, pdf = journey(live, page, "ru", Hand(page), lambda: None)
    assert live.sql(f"SELECT grants FROM cases_case WHERE number = '{number}'").strip() in {"t", "true", "True"}
    assert pdf.stat().st_size > 10_000
