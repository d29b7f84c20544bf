"""Reads of appeals without a name: by whoever has the code, by the office that has it, and counted for everybody."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import Count, QuerySet

from maarif.engine import deadlines
from maarif.engine.cases.types.counted import Group
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import country as country_of
from maarif.kernel.countries import region as region_of
from maarif.kernel.rulesets import rule_set
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.sectors.appeals import gates, rules, tickets
from maarif.sectors.appeals.errors import NoSuchAppeal, TooMany
from maarif.sectors.appeals.models import AnonymousAppeal
from maarif.sectors.appeals.types import Anonymous, AppealRules, Fate, Inbox, Seen, Sign, Step, Tally, Way
from maarif.sectors.appeals.words import word
from maarif.support.access.knocks import admits
from maarif.support.audit import operations as audit
from maarif.support.parties.types import Actor

ROWS: Final = 50
#: A figure of fewer appeals than this is not shown, nor one from which such a figure follows.
SMALLEST: Final = 10
#: The name under which they are counted beside services.
ANONYMOUS: Final = "anonymous"
_NOTHING: Final = bytes(32)

_ENDS: Final = """
    SELECT category, way = 'electronic', (received_at AT TIME ZONE %s)::date, (ended_at AT TIME ZONE %s)::date, due, count(*)
    FROM appeals_anonymousappeal WHERE country = %s AND received_at >= %s AND fate <> 'filed' GROUP BY 1, 2, 3, 4, 5
"""


def followed(*, number: str, code: str, address: str) -> Seen | None:
    """What has become of an appeal, for whoever knows its number and its code; None alike where either is wrong. TooMany."""
    if not admits(gates.LOOK, address):
        raise TooMany
    kept = tickets.read(code) or _NOTHING
    row = AnonymousAppeal.objects.filter(number=rules.anonymous_number(number), code=kept).first()
    if row is None:
        return None
    return Seen(
        number=row.number,
        fate=Fate(row.fate),
        received=_received(row),
        due=row.due,
        urgent=row.urgent,
        considered=_rules_of(row).anonymous_considered,
        resolution=row.resolution,
        language=row.language,
        steps=tuple(Step(at=each.at, kind=each.kind) for each in row.history.order_by("id")),
    )


def anonymous_inbox(viewer: Actor, *, fate: Fate | None = None) -> Inbox:
    """The appeals on the desk of the viewer's office: those of one fate, or all that are open; the urgent first, then the nearest end."""
    rows = _on_desk(viewer)
    counted = dict(rows.order_by().values_list("fate").annotate(count=Count("pk")))
    wanted = [fate.value] if fate is not None else [Fate.RECEIVED.value, Fate.LOOKED_INTO.value]
    found = list(rows.filter(fate__in=wanted).order_by("-urgent", "due", "id")[: ROWS + 1])
    places = _places(found)
    return Inbox(
        rows=tuple(_card(row, places) for row in found[:ROWS]),
        counts={each: counted.get(each.value, 0) for each in Fate},
        more=len(found) > ROWS,
    )


def anonymous_for(viewer: Actor, number: str) -> Anonymous:
    """One appeal on the desk of the viewer's office, with its history; the look is written down. NoSuchAppeal."""
    row = _on_desk(viewer).filter(number=rules.anonymous_number(number)).first()
    if row is None:
        raise NoSuchAppeal(number=number[:40])
    audit.record_write(by=viewer, verb="appeals.read_anonymous", subjects=[], detail={"number": row.number})
    steps = tuple(
        Step(
            at=each.at,
            kind=each.kind,
            why=str(each.detail.get("why", "")),
            to=str(each.detail.get("to", "")),
            by=each.party,
        )
        for each in row.history.order_by("id")
    )
    return _card(row, _places([row]), steps=steps)


def anonymous_tally(country: str, since: datetime) -> Tally:
    """How many came since a moment and what became of them; small groups, and what would give them away, are None."""
    rows = AnonymousAppeal.objects.filter(country=country, received_at__gte=since)
    counted = dict(rows.values_list("fate").annotate(count=Count("pk")))
    parts = {
        "filed": counted.get(Fate.FILED.value, 0),
        "resolved": counted.get(Fate.RESOLVED.value, 0),
        "open": counted.get(Fate.RECEIVED.value, 0) + counted.get(Fate.LOOKED_INTO.value, 0),
    }
    total = sum(parts.values())
    hidden = any(0 < part < SMALLEST for part in parts.values())
    return Tally(
        received=total if total >= SMALLEST else 0,
        filed=None if hidden else parts["filed"],
        resolved=None if hidden else parts["resolved"],
        open=None if hidden else parts["open"],
    )


def anonymous_groups(country: str, since: datetime) -> tuple[Group, ...]:
    """Appeals received since a moment that were not filed, those alike together, as the table of promises counts cases."""
    zone = country_of(country).time_zone
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, [zone, zone, country, since])
        return tuple(
            Group(
                service=ANONYMOUS,
                category=row[0],
                electronic=row[1],
                received=row[2],
                decided=row[3],
                due=row[4],
                count=row[5],
            )
            for row in cursor.fetchall()
        )


def anonymous_days(country: str, on: date) -> int:
    """Working days from receipt to the resolution of one that is not urgent."""
    return rule_set(country, "appeals", on, AppealRules).values.complaint_days


def anonymous_title() -> Text:
    """What they are called where they are counted."""
    return word("title")


def _on_desk(viewer: Actor) -> QuerySet[AnonymousAppeal]:
    """The rows that the viewer's office has; none for anybody who does not read there."""
    kind, scope = viewer.scope_kind or "", viewer.scope or ""
    if not gates.reads(viewer, kind, scope):
        return AnonymousAppeal.objects.none()
    return AnonymousAppeal.objects.filter(scope_kind=kind, scope=scope)


def _places(rows: list[AnonymousAppeal]) -> Mapping[int, Text]:
    wanted = {row.place for row in rows if row.place is not None}
    return institutions.names_of(wanted) if wanted else {}


def _card(row: AnonymousAppeal, places: Mapping[int, Text], *, steps: tuple[Step, ...] = ()) -> Anonymous:
    law = _rules_of(row)
    category = law.category(row.category)
    over = deadlines.over_since(calendar_of(row.country, row.region), clock.today(country_of(row.country).time_zone))
    return Anonymous(
        number=row.number,
        fate=Fate(row.fate),
        received=_received(row),
        due=row.due,
        late=row.ended_at is None and row.due <= over,
        urgent=row.urgent,
        sign=Sign(row.sign),
        found=Sign(row.found) if row.found else None,
        category=category.name if category is not None else Text.same(row.category),
        region=region_of(row.country, row.region).name,
        place=places.get(row.place) if row.place is not None else None,
        text=row.text,
        language=row.language,
        way=Way(row.way),
        resolution=row.resolution,
        scope_kind=row.scope_kind,
        scope=row.scope,
        considered=law.anonymous_considered,
        steps=steps,
    )


def _received(row: AnonymousAppeal) -> date:
    return clock.day_of(row.received_at, country_of(row.country).time_zone)


def _rules_of(row: AnonymousAppeal) -> AppealRules:
    """The rules in force on the day of receipt."""
    return rule_set(row.country, "appeals", _received(row), AppealRules).values
