"""Terms count the working days of each country, explain themselves, and are found in constant time."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from maarif.kernel import daysoff
from maarif.kernel.calendar import Calendar, NegativeTerm, OutsideCalendar, calendar_of, months_later
from maarif.kernel.clock import NaiveTime
from maarif.kernel.countries import UnknownRegion, codes, country
from maarif.kernel.daysoff import DayOff, Worked
from maarif.kernel.tables import BadTable
from maarif.kernel.text import LANGUAGES, Text

days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
countries = st.sampled_from(codes())


def counted_by_hand(calendar: Calendar, received: date, term: int) -> date:
    """A second, slow reckoning: walk day by day."""
    day = received
    while term:
        day += timedelta(days=1)
        term -= calendar.is_working_day(day)
    return day


# --- the countries' real days ------------------------------------------------------------------------------


def test_three_days_from_18_march_2026_in_azerbaijan_end_on_1_april() -> None:
    due = calendar_of("az").due(date(2026, 3, 18), 3)
    assert due.due == date(2026, 4, 1)
    assert due.counted == (date(2026, 3, 19), date(2026, 3, 31), date(2026, 4, 1))
    assert [day.date for day in due.skipped] == [date(2026, 3, day) for day in range(20, 31)]
    assert not due.provisional


def test_the_days_off_of_novruz_2026_are_named_in_azerbaijani() -> None:
    due = calendar_of("az").due(date(2026, 3, 18), 3)
    assert [day.why.az for day in due.skipped] == [
        "Ramazan bayramı, Novruz bayramı",
        "Ramazan bayramı, Novruz bayramı",
        "Novruz bayramı",
        "Novruz bayramı",
        "Novruz bayramı",
        "Ramazan bayramı (istirahət günü köçürülüb)",
        "Novruz bayramı (istirahət günü köçürülüb)",
        "Novruz bayramı (istirahət günü köçürülüb)",
        "şənbə",
        "bazar",
        "Ramazan bayramı (istirahət günü köçürülüb)",
    ]


@pytest.mark.parametrize(
    ("code", "off"),
    [
        ("az", ["2024-03-25", "2024-03-26", "2025-03-25", "2025-03-26", "2025-11-11", "2026-03-09", "2026-11-10"]),
        ("az", ["2026-01-20", "2026-05-28", "2026-06-15", "2026-06-26", "2026-12-31", "2027-01-04"]),
        ("kz", ["2024-03-25", "2025-01-03", "2025-03-10", "2026-01-07", "2026-03-25", "2026-10-26", "2027-03-15"]),
        ("kg", ["2024-03-22", "2025-05-06", "2026-01-06", "2026-03-20", "2026-05-08", "2026-08-31"]),
    ],
)
def test_days_off_that_the_governments_published_are_off(code: str, off: list[str]) -> None:
    assert [day for day in off if calendar_of(code).is_working_day(date.fromisoformat(day))] == []


@pytest.mark.parametrize(
    ("code", "worked"),
    [
        ("az", ["2024-12-28", "2025-06-21", "2026-03-31", "2026-09-28"]),
        ("kz", ["2024-05-04", "2025-01-05", "2026-01-05", "2026-08-31"]),
        ("kg", ["2024-05-11", "2025-01-11", "2026-02-23", "2026-03-09", "2026-04-07"]),
    ],
)
def test_days_worked_by_decree_or_although_festive_are_worked(code: str, worked: list[str]) -> None:
    assert [day for day in worked if not calendar_of(code).is_working_day(date.fromisoformat(day))] == []


def test_a_day_off_in_exchange_names_the_day_it_came_from() -> None:
    assert calendar_of("kz").why_not(date(2025, 1, 3), "kk") == "05.01.2025 күнінен ауыстырылған демалыс күні"
    assert calendar_of("kz").why_not(date(2025, 1, 3), "en") == "day off moved from 05/01/2025"


def test_a_date_of_ramazan_that_is_not_yet_decided_says_so() -> None:
    assert calendar_of("az").why_not(date(2027, 3, 10), "az") == "Ramazan bayramı (tarix hələ təsdiqlənməyib)"


def test_a_working_day_has_no_reason() -> None:
    assert calendar_of("az").why_not(date(2026, 11, 23), "az") is None


@pytest.mark.parametrize("code", codes())
def test_every_day_off_is_named_in_five_languages_without_the_librarys_english(code: str) -> None:
    calendar = calendar_of(code)
    day = calendar.first
    while day <= calendar.last:
        reason = calendar.reason(day)
        if reason is not None:
            assert all(reason.in_(language).strip() for language in LANGUAGES)
            assert "observed" not in reason.en
            assert "substituted" not in reason.en
        day += timedelta(days=1)


@pytest.mark.parametrize(("code", "year", "number"), [("az", 2026, 241), ("kz", 2026, 247), ("kg", 2026, 247)])
def test_a_year_has_its_number_of_working_days(code: str, year: int, number: int) -> None:
    """A new release of the library that changes a year shows itself here and must be checked against the decrees."""
    assert calendar_of(code).working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == number


# --- terms -------------------------------------------------------------------------------------------------


def test_the_day_of_receipt_is_not_counted() -> None:
    assert calendar_of("az").due_date(date(2026, 11, 23), 1) == date(2026, 11, 24)


def test_a_day_of_receipt_that_nobody_works_is_fine() -> None:
    assert calendar_of("az").due_date(date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_a_term_of_no_days_ends_on_the_day_of_receipt() -> None:
    due = calendar_of("az").due(date(2026, 11, 22), 0)
    assert (due.due, due.counted, due.skipped) == (date(2026, 11, 22), (), ())


def test_a_term_over_the_new_year_crosses_31_december() -> None:
    assert calendar_of("az").due_date(date(2025, 12, 30), 1) == date(2026, 1, 5)
    assert calendar_of("kg").due_date(date(2025, 12, 31), 1) == date(2026, 1, 8)
    assert calendar_of("kz").due_date(date(2025, 12, 31), 3) == date(2026, 1, 8)


def test_an_instant_is_taken_for_its_local_date() -> None:
    late = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # half past midnight of the 24th in Baku
    assert calendar_of("az").due_date(late, 1) == date(2026, 11, 25)
    assert calendar_of("az").due_date(late - timedelta(minutes=31), 1) == date(2026, 11, 24)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(NaiveTime):
        calendar_of("az").due(datetime(2026, 11, 23, 12), 1)


def test_a_negative_term_is_refused() -> None:
    with pytest.raises(NegativeTerm):
        calendar_of("az").due_date(date(2026, 11, 23), -1)


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2031, 1, 1)])
def test_a_day_outside_the_table_is_a_named_error(day: date) -> None:
    with pytest.raises(OutsideCalendar) as outside:
        calendar_of("az").is_working_day(day)
    assert outside.value.params["last"] == "2030-12-31"


def test_a_term_that_ends_outside_the_table_is_a_named_error() -> None:
    with pytest.raises(OutsideCalendar):
        calendar_of("az").due_date(date(2030, 12, 30), 5)


def test_the_first_and_the_last_day_of_the_table_can_be_asked() -> None:
    calendar = calendar_of("kz")
    assert [calendar.is_working_day(day) for day in (calendar.first, calendar.last)] == [False, True]


def test_a_term_into_years_without_published_holidays_is_provisional() -> None:
    assert calendar_of("az").due(date(2026, 12, 29), 5).provisional
    assert not calendar_of("az").due(date(2026, 12, 1), 5).provisional


def test_the_term_closes_at_midnight_where_the_people_live() -> None:
    assert calendar_of("az").closes(date(2026, 4, 1)) == datetime(2026, 4, 1, 20, tzinfo=UTC)
    assert calendar_of("kg").closes(date(2026, 4, 1)) == datetime(2026, 4, 1, 18, tzinfo=UTC)
    assert calendar_of("kz").closes(date(2026, 4, 1)) == datetime(2026, 4, 1, 19, tzinfo=UTC)


@given(code=countries, received=days, n=st.integers(0, 60), m=st.integers(0, 60))
def test_a_term_of_n_and_m_days_is_a_term_of_m_after_a_term_of_n(code: str, received: date, n: int, m: int) -> None:
    calendar = calendar_of(code)
    assert calendar.due_date(received, n + m) == calendar.due_date(calendar.due_date(received, n), m)


@given(code=countries, received=days, n=st.integers(0, 40))
def test_the_table_agrees_with_walking_day_by_day(code: str, received: date, n: int) -> None:
    calendar = calendar_of(code)
    assert calendar.due_date(received, n) == counted_by_hand(calendar, received, n)


@given(code=countries, received=days, n=st.integers(0, 40))
def test_counted_and_skipped_days_are_all_days_of_the_term(code: str, received: date, n: int) -> None:
    due = calendar_of(code).due(received, n)
    told = sorted([*due.counted, *(day.date for day in due.skipped)])
    assert told == [received + timedelta(days=1 + i) for i in range((due.due - received).days)]
    assert len(due.counted) == n


@given(code=countries, received=days, n=st.integers(1, 40))
def test_a_reckoning_that_counts_the_day_of_receipt_differs_on_every_working_day(
    code: str, received: date, n: int
) -> None:
    """The planted fault: an off-by-one reckoning must never pass for ours."""
    calendar = calendar_of(code)
    assume(calendar.is_working_day(received))
    assert calendar.due_date(received - timedelta(days=1), n) != calendar.due_date(received, n)


def test_mondays_to_fridays_without_holidays_would_be_wrong() -> None:
    """The planted fault of the peers: Monday to Friday "ignoring festivities" ends a term of 3 days eight days early."""
    naive = date(2026, 3, 18) + timedelta(days=5)
    assert calendar_of("az").due_date(date(2026, 3, 18), 3) - naive == timedelta(days=9)


def test_a_long_term_costs_no_more_than_a_short_one() -> None:
    calendar = calendar_of("az")
    start = date(2024, 1, 3)

    def cost(term: int) -> float:
        begun = time.process_time()  # the wall clock also counts what others do on a busy machine
        for _ in range(5_000):
            calendar.due_date(start, term)
        return time.process_time() - begun

    assert min(cost(1_000) for _ in range(5)) < 2 * min(cost(1) for _ in range(5))


# --- overrides ---------------------------------------------------------------------------------------------

WHY = Text.same("qar")


def overridden(off: tuple[DayOff, ...] = (), worked: tuple[Worked, ...] = ()) -> daysoff.Table:
    table = daysoff._table("az")
    return daysoff.Table(
        first=table.first,
        last=table.last,
        published_until=table.published_until,
        name=table.name,
        off=off,
        worked=worked,
    )


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Lets a test replace the country's table without leaving a trace in the caches."""
    monkeypatch.setattr("maarif.kernel.calendar.calendar_of", calendar_of.__wrapped__)
    return monkeypatch


