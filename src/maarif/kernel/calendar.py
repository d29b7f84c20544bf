"""Working days of a country or a region: terms are counted from a table, in constant time, and explained day by day."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Final

from maarif.kernel.clock import aware, day_of, end_of_day
from maarif.kernel.countries import country as country_of
from maarif.kernel.countries import region as region_of
from maarif.kernel.daysoff import DayOff, days_off, span
from maarif.kernel.errors import MaarifError
from maarif.kernel.text import Text

MONTHS: Final = 12
WEEKDAYS: Final = (
    Text(az="bazar ertəsi", ru="понедельник", kk="дүйсенбі", ky="дүйшөмбү", en="Monday"),
    Text(az="çərşənbə axşamı", ru="вторник", kk="сейсенбі", ky="шейшемби", en="Tuesday"),
    Text(az="çərşənbə", ru="среда", kk="сәрсенбі", ky="шаршемби", en="Wednesday"),
    Text(az="cümə axşamı", ru="четверг", kk="бейсенбі", ky="бейшемби", en="Thursday"),
    Text(az="cümə", ru="пятница", kk="жұма", ky="жума", en="Friday"),
    Text(az="şənbə", ru="суббота", kk="сенбі", ky="ишемби", en="Saturday"),
    Text(az="bazar", ru="воскресенье", kk="жексенбі", ky="жекшемби", en="Sunday"),
)


class OutsideCalendar(MaarifError):
    """A day, or a term's end, lies outside the years that the country's calendar table covers."""


class NegativeTerm(MaarifError):
    """A term cannot be shorter than no days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A day that did not count and the reason why."""

    date: date
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The last day of a term with its arithmetic: the days that counted and those that did not.

    `provisional` says that the term reaches beyond the years whose holidays the government has published.
    """

    due: date
    counted: tuple[date, ...]
    skipped: tuple[Skipped, ...]
    provisional: bool = False


class Calendar:
    """The working days of one country or region between the first and the last day of its table.

    `_ordinals` are the working days in order; `_upto[i]` is how many of them lie up to and including the i-th day
    of the table. So a term is two look-ups, whatever its length.
    """

    __slots__ = ("_first", "_off", "_ordinals", "_upto", "country", "first", "last", "published_until", "region")

    def __init__(self, country: str, region: str | None, off: dict[date, DayOff], worked: frozenset[date]) -> None:
        weekend = country_of(country).weekend
        self.country: Final = country
        self.region: Final = region
        self.first, self.last, self.published_until = span(country)
        self._first: Final = self.first.toordinal()
        self._off: Final = off
        self._ordinals: Final[list[int]] = []
        self._upto: Final[list[int]] = []
        for ordinal in range(self._first, self.last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if day in worked or (day not in off and day.weekday() not in weekend):
                self._ordinals.append(ordinal)
            self._upto.append(len(self._ordinals))

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on a day; OutsideCalendar when the table does not reach it."""
        before = self._count(day - timedelta(days=1)) if day > self.first else 0
        return self._count(day) > before

    def why_not(self, day: date, language: str) -> str | None:
        """Why nobody works on a day, in a language; None on a working day."""
        reason = self.reason(day)
        return None if reason is None else reason.in_(language)

    def reason(self, day: date) -> Text | None:
        """Why nobody works on a day: the holiday, else the day of the weekend; None on a working day."""
        if self.is_working_day(day):
            return None
        holiday = self._off.get(day)
        return WEEKDAYS[day.weekday()] if holiday is None else holiday.why

    def due_date(self, received: date | datetime, days: int) -> date:
        """The last day of a term of so many working days, without the explanation; constant time."""
        if days < 0:
            raise NegativeTerm(days=days)
        start = self.day_received(received)
        if days == 0:
            return start
        index = self._count(start) + days - 1
        if index >= len(self._ordinals):
            raise OutsideCalendar(
                country=self.country, last=self.last.isoformat(), received=start.isoformat(), days=days
            )
        return date.fromordinal(self._ordinals[index])

    def due(self, received: date | datetime, days: int) -> Due:
        """The last day of a term with every day that counted and every day that did not.

        The day of receipt is not counted, whatever day it is. A term of no days ends on it.
        An instant is taken for the date that it is in the country, so 21:00 UTC is the next day in Baku.
        """
        last = self.due_date(received, days)
        counted: list[date] = []
        skipped: list[Skipped] = []
        start = self.day_received(received).toordinal()
        for day in map(date.fromordinal, range(start + 1, last.toordinal() + 1)):
            reason = self.reason(day)
            if reason is None:
                counted.append(day)
            else:
                skipped.append(Skipped(date=day, why=reason))
        return Due(due=last, counted=tuple(counted), skipped=tuple(skipped), provisional=last > self.published_until)

    def working_days_between(self, after: date, upto: date) -> int:
        """How many working days lie after one day up to and including another; negative when it lies before."""
        return self._count(upto) - self._count(after)

    def working_day_before(self, day: date) -> date:
        """The last working day before a day; OutsideCalendar when the table has none."""
        index = self._count(day - timedelta(days=1)) - 1
        if index < 0:
            raise OutsideCalendar(country=self.country, day=day.isoformat(), first=self.first.isoformat())
        return date.fromordinal(self._ordinals[index])

    def closes(self, due: date) -> datetime:
        """The instant when a term ends: the end of its last day where the people live, in UTC."""
        return end_of_day(due, country_of(self.country).time_zone)

    def day_received(self, received: date | datetime) -> date:
        """The local date of receipt; an instant without a time zone is refused."""
        if isinstance(received, datetime):
            return day_of(aware(received), country_of(self.country).time_zone)
        return received

    def _count(self, day: date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._upto):
            raise OutsideCalendar(
                country=self.country, day=day.isoformat(), first=self.first.isoformat(), last=self.last.isoformat()
            )
        return self._upto[index]


@cache
def calendar_of(country: str, region: str | None = None) -> Calendar:
    """The calendar of a country, or of one of its regions with the days that only the region has off or works."""
    within: list[str] = []
    part = region
    while part is not None:
        within.append(part)
        part = region_of(country, part).parent
    off, worked = days_off(country, frozenset(within))
    return Calendar(country, region, off, worked)


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
