"""The load of an office, of the offices of a region or of a country: what is open and how old, who has it, how long ended turns took."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final, LiteralString

from django.db import connection

from maarif.engine import registry
from maarif.engine.cases.errors import NotYourTurn
from maarif.engine.cases.naming import colleagues_of, leads_office
from maarif.engine.cases.types.desk import Bucket, Load, Pace
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country, region, regions
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Actor

#: Turns that ended within so many days are counted.
PERIOD: Final = timedelta(days=90)
#: The ages by which open turns are told apart, in working days.
AGES: Final = (1, 3, 5, 10, 20)

_WHERE: Final[Mapping[ScopeKind, LiteralString]] = {
    ScopeKind.INSTITUTION: "scope_kind = 'institution' AND scope = %(scope)s",
    ScopeKind.REGION: "region = ANY(%(regions)s)",
    ScopeKind.COUNTRY: "country = %(scope)s",
}
_PLACE: Final[Mapping[ScopeKind, LiteralString]] = {
    ScopeKind.INSTITUTION: "''",
    ScopeKind.REGION: "CASE WHEN scope_kind = 'institution' THEN scope ELSE '' END",
    ScopeKind.COUNTRY: "region",
}
_OPEN: Final[LiteralString] = """
    WITH turn AS MATERIALIZED (
        SELECT (opened_at AT TIME ZONE %(zone)s)::date AS opened, service, {place} AS place, claimed_by_id AS officer,
            scope_kind = %(kind)s AND scope = %(scope)s AS own, due < %(today)s AND paused_at IS NULL AS late
        FROM cases_turn WHERE closed_at IS NULL AND office <> 'placement' AND {where})
    SELECT 'age', opened::text, count(*), count(*) FILTER (WHERE late) FROM turn GROUP BY 2
    UNION ALL SELECT 'service', service, count(*), count(*) FILTER (WHERE late) FROM turn GROUP BY 2
    UNION ALL SELECT 'place', place, count(*), count(*) FILTER (WHERE late) FROM turn GROUP BY 2
    UNION ALL SELECT 'officer', officer::text, count(*), count(*) FILTER (WHERE late) FROM turn
        WHERE own AND officer IS NOT NULL GROUP BY 2
    UNION ALL SELECT 'unclaimed', '', count(*), 0 FROM turn WHERE officer IS NULL
"""
_ENDED: Final[LiteralString] = """
    WITH turn AS MATERIALIZED (
        SELECT (opened_at AT TIME ZONE %(zone)s)::date AS opened, (closed_at AT TIME ZONE %(zone)s)::date AS closed,
            service, {place} AS place, closed_by AS officer, scope_kind = %(kind)s AND scope = %(scope)s AS own
        FROM cases_turn WHERE closed_at >= %(since)s AND office <> 'placement' AND {where})
    SELECT 'service', service, opened, closed, count(*) FROM turn GROUP BY 2, 3, 4
    UNION ALL SELECT 'place', place, opened, closed, count(*) FROM turn GROUP BY 2, 3, 4
    UNION ALL SELECT 'officer', officer::text, opened, closed, count(*) FROM turn
        WHERE own AND officer IS NOT NULL GROUP BY 2, 3, 4