def test_a_decreed_day_off_of_a_region_holds_in_its_parts_and_nowhere_else(fresh: pytest.MonkeyPatch) -> None:
    snow = DayOff(date=date(2026, 11, 24), why=WHY, regions=frozenset({"AZ-NX"}))
    table = overridden(off=(snow,))
    fresh.setattr(daysoff, "_table", lambda code: table)
    open_on = {
        region: calendar_of.__wrapped__("az", region).is_working_day(date(2026, 11, 24))
        for region in (None, "AZ-BA", "AZ-NX", "AZ-BAB")
    }
    assert open_on == {None: True, "AZ-BA": True, "AZ-NX": False, "AZ-BAB": False}
    assert calendar_of.__wrapped__("az", "AZ-BAB").why_not(date(2026, 11, 24), "az") == "qar"


def test_a_moved_working_saturday_is_worked_and_its_twin_is_off(fresh: pytest.MonkeyPatch) -> None:
    table = overridden(off=(DayOff(date=date(2026, 11, 27), why=WHY),), worked=(Worked(date=date(2026, 11, 28)),))
    fresh.setattr(daysoff, "_table", lambda code: table)
    calendar = calendar_of.__wrapped__("az")
    assert calendar.due_date(date(2026, 11, 26), 1) == date(2026, 11, 28)


