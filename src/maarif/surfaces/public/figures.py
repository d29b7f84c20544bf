"""How applications fared in the last year, counted from the cases; kept for some minutes, absent while there are none."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext, ngettext

from maarif.engine.cases import queries
from maarif.engine.cases.types import Figures
from maarif.kernel import clock

KEPT_SECONDS: Final = 300
PERIOD: Final = timedelta(days=365)
_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The figures as the front page shows them."""

    received: int
    decided: int
    median: str
    in_time_per_cent: int


def of_last_year(country: str) -> Shown | None:
    """The figures of the country's applications; None while nothing has been decided."""
    key = f"public.figures.{country}"
    counted: Figures | None = cache.get(key)
    if counted is None:
        counted = queries.figures(country, clock.now() - PERIOD)
        cache.set(key, counted, KEPT_SECONDS)
    if counted.median_seconds is None:
        return None
    return Shown(
        received=counted.received,
        decided=counted.decided,
        median=span(counted.median_seconds),
        in_time_per_cent=100 * counted.in_time // counted.decided,
    )


def span(seconds: float) -> str:
    """A length of time in its greatest whole unit: `3 days`, `2 hours`, `less than a second`."""
    for unit, length in _UNITS:
        count = int(seconds // length)
        if count:
            return _words(unit, count)
    return gettext("less than a second")


def _words(unit: str, count: int) -> str:
    forms = {
        "day": ngettext("%(num)s day", "%(num)s days", count),
        "hour": ngettext("%(num)s hour", "%(num)s hours", count),
        "minute": ngettext("%(num)s minute", "%(num)s minutes", count),
        "second": ngettext("%(num)s second", "%(num)s seconds", count),
    }
    return forms[unit] % {"num": count}
