"""Figures counted from every case of a time: the public table of promises, and how applications fared."""

import json
from datetime import datetime
from typing import Final

from django.db import connection

from maarif.engine import registry
from maarif.engine.cases import promises as counted
from maarif.engine.cases.promises import Channels, Group, Opinions, Promise
from maarif.engine.cases.types import Figures
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import country as country_of

promises_of = counted.promises

_FIGURES: Final = """
    SELECT count(*), count(decided_at), count(*) FILTER (WHERE (decided_at AT TIME ZONE %s)::date <= due),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - submitted_at))
    FROM cases_case WHERE country = %s AND number IS NOT NULL AND submitted_at >= %s
"""


_GROUPS: Final = """
    SELECT service, coalesce(answers ->> (%s::jsonb ->> service), ''), intake = 'electronic',
           (submitted_at AT TIME ZONE %s)::date, (decided_at AT TIME ZONE %s)::date, due, count(*)
    FROM cases_case
    WHERE country = %s AND number IS NOT NULL AND submitted_at >= %s
      AND status NOT IN ('withdrawn', 'expired', 'waiting_signature')
    GROUP BY 1, 2, 3, 4, 5, 6
"""
_MARKS: Final = """
    SELECT service, count(*), sum(mark) FROM cases_rating JOIN cases_case ON cases_case.id = cases_rating.case_id
    WHERE country = %s AND submitted_at >= %s GROUP BY 1
"""


def promises(country: str, since: datetime) -> tuple[tuple[Promise, ...], tuple[Channels, ...]]:
    """The public table of promises and the comparison of channels, counted from every case received since a moment.

    Cases taken back or never signed are not counted. A page that shows it keeps the answer for some minutes.
    """
    zone, asked = country_of(country).time_zone, {each.code: each.category for each in registry.services(country)}
    with connection.cursor() as cursor:
        cursor.execute(_GROUPS, [json.dumps(asked), zone, zone, country, since])
        groups = [
            Group(
                service=row[0],
                category=row[1],
                electronic=row[2],
                received=row[3],
                decided=row[4],
                due=row[5],
                count=row[6],
            )
            for row in cursor.fetchall()
        ]
        cursor.execute(_MARKS, [country, since])
        marks = [Opinions(service=row[0], count=row[1], total=row[2]) for row in cursor.fetchall()]
    calendar = calendar_of(country)
    return counted.promises(groups, marks, calendar), counted.channels(groups, calendar)


def figures(country: str, since: datetime) -> Figures:
    """Applications received since a moment: how many, how many decided, decided in time, and the median time to a decision.

    Reads every application of the time: a page that shows it keeps the answer for some minutes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FIGURES, [country_of(country).time_zone, country, since])
        received, decided, in_time, median = cursor.fetchone()
    return Figures(
        received=received, decided=decided, in_time=in_time, median_seconds=None if median is None else float(median)
    )
