"""The clock is injected, aware, and knows when a day ends where people live."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maarif.kernel import clock
from maarif.kernel.clock import FrozenClock, NaiveTime, end_of_day, start_of_day, today, using

ZONES = ("Asia/Baku", "Asia/Bishkek", "Asia/Almaty")


def test_the_present_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_a_frozen_clock_stands_still_and_moves_when_told() -> None:
    frozen = FrozenClock(datetime(2026, 11, 23, 12, tzinfo=UTC))
    with using(frozen):
        assert clock.now() == datetime(2026, 11, 23, 12, tzinfo=UTC)
        frozen.move(timedelta(hours=-1))
        assert clock.now() == datetime(2026, 11, 23, 11, tzinfo=UTC)
    assert clock.now().year >= 2024


def test_the_wall_gets_its_clock_back_after_an_error() -> None:
    with pytest.raises(ZeroDivisionError), using(FrozenClock(datetime(2001, 1, 1, tzinfo=UTC))):
        _ = 1 // 0
    assert clock.now().year > 2001


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        FrozenClock(datetime(2026, 11, 23, 12))


@pytest.mark.parametrize(
    ("zone", "day"),
    [("Asia/Baku", date(2026, 11, 24)), ("Asia/Bishkek", date(2026, 11, 24)), ("UTC", date(2026, 11, 23))],
)
def test_today_is_the_day_where_people_live(zone: str, day: date) -> None:
    with using(FrozenClock(datetime(2026, 11, 23, 20, 30, tzinfo=UTC))):
        assert today(zone) == day


def test_a_day_in_baku_ends_at_twenty_hours_utc() -> None:
    assert end_of_day(date(2026, 11, 23), "Asia/Baku") == datetime(2026, 11, 23, 20, tzinfo=UTC)


def test_a_naive_end_of_day_in_utc_would_close_four_hours_late_in_baku() -> None:
    """The planted fault of T-TIME: this is what the naive reckoning gives, and the true one must differ from it."""
    naive = datetime(2026, 11, 24, tzinfo=UTC)
    assert naive - end_of_day(date(2026, 11, 23), "Asia/Baku") == timedelta(hours=4)


@given(
    day=st.dates(date(2024, 1, 1), date(2027, 12, 30)),
    zone=st.sampled_from(ZONES),
    offset=st.timedeltas(timedelta(seconds=-2), timedelta(seconds=2)),
)
def test_an_instant_near_the_cut_is_in_time_exactly_when_its_local_date_is_the_day(
    day: date, zone: str, offset: timedelta
) -> None:
    cut = end_of_day(day, zone)
    instant = cut + offset
    assert (instant < cut) == (clock.day_of(instant, zone) <= day)


@given(day=st.dates(date(2000, 1, 1), date(2040, 1, 1)), zone=st.sampled_from(ZONES))
def test_the_end_of_a_day_is_the_start_of_the_next(day: date, zone: str) -> None:
    assert end_of_day(day, zone) == start_of_day(day + timedelta(days=1), zone)
