"""The browser stays open for the tests that ask for it, is replaced when it has fallen, and is closed before one that asks for none."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from tests.surfaces.browsing import browsing

pytestmark = [pytest.mark.slow, pytest.mark.browser]


async def alone() -> str:
    return "alone"


def test_it_stays_for_whoever_asks_for_it_and_leaves_the_thread_to_whoever_does_not(
    browser: Any, request: pytest.FixtureRequest
) -> None:
    browsing.turn_to(request.node)
    assert browsing.running() is browser
    loop = alone()
    with pytest.raises(RuntimeError, match="running event loop"):
        asyncio.run(loop)
    loop.close()
    browsing.turn_to(SimpleNamespace(fixturenames=["db"]))  # type: ignore[arg-type]
    assert not browser.is_connected()
    assert asyncio.run(alone()) == "alone"


def test_one_that_has_fallen_is_replaced(browser: Any) -> None:
    browser.close()
    assert browsing.running() is not browser
    assert browsing.running().is_connected()
