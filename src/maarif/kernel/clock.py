"""The injected clock: the only place that the platform asks what time it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from maarif.kernel.errors import MaarifError


class NaiveTime(MaarifError):
    """An instant came without a time zone; nobody can say which moment it means."""


class Clock(Protocol):
    """Anything that tells an aware instant."""

    def now(self) -> datetime:
        """The present instant, aware."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The present instant of this machine in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FrozenClock:
    """A clock that stands still until it is moved, for tests and rehearsals."""

    instant: datetime

    def __post_init__(self) -> None:
        """Refuses an instant without a time zone."""
        self.instant = aware(self.instant)

    def now(self) -> datetime:
        """The instant it stands at, in UTC."""
        return aware(self.instant)

    def move(self, step: timedelta) -> None:
        """Moves the hands by a step, forwards or backwards."""
        self.instant = self.now() + step


class _Wall:
    """Holds the clock that hangs in this process."""

    clock: Clock = SystemClock()


def install(clock: Clock) -> None:
    """Hangs another clock for the whole process (wiring hangs the database's)."""
    _Wall.clock = clock


@contextmanager
def using(clock: Clock) -> Iterator[Clock]:
    """Hangs a clock for the length of a `with` block, in every thread of the process; for tests and rehearsals."""
    before = _Wall.clock
    _Wall.clock = clock
    try:
        yield clock
    finally:
        _Wall.clock = before


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return aware(_Wall.clock.now())


def today(time_zone: str) -> date:
    """The present date where people live: `today("Asia/Baku")` is a day ahead of UTC from 20:00 UTC on."""
    return day_of(now(), time_zone)


def day_of(instant: datetime, time_zone: str) -> date:
    """The local date of an instant; NaiveTime when it carries no zone."""
    return aware(instant).astimezone(ZoneInfo(time_zone)).date()


def end_of_day(day: date, time_zone: str) -> datetime:
    """The first instant that no longer belongs to a local day, in UTC: a deadline is kept while `now() < end_of_day(due)`."""
    midnight = datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(time_zone))
    return midnight.astimezone(UTC)


def start_of_day(day: date, time_zone: str) -> datetime:
    """The first instant of a local day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)


def aware(instant: datetime) -> datetime:
    """The same instant in UTC; NaiveTime when it carries no zone."""
    if instant.tzinfo is None:
        raise NaiveTime(instant=instant.isoformat())
    return instant.astimezone(UTC)
