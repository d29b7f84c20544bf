"""The public page of promises kept: every service's figures as they are shown, counted from the cases, kept for some minutes."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.core.cache import cache

from maarif.engine import registry
from maarif.engine.cases import queries
from maarif.kernel import clock
from maarif.kernel.countries import Country
from maarif.kernel.text import Text
from maarif.surfaces.public.figures import PERIOD
from maarif.surfaces.public.terms import Promised, own_promise, promised

KEPT_SECONDS: Final = 300
#: The bars of the chart are drawn on this width.
WIDTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One service: names, the terms promised and the portal's own promise, figures; None where a small group is not shown.

    `bar` and `mark` are the median and the 90th percentile on the chart's width.
    """

    title: Text
    group: str
    service: str
    promised: tuple[Promised, ...]
    own_promise: int | None
    received: int
    answered: int | None
    open: int | None
    median: float | None
    ninetieth: float | None
    in_time: int | None
    satisfaction: float | None
    marks: int | None
    bar: float
    mark: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Electronic beside written in one category of one service: medians in working days, how many times faster.

    How many there were is not told: beside the table above it would give small groups away.
    """

    title: Text
    category: Text | None
    electronic: float
    written: float
    faster: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """The page: its rows and comparisons, since when they are counted, and when they were."""

    rows: tuple[Row, ...]
    compared: tuple[Compared, ...]
    since: date
    counted_at: object


def screen(country: Country) -> Screen:
    """The figures of the last twelve months."""
    key = f"public.promises.{country.code}"
    kept: Screen | None = cache.get(key)
    if kept is None:
        kept = _counted(country)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


def _counted(country: Country) -> Screen:
    since, on = clock.now() - PERIOD, clock.today(country.time_zone)
    found, compared = queries.promises(country.code, since)
    known = {service.code: service for service in registry.services(country.code)}
    longest = max((each.spread.ninetieth for each in found if each.spread is not None), default=0.0) or 1.0
    rows = tuple(
        Row(
            title=registry.text_of(known[each.service], "title"),
            group=each.service.partition(".")[0],
            service=each.service.partition(".")[2],
            promised=promised(known[each.service], country.code, on),
            own_promise=own_promise(known[each.service], country.code, on),
            received=each.received,
            answered=each.answered,
            open=each.open,
            median=each.spread.median if each.spread else None,
            ninetieth=each.spread.ninetieth if each.spread else None,
            in_time=each.in_time,
            satisfaction=each.satisfaction,
            marks=each.marks,
            bar=round(WIDTH * (each.spread.median if each.spread else 0) / longest, 1),
            mark=round(WIDTH * (each.spread.ninetieth if each.spread else 0) / longest, 1),
        )
        for each in found
        if each.service in known
    )
    beside = tuple(
        Compared(
            title=registry.text_of(known[each.service], "title"),
            category=registry.text_of(known[each.service], f"categories.{each.category}")
            if each.category in known[each.service].categories
            else None,
            electronic=each.electronic.median,
            written=each.written.median,
            faster=round(each.faster, 1) if each.faster else None,
        )
        for each in compared
        if each.service in known
    )
    return Screen(rows=rows, compared=beside, since=since.date(), counted_at=clock.now())
