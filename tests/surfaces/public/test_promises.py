"""The page of promises kept with real figures: readable at 320 pixels, in five languages, without findings."""

import os
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.engine import campus, many
from tests.surfaces.browser import EVERY_LANGUAGE, findings, too_wide
from tests.surfaces.conftest import NewPage

from maarif.engine import registry
from maarif.engine.cases.models import FrozenDeclaration
from maarif.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def received() -> None:
    """Two services with many cases, one of them with a small group in progress, and a third with too few."""
    cache.clear()
    party, today = campus.person(), clock.today("Asia/Baku")
    for code, answered, late, still in (
        ("higher.study_certificate", 40, 0, 0),
        ("school.study_certificate", 93, 15, 17),
        ("staff.recruitment_result", 30, 0, 3),
        ("staff.diagnostic_result", 4, 0, 4),
    ):
        frozen = registry.frozen(registry.service(code))
        FrozenDeclaration.objects.create(digest=frozen.digest, service=code, body=frozen.body)
        day = today - timedelta(days=30)
        due = day + timedelta(days=5)
        for count, decided, intake in (
            (answered, due, "electronic"),
            (late, due + timedelta(days=9), "paper"),
            (still, None, "electronic"),
        ):
            many.cases(
                code, frozen.digest, party=party, received=day, due=due, count=count, decided=decided, intake=intake
            )


@EVERY_LANGUAGE
def test_the_figures_can_be_read(
    new_page: NewPage, live_server: object, language: str, viewport: dict[str, int]
) -> None:
    received()
    page = new_page(viewport=viewport)
    page.goto(f"{live_server}/{language}/promises/")
    if folder := os.environ.get("MAARIF_PICTURES"):
        page.screenshot(path=f"{folder}/promises-{language}-{viewport['width']}.png", full_page=True)
    assert findings(page) == []
    assert too_wide(page) == []
    rows = page.locator("#services ~ div tbody tr")
    assert rows.count() == 3
    assert "125" in rows.nth(1).inner_text()
    assert "…" in rows.nth(2).inner_text()
