"""A window of every year holds its first instant, not its last, and may run over the turn of the year."""

from datetime import UTC, datetime

from maarif.kernel.windows import Open, open_at

BAKU = "Asia/Baku"


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_a_window_holds_its_first_instant_and_not_its_last() -> None:
    summer = Open(opened=at(2025, 7, 15, 7), closes=at(2025, 7, 22, 14))
    assert open_at("07-15 11:00", "07-22 18:00", at(2025, 7, 15, 6, 59), BAKU) is None
    assert open_at("07-15 11:00", "07-22 18:00", at(2025, 7, 15, 7), BAKU) == summer
    assert open_at("07-15 11:00", "07-22 18:00", at(2025, 7, 22, 13, 59), BAKU) == summer
    assert open_at("07-15 11:00", "07-22 18:00", at(2025, 7, 22, 14), BAKU) is None


def test_a_window_may_run_over_the_turn_of_the_year() -> None:
    winter = Open(opened=at(2026, 12, 20, 6), closes=at(2027, 1, 10, 14))
    assert open_at("12-20 10:00", "01-10 18:00", at(2026, 12, 31, 20), BAKU) == winter
    assert open_at("12-20 10:00", "01-10 18:00", at(2027, 1, 5), BAKU) == winter
    assert open_at("12-20 10:00", "01-10 18:00", at(2027, 2, 1), BAKU) is None
