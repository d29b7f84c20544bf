"""The hours of the night in which no text message wakes anybody, by the clock of the country."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from maarif.kernel import clock
from maarif.kernel.countries import active_country


def hours(written: str) -> tuple[time, time] | None:
    """`22:00-08:00` as two times of day; None when nothing is written. ValueError when it is neither."""
    if not written.strip():
        return None
    begins, dash, ends = written.partition("-")
    if not dash:
        raise ValueError(f"two times with a dash between them are needed, such as 22:00-08:00, not {written!r}")
    return time.fromisoformat(begins.strip()), time.fromisoformat(ends.strip())


def quiet_until(instant: datetime) -> datetime | None:
    """When the night ends in which an instant lies, in UTC; None by day."""
    span = hours(settings.SMS_QUIET)
    return None if span is None else _until(instant, span, active_country().time_zone)


def _until(instant: datetime, span: tuple[time, time], zone: str) -> datetime | None:
    local = clock.aware(instant).astimezone(ZoneInfo(zone))
    begins, ends = span
    now = local.time()
    within = begins <= now < ends if begins <= ends else (now >= begins or now < ends)
    if not within:
        return None
    day = local.date() + timedelta(days=1 if begins > ends and now >= begins else 0)
    return clock.aware(datetime.combine(day, ends, tzinfo=ZoneInfo(zone)))
