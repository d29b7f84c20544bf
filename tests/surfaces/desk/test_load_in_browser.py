"""The page of the load in a real browser: axe, 320 pixels, a wide window."""

import pytest
from tests.surfaces.browser import NARROW, WIDE
from tests.surfaces.cabinet.test_in_browser import enter, walk
from tests.surfaces.desk.test_load import desk

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

__all__ = ["desk"]


@pytest.mark.parametrize(("language", "viewport"), [("ru", NARROW), ("az", WIDE)], ids=["ru", "az-wide"])
def test_axe_finds_nothing_and_nothing_sticks_out(language, viewport, desk, new_page, live_server):
    page = enter(new_page(viewport=viewport), live_server.url, desk.head)
    assert walk(page, live_server.url, language, ["desk/load/"]) == []
