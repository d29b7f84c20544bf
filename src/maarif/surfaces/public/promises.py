"""The public page of promises kept: every service's figures as they are shown, counted from the cases, kept for some minutes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from django.core.cache import cache

from maarif.engine import registry
from maarif.engine.cases import queries
from maarif.engine.cases.types.counted import Group, Promise
from maarif.engine.declare import Service
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import Country
from maarif.kernel.text import Text
from maarif.surfaces.public.figures import PERIOD
from maarif.surfaces.public.terms import Promised, own_promise, promised

KEPT_SECONDS: Final = 300
#: The bars of the chart are drawn on this width.
WIDTH: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Something that is counted beside the services: its name, the name of its page's address, its term and its cases."""

    code: str
    title: Text
    address: str
    days: Callable[[str, date], int]
    groups: Callable[[str, datetime], Sequence[Group]]


_FURTHER: Final[list[Further]] = []


def plug(further: Further) -> None:
    """Counts it too; called by config/wiring, twice does no harm."""
    if all(each.code != further.code for each in _FURTHER):
        _FURTHER.append(further)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One service: its name, the name and words of its page's address, the terms promised and the portal's own promise, figures.

    None stands where a small group is not shown.

    `bar` and `mark` are the median and the 90th percentile on the chart's width.
    """

    title: Text
    address: str
    args: tuple[str, ...]
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
    further = [(each, row) for each in _FURTHER for row in _of(each, country.code, since)]
    longest = max((row.spread.ninetieth for row in (*found, *(row for _, row in further)) if row.spread), default=0.0)
    rows = (
        *(_service_row(known[each.service], each, country, on, longest) for each in found if each.service in known),
        *(_further_row(each, row, country, on, longest) for each, row in further),
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


def _of(further: Further, country: str, since: datetime) -> tuple[Promise, ...]:
    return queries.promises_of(further.groups(country, since), (), calendar_of(country))


def _service_row(service: Service[Any], found: Promise, country: Country, on: date, longest: float) -> Row:
    group, _, name = service.code.partition(".")
    row = _row(found, registry.text_of(service, "title"), "public:service", longest)
    terms = promised(service, country.code, on)
    return replace(row, args=(group, name), promised=terms, own_promise=own_promise(service, country.code, on))


def _further_row(further: Further, found: Promise, country: Country, on: date, longest: float) -> Row:
    term = Promised(matters=None, days=further.days(country.code, on))
    return replace(_row(found, further.title, further.address, longest), promised=(term,))


def _row(found: Promise, title: Text, address: str, longest: float) -> Row:
    """A row without its promised terms; `longest` is the length that fills the chart's width."""
    width = WIDTH / (longest or 1.0)
    return Row(
        title=title,
        address=address,
        args=(),
        promised=(),
        own_promise=None,
        received=found.received,
        answered=found.answered,
        open=found.open,
        median=found.spread.median if found.spread else None,
        ninetieth=found.spread.ninetieth if found.spread else None,
        in_time=found.in_time,
        satisfaction=found.satisfaction,
        marks=found.marks,
        bar=round(width * found.spread.median, 1) if found.spread else 0.0,
        mark=round(width * found.spread.ninetieth, 1) if found.spread else 0.0,
    )
