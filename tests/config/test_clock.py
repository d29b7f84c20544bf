"""The clock of production is the database's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from maarif.config.clock import DatabaseClock
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM


def _database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment


@pytest.mark.django_db(transaction=True)
def test_inside_a_write_it_is_the_transactions_own_now_and_stands_still() -> None:
    clock = DatabaseClock()
    with acting(SYSTEM), connection.cursor() as cursor:
        cursor.execute("SELECT now(), pg_sleep(0.02)")
        theirs = cursor.fetchone()[0]
        assert clock.now() == theirs == clock.now()


@pytest.mark.django_db
def test_outside_a_write_it_follows_the_database_without_asking_each_time() -> None:
    clock = DatabaseClock()
    clock.now()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        moments = [clock.now() for _ in range(100)]
    assert len(queries) == 0
    assert moments == sorted(moments)
    assert abs(moments[-1] - _database_now()) < timedelta(seconds=0.5)


@pytest.mark.django_db
def test_a_machine_whose_own_clock_is_a_day_off_still_tells_the_databases_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import maarif.config.clock as module

    class DayAhead(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) + timedelta(days=1)

    monkeypatch.setattr(module, "datetime", DayAhead)
    clock = DatabaseClock()
    assert abs(clock.now() - _database_now()) < timedelta(seconds=0.5)
