"""A real browser for the tests of pages: Debian's Chromium, axe's rules, and what a keyboard can reach.

Where it is installed it is the Chromium without a window's frame around the page (`chromium-headless-shell`): the same engine, a fourth quicker.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any, TypeVar

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response, sync_playwright

from maarif.kernel.text import LANGUAGES

Walk = TypeVar("Walk")
BROWSERS = (os.environ.get("MAARIF_CHROMIUM", ""), "chromium-headless-shell", "chromium")
CHROMIUM = Path(next((found for name in BROWSERS if (found := which(name))), "chromium"))
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 640}
FIRST_WALKS = (("ru", NARROW), ("az", WIDE))
"""Russian has the most words of sixteen letters and more, which is what sticks out of a narrow window."""
EVERY_WALK = (
    *FIRST_WALKS,
    *((one, view) for view in (NARROW, WIDE) for one in LANGUAGES if (one, view) not in FIRST_WALKS),
)
WALKS = EVERY_WALK[: int(os.environ.get("MAARIF_WALKS", len(FIRST_WALKS)))]
"""Language and window of each walk: the first two, or as many as `tests/proofs/walks.py` asks for, ten at most."""


def EVERY_LANGUAGE(test: Walk) -> Walk:
    """Walks a test of pages through its languages and windows: two in `make test`, all ten in `make prove`."""
    ids = [f"{language}-{'wide' if viewport is WIDE else 'narrow'}" for language, viewport in WALKS]
    walked: Walk = pytest.mark.walk(pytest.mark.parametrize(("language", "viewport"), WALKS, ids=ids)(test))
    return walked


WCAG_22_AA = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}


def _wait_for_what_follows() -> None:
    """Lets a click, or a key pressed on something, last until the page that it leads to is loaded.

    The driver waits only until the new page begins: whoever asked it at once for what it says met an empty one now and then.
    """
    click, press = Locator.click, Locator.press

    def clicked(self: Locator, **options: Any) -> None:
        click(self, **options)
        self.page.wait_for_load_state()

    def pressed(self: Locator, key: str, **options: Any) -> None:
        press(self, key, **options)
        self.page.wait_for_load_state()

    Locator.click, Locator.press = clicked, pressed  # type: ignore[method-assign, assignment]


_wait_for_what_follows()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser
        finally:
            browser.close()


def findings(page: Page) -> list[str]:
    """What axe finds wrong on the page as it stands, one line a finding; empty when nothing is."""
    results = Axe().run(page, options=WCAG_22_AA)
    return [
        f"{found['id']}: {found['help']} at {' | '.join(str(node['target'][0]) for node in found['nodes'][:4])}"
        for found in results.response["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """What makes the loaded page scroll sideways: the elements that stick out, or the words of one; empty when it does not."""
    page.wait_for_load_state()
    return list(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width + 1) return [];
              const wide = [...document.querySelectorAll("body *")].filter(e => !e.closest(".scroll"));
              const out = wide.filter(e => e.getBoundingClientRect().right > width + 1);
              const words = wide.filter(e => e.getBoundingClientRect().left + e.scrollWidth > width + 1);
              return [...(out.length ? out : words), document.body].map(e => e.tagName + "." + e.className);
            }"""
        )
    )


def too_small(page: Page) -> list[str]:
    """Buttons, fields and links of their own (not inside a sentence) that are less than 24 by 24 pixels."""
    return list(
        page.evaluate(
            """() => [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), nav a, li > a, .ds-button")]
              .filter(e => e.checkVisibility() && ![...e.parentNode.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
              .filter(e => {
                const box = e.getBoundingClientRect();
                return box.width && (box.width < 24 || box.height < 24);
              })
              .map(e => e.tagName + " " + (e.textContent || e.name).trim().slice(0, 40) + " " + e.getBoundingClientRect().height)"""
        )
    )


def doubled(page: Page) -> list[str]:
    """Ids that two elements have: a label, or a link to what is wrong, would lead to the first of them only."""
    return list(
        page.evaluate(
            """() => {
              const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
              return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];
            }"""
        )
    )


def wrong_with(page: Page) -> list[str]:
    """Everything that is wrong with the page as it stands, one line each; empty when nothing is."""
    return [
        *(f"the same id twice: {one}" for one in doubled(page)),
        *findings(page),
        *(f"too wide: {one}" for one in too_wide(page)),
        *(f"too small: {one}" for one in too_small(page)),
    ]


def reached_by_keyboard(page: Page, limit: int = 200) -> list[str]:
    """What the tab key reaches, in order, until it leaves the page: the words of each element; fails where no focus is to be seen."""
    page.evaluate("document.activeElement && document.activeElement.blur()")
    reached: list[str] = []
    for _ in range(limit):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body) return null;
              const style = getComputedStyle(e);
              const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
              return {words: (e.textContent || e.getAttribute("aria-label") || e.name || "").trim().replace(/\\s+/g, " "), seen};
            }"""
        )
        if found is None:
            return reached
        assert found["seen"], f"the focus cannot be seen on {found['words']!r}"
        reached.append(found["words"])
    return reached


def wire_bytes(responses: list[Response]) -> dict[str, int]:
    """Bytes of the body and the headers that each response cost on the wire."""
    sizes = {}
    for response in responses:
        spent = response.request.sizes()
        sizes[response.url] = spent["responseBodySize"] + spent["responseHeadersSize"]
    return sizes
