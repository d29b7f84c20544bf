"""Days, moments and numbers as each of the five languages writes them."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

# Babel's own long forms, except where the country's offices write otherwise: English in the order of the region, Kazakh and
# Kyrgyz with the year first and "of the year" shortened, as their ministries do; Russian with "of the year" in full, since
# its short form ends in a point, which would stand beside the point of the sentence.
_DAY: Final = {
    "az": "d MMMM y",
    "ru": "d MMMM y 'года'",
    "kk": "y 'ж'. d MMMM",
    "ky": "y-'ж'., d-MMMM",
    "en": "d MMMM y",
}
_DAY_OF_YEAR: Final = {"az": "d MMMM", "ru": "d MMMM", "kk": "d MMMM", "ky": "d-MMMM", "en": "d MMMM"}
_SPACE: Final = "\N{NO-BREAK SPACE}"
_UNBROKEN: Final = str.maketrans({" ": _SPACE, "-": "\N{NON-BREAKING HYPHEN}"})


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def day(value: date | datetime, language: str, zone: str = "UTC", *, year: bool = True) -> str:
    """A date in words: `24 noyabr 2026`; a moment is first moved into the time zone."""
    if isinstance(value, datetime):
        value = _local(value, zone).date()
    pattern = (_DAY if year else _DAY_OF_YEAR)[language]
    return str(format_date(value, pattern, locale=_locale(language))).translate(_UNBROKEN)


def clock(value: datetime, zone: str) -> str:
    """The hour and minute in the time zone: `18:05`."""
    return f"{_local(value, zone):%H:%M}"


def moment(value: datetime, language: str, zone: str) -> str:
    """Day, hour and minute: `24 noyabr 2026, 18:05`."""
    return f"{day(value, language, zone)}, {clock(value, zone)}"


def number(value: int | float | Decimal, language: str) -> str:
    """A number with its groups: `1 234,5`. Azerbaijani groups by a space too, as its statistics office does."""
    written = str(format_decimal(value, locale=_locale(language)))
    if language == "az":
        return written.replace(".", _SPACE)
    if language == "en":
        return written.replace(",", _SPACE)
    return written


def _local(value: datetime, zone: str) -> datetime:
    return value.astimezone(_zone(zone)) if value.tzinfo is not None else value
