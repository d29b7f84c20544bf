"""Days off and moved working days of a country: the `holidays` library corrected by the dated tables of `calendar.toml`."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from maarif.kernel.countries import country as country_of
from maarif.kernel.countries import region as region_of
from maarif.kernel.errors import MaarifError
from maarif.kernel.shapes import shape
from maarif.kernel.tables import read
from maarif.kernel.text import LANGUAGES, Text

OBSERVED: Final = Text(
    az="{name} (istirahət günü köçürülüb)",
    ru="{name} (выходной перенесён)",
    kk="{name} (демалыс күні ауыстырылған)",
    ky="{name} (дем алыш күнү которулган)",
    en="{name} (day off in lieu)",
)
ESTIMATED: Final = Text(
    az="{name} (tarix hələ təsdiqlənməyib)",
    ru="{name} (дата ещё не утверждена)",
    kk="{name} (күні әлі бекітілмеген)",
    ky="{name} (күнү али бекитиле элек)",
    en="{name} (date not yet confirmed)",
)
MOVED: Final = Text(
    az="{day} ilə yeri dəyişdirilmiş istirahət günü",
    ru="выходной, перенесённый с {day}",
    kk="{day} күнінен ауыстырылған демалыс күні",
    ky="{day} күнүнөн которулган дем алыш күнү",
    en="day off moved from {day}",
)


class UnnamedHoliday(MaarifError):
    """The library knows a holiday that the country's table does not name in five languages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOff:
    """A day that nobody works, with its name; `regions` empty means the whole country."""

    date: date
    why: Text
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A day that is worked although it would be off (a Saturday moved, a holiday withdrawn)."""

    date: date
    regions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayName:
    """How a holiday of the library (its English name) is called in five languages."""

    library: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`calendar.toml`: the years covered, until when the government has published, names, and dated overrides."""

    first: date
    last: date
    published_until: date
    name: tuple[HolidayName, ...]
    off: tuple[DayOff, ...] = ()
    worked: tuple[Worked, ...] = ()


def span(country: str) -> tuple[date, date, date]:
    """First day, last day and the last day of published holidays of a country's table."""
    table = _table(country)
    return table.first, table.last, table.published_until


def days_off(country: str, within: frozenset[str]) -> tuple[dict[date, DayOff], frozenset[date]]:
    """Days off by date, and days worked all the same, of a country and of the regions that one lies within."""
    table = _table(country)
    off = dict(_library(country)[0])
    worked = set(_library(country)[1])
    for day in table.off:
        if not day.regions or day.regions & within:
            off[day.date] = day
            worked.discard(day.date)
    for moved in table.worked:
        if not moved.regions or moved.regions & within:
            off.pop(moved.date, None)
            worked.add(moved.date)
    return off, frozenset(worked)


@cache
def _table(country: str) -> Table:
    table = shape(Table, read(country, "calendar.toml"), file=f"{country}/calendar.toml")
    overrides: tuple[DayOff | Worked, ...] = (*table.off, *table.worked)
    for day in overrides:
        for code in day.regions:
            region_of(country, code)
    return table


@cache
def _library(country: str) -> tuple[dict[date, DayOff], frozenset[date]]:
    from holidays import country_holidays  # all the world's calendars: few commands count days

    table = _table(country)
    years = range(table.first.year, table.last.year + 1)
    found: Any = country_holidays(country_of(country).iso, years=years, language="en_US")
    names = {row.library: row.name for row in table.name}
    off = {
        day: DayOff(date=day, why=_names(country, names, found.get_list(day)))
        for day in found
        if table.first <= day <= table.last
    }
    return off, frozenset(day for day in found.weekend_workdays if table.first <= day <= table.last)


_LABEL: Final = re.compile(r"^(?P<name>.+?)(?: \((?P<marks>observed|estimated|observed, estimated)\))?$")
_SUBSTITUTED: Final = re.compile(r"^Day off \(substituted from (?P<month>\d\d)/(?P<day>\d\d)/(?P<year>\d{4})\)$")


def _names(country: str, names: dict[str, Text], labels: list[str]) -> Text:
    """All holidays of one day in five languages, each said once."""
    texts = list(dict.fromkeys(_name(country, names, label) for label in sorted(labels)))
    return Text.of({language: ", ".join(text.in_(language) for text in texts) for language in LANGUAGES})


def _name(country: str, names: dict[str, Text], label: str) -> Text:
    """The library's English label in five languages, with its marks (in lieu, estimated, moved) said in words."""
    moved = _SUBSTITUTED.match(label)
    if moved:
        day = date(int(moved["year"]), int(moved["month"]), int(moved["day"]))
        return MOVED.filled(day=_written(day))
    found = _LABEL.match(label)
    if found is None or found["name"] not in names:
        raise UnnamedHoliday(country=country, label=label)
    name = names[found["name"]]
    marks = found["marks"] or ""
    if "observed" in marks:
        name = OBSERVED.filled(name=name)
    if "estimated" in marks:
        name = ESTIMATED.filled(name=name)
    return name


def _written(day: date) -> Text:
    """A date in figures as each language writes it."""
    return Text.of({**dict.fromkeys(LANGUAGES, f"{day:%d.%m.%Y}"), "en": f"{day:%d/%m/%Y}"})
