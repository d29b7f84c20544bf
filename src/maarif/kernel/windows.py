"""Windows that open every year: from one day and hour to another, told as `MM-DD HH:MM` in the country's time."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A window that holds a moment: when it opened and when it closes."""

    opened: datetime
    closes: datetime


def open_at(opens: str, closes: str, moment: datetime, time_zone: str) -> Open | None:
    """The window of the year as it holds the moment, None when it does not; it may run over the turn of the year."""
    local = moment.astimezone(ZoneInfo(time_zone))
    for year in (local.year, local.year - 1):
        first, last = _at(opens, year, local), _at(closes, year, local)
        if last <= first:
            last = _at(closes, year + 1, local)
        if first <= local < last:
            return Open(opened=first, closes=last)
    return None


def _at(day_and_hour: str, year: int, local: datetime) -> datetime:
    return datetime.strptime(f"{year}-{day_and_hour}", "%Y-%m-%d %H:%M").replace(tzinfo=local.tzinfo)