"""

#: What is open and what of it is late, by kind and key; how many turns took how many working days, by kind and key.
Standing = Mapping[tuple[str, str], tuple[int, int]]
Lengths = Mapping[tuple[str, str], Counter[int]]


def load_for(viewer: Actor) -> Load:
    """The load of what the viewer answers for: a head's office, a region's offices, a country's. NotYourTurn for anybody else.

    Officers are those of the viewer's own office, places the offices of a region, or the regions of a country.
    """
    if not leads_office(viewer) or viewer.scope_kind is None or viewer.scope is None:
        raise NotYourTurn(party=viewer.party)
    kind, values = ScopeKind(viewer.scope_kind), _values(viewer)
    named = {"where": _WHERE[kind], "place": _PLACE[kind]}
    found = _rows(_OPEN.format(**named), values)
    standing = {(row[0], row[1] or ""): (row[2], row[3]) for row in found}
    lengths = _lengths(_rows(_ENDED.format(**named), values))
    ages = {date.fromisoformat(key): count for (part, key), (count, _late) in standing.items() if part == "age"}
    colleagues = {str(each.party): Text.same(each.name) for each in colleagues_of(viewer)}
    return Load(
        open=sum(ages.values()),
        overdue=sum(late for (part, _key), (_count, late) in standing.items() if part == "age"),
        unclaimed=standing["unclaimed", ""][0],
        ended=sum(counted.total() for (part, _key), counted in lengths.items() if part == "service"),
        buckets=_buckets(ages),
        officers=_paces("officer", standing, lengths, lambda keys: _officers(keys, colleagues), colleagues),
        services=_paces("service", standing, lengths, _services),
        places=() if kind is ScopeKind.INSTITUTION else _paces("place", standing, lengths, _places(kind)),
    )


def _rows(statement: LiteralString, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _values(viewer: Actor) -> dict[str, Any]:
    here = active_country()
    inside = [each.code for each in regions(here.code) if viewer.scope in _above(here.code, each.code)]
    return {
        "zone": here.time_zone,
        "kind": viewer.scope_kind,
        "scope": viewer.scope,
        "regions": inside,
        "today": clock.today(here.time_zone),
        "since": clock.now() - PERIOD,
    }


def _above(country: str, code: str | None) -> list[str]:
    """A region and every region that it lies in."""
    chain: list[str] = []
    while code is not None:
        chain.append(code)
        code = region(country, code).parent
    return chain


def _lengths(rows: Iterable[tuple[Any, ...]]) -> Lengths:
    calendar = calendar_of(active_country().code)
    lengths: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    for part, key, opened, closed, count in rows:
        lengths[part, key][calendar.working_days_between(opened, closed)] += count
    return lengths


def _buckets(ages: Mapping[date, int]) -> tuple[Bucket, ...]:
    """Open turns by the working days that they have been open."""
    calendar, today = calendar_of(active_country().code), clock.today(active_country().time_zone)
    counted: Counter[int | None] = Counter()
    for opened, count in ages.items():
        days = calendar.working_days_between(opened, today)
        counted[next((age for age in AGES if days <= age), None)] += count
    return tuple(Bucket(upto=age, count=counted[age]) for age in (*AGES, None))


def _paces(
    part: str,
    standing: Standing,
    lengths: Lengths,
    names_of: Callable[[list[str]], Mapping[str, Text]],
    always: Iterable[str] = (),
) -> tuple[Pace, ...]:
    """One line per key, the most loaded first; `always` are shown with nothing to do too."""
    keys = sorted({key for kind, key in (*standing, *lengths) if kind == part} | set(always))
    names = names_of(keys)
    lines = [
        Pace(
            key=key,
            name=names.get(key),
            open=standing.get((part, key), (0, 0))[0],
            overdue=standing.get((part, key), (0, 0))[1],
            ended=lengths.get((part, key), Counter()).total(),
            median_days=_median(lengths.get((part, key), Counter())),
        )
        for key in keys
    ]
    return tuple(sorted(lines, key=lambda pace: (-pace.open, -pace.ended)))


def _median(lengths: Counter[int]) -> float | None:
    """The middle of the lengths, halfway between two where there is no one middle."""
    ordered = sorted(lengths.elements())
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _officers(keys: list[str], colleagues: Mapping[str, Text]) -> Mapping[str, Text]:
    """Colleagues by name, and whoever has gone but has left work behind."""
    gone = [int(key) for key in keys if key not in colleagues]
    return {
        **colleagues,
        **{str(key): Text.same(name) for key, name in (people.names_of(gone) if gone else {}).items()},
    }


def _services(codes: list[str]) -> Mapping[str, Text]:
    known = {each.code: each for each in registry.all_services()}
    return {code: registry.text_of(known[code], "title") if code in known else Text.same(code) for code in codes}


def _places(kind: ScopeKind) -> Callable[[list[str]], Mapping[str, Text]]:
    if kind is ScopeKind.COUNTRY:
        known = {each.code: each.name for each in regions(active_country().code)}
        return lambda codes: {code: known[code] for code in codes if code in known}
    return lambda keys: {
        str(key): name for key, name in institutions.names_of([int(key) for key in keys if key]).items()
    }
