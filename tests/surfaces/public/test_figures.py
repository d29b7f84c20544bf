"""The front page's figures are counted from the applications, or they are not shown."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from tests.engine import campus

from maarif.engine.cases import operations, queries
from maarif.engine.cases.types import Figures
from maarif.kernel import clock
from maarif.surfaces.public.figures import span

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_kept(db: None) -> None:
    cache.clear()


def send(party: int, key: str) -> None:
    by = campus.actor(party)
    operations.submit(
        by=by, draft=operations.start_draft(by=by, service="higher.study_certificate"), idempotency_key=key * 16
    )


def test_without_applications_there_are_no_figures(client: Client) -> None:
    assert queries.figures("az", NOON) == Figures(received=0, decided=0, in_time=0, median_seconds=None)
    assert 'class="panel nums"' not in client.get("/az/").content.decode()


def test_applications_are_counted_once_and_unsent_drafts_are_not(client: Client) -> None:
    with clock.using(clock.FrozenClock(NOON)):
        for key in "ab":
            send(campus.student(), key)
        operations.start_draft(by=campus.actor(campus.student()), service="higher.study_certificate")
        assert queries.figures("az", NOON - timedelta(days=1)) == Figures(
            received=2, decided=2, in_time=2, median_seconds=0.0
        )
        assert queries.figures("az", NOON + timedelta(seconds=1)).received == 0
        assert queries.figures("kz", NOON - timedelta(days=1)).received == 0
        page = client.get("/en/").content.decode()
    assert "<dd>2</dd>" in page
    assert "<dd>less than a second</dd>" in page
    assert "<dd>100\N{NO-BREAK SPACE}%</dd>" in page


@pytest.mark.parametrize(
    ("seconds", "language", "words"),
    [
        (0.4, "az", "bir saniyədən az"),
        (1, "ru", "1 секунда"),
        (3.9, "ru", "3 секунды"),
        (59, "kk", "59 секунд"),
        (60, "en", "1 minute"),
        (7_200, "ky", "2 саат"),
        (5 * 86_400, "ru", "5 дней"),
        (86_399, "en", "23 hours"),
    ],
)
def test_a_length_of_time_is_said_in_its_greatest_whole_unit(seconds: float, language: str, words: str) -> None:
    with translation.override(language):
        assert span(seconds) == words