def test_a_withdrawn_holiday_is_worked(fresh: pytest.MonkeyPatch) -> None:
    table = overridden(worked=(Worked(date=date(2026, 12, 31)),))
    fresh.setattr(daysoff, "_table", lambda code: table)
    assert calendar_of.__wrapped__("az").is_working_day(date(2026, 12, 31))


def test_a_region_that_the_country_does_not_have_is_a_named_error() -> None:
    with pytest.raises(UnknownRegion):
        calendar_of("az", "KZ-10")


def test_an_override_for_an_unknown_region_is_refused_when_the_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {
        "first": date(2026, 1, 1),
        "last": date(2026, 12, 31),
        "published_until": date(2026, 12, 31),
        "name": [],
        "off": [{"date": date(2026, 5, 5), "why": WHY.as_dict(), "regions": ["AZ-XX"]}],
    }
    monkeypatch.setattr(daysoff, "read", lambda code, name: raw)
    with pytest.raises(UnknownRegion):
        daysoff._table.__wrapped__("az")


def test_a_holiday_without_our_name_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(daysoff.UnnamedHoliday):
        daysoff._name("az", {}, "Day of the Unknown Holiday (observed)")


def test_an_override_with_a_time_is_a_fault_of_the_table_by_file_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = {
        "first": datetime(2026, 1, 1, tzinfo=UTC),
        "last": date(2026, 12, 31),
        "published_until": date(2026, 12, 31),
        "name": [],
    }
    monkeypatch.setattr(daysoff, "read", lambda code, name: raw)
    with pytest.raises(BadTable) as fault:
        daysoff._table.__wrapped__("az")
    assert (fault.value.params["file"], fault.value.params["key"]) == ("az/calendar.toml", "first")


def test_the_weekend_is_the_countrys() -> None:
    assert {code: country(code).weekend for code in codes()} == dict.fromkeys(codes(), frozenset({5, 6}))


def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month() -> None:
    assert months_later(date(2026, 11, 23), 12) == date(2027, 11, 23)
    assert months_later(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_later(date(2026, 12, 31), 2) == date(2027, 2, 28)
    assert months_later(date(2026, 6, 15), 6) == date(2026, 12, 15)
