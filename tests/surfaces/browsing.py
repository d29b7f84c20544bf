"""One Chromium for the tests that follow one another in a browser: started by the first, closed before a test that asks for none.

While its driver lives, no other event loop can run in the thread of the tests, so that it must not outlive them.
"""

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

UNSAFE: Final = "DJANGO_ALLOW_ASYNC_UNSAFE"
"""The driver's loop must not forbid Django the database."""


class Browsing:
    """The browser of this process, if it runs; each test has contexts of its own in it."""

    def __init__(self) -> None:
        self._open: tuple[Browser, ExitStack] | None = None

    def running(self) -> "Browser":
        """The browser that runs, or one that is started now, also where the last one has fallen."""
        from tests.surfaces.browser import chromium

        if self._open is not None and not self._open[0].is_connected():
            self.leave()
        if self._open is None:
            with ExitStack() as stack:
                if UNSAFE not in os.environ:
                    stack.callback(os.environ.pop, UNSAFE, None)
                    os.environ[UNSAFE] = "1"
                self._open = (stack.enter_context(chromium()), stack.pop_all())
        assert self._open is not None
        return self._open[0]

    def turn_to(self, item: pytest.Item) -> None:
        """Before a test is set up: closes the browser where it is not asked for."""
        if not wants(item):
            self.leave()

    def leave(self) -> None:
        """Closes the browser."""
        if self._open is not None:
            (_, stack), self._open = self._open, None
            stack.close()


def wants(item: pytest.Item) -> bool:
    """Whether a test asks for a browser."""
    return "browser" in getattr(item, "fixturenames", ())


browsing: Final = Browsing()
