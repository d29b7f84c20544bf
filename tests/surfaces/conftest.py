"""A browser for the tests of all surfaces: `page` (wide), `narrow_page` (320 px), `plain_page` (without JavaScript)."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.surfaces.browser import CHROMIUM, NARROW, WIDE
from tests.surfaces.browsing import browsing
from tests.surfaces.keeping import ground, kept_town

__all__ = ["ground", "kept_town"]

NewPage = Callable[..., Page]


@pytest.fixture
def browser() -> Browser:
    """The Chromium of the tests that follow one another."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: install Debian's chromium")
    return browsing.running()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages in contexts of their own; what a page writes into the console as an error fails the test.

    That the page itself was answered with 404 or 422 is no such error: the tests of refusals ask for it.
    """
    contexts = []
    complaints: list[str] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said, page) else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _is_complaint(said: ConsoleMessage, page: Page) -> bool:
    own_status = said.text.startswith("Failed to load resource") and said.location["url"] == page.url
    return said.type == "error" and not own_status


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page 1280 pixels wide."""
    return new_page()


@pytest.fixture
def narrow_page(new_page: NewPage) -> Page:
    """A page 320 pixels wide."""
    return new_page(viewport=NARROW)


@pytest.fixture
def plain_page(new_page: NewPage) -> Page:
    """A page without JavaScript."""
    return new_page(java_script_enabled=False)
