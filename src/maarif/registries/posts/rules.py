"""Pure law of the posts room: the largest load of a person, the size of a post by its hours, the length of service."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from maarif.kernel.calendar import months_later
from maarif.registries.posts.types import Length, Span, StaffRules

MONTHS: Final = 12
DAYS: Final = 30
"""Days left over from several spans make a month by thirties, as in work books."""
_DAY: Final = timedelta(days=1)


def worst_load(shares: Sequence[tuple[Span, int]]) -> int:
    """The largest sum of shares of any day; only a day on which a share begins can be the worst."""
    return max(
        (sum(share for span, share in shares if span.since <= day <= span.until) for day in _beginnings(shares)),
        default=0,
    )


def _beginnings(shares: Sequence[tuple[Span, int]]) -> set[date]:
    return {span.since for span, _ in shares}


def size_of(weekly_hours: int, rules: StaffRules) -> int:
    """The full-time equivalent of so many weekly hours, in hundredths, rounded to the nearest."""
    norm = rules.weekly_hours_of_full_post
    return (weekly_hours * 100 + norm // 2) // norm


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans in order, those that overlap or follow day on day as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.since, span.until)):
        if found and span.since <= found[-1].until + _DAY:
            found[-1] = Span(since=found[-1].since, until=max(found[-1].until, span.until))
        else:
            found.append(span)
    return tuple(found)


def breaks_between(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The days between spans that `joined` made."""
    return tuple(Span(since=one.until + _DAY, until=other.since - _DAY) for one, other in pairwise(spans))


def length_of(spans: Iterable[Span]) -> Length:
    """The length of several spans added up, their first and last days included."""
    years = months = days = 0
    for span in spans:
        one = _length(span.since, span.until + _DAY)
        years, months, days = years + one.years, months + one.months, days + one.days
    months, days = months + days // DAYS, days % DAYS
    return Length(years=years + months // MONTHS, months=months % MONTHS, days=days)


def _length(since: date, before: date) -> Length:
    """Whole months from a day to the day after the last by the calendar, and the days that are left."""
    months = (before.year - since.year) * MONTHS + before.month - since.month
    if months_later(since, months) > before:
        months -= 1
    return Length(years=months // MONTHS, months=months % MONTHS, days=(before - months_later(since, months)).days)
