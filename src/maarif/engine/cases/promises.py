"""Promises kept, counted from the cases: received, answered, in progress, how long, in time, how satisfied, by which channel.

Pure arithmetic over counted groups, so that the page's numbers can be recomputed from what is published beside them: small
groups are not shown, and none can be had by subtracting what is.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from maarif.engine.cases.types.counted import Channels as Channels
from maarif.engine.cases.types.counted import Group as Group
from maarif.engine.cases.types.counted import Opinions as Opinions
from maarif.engine.cases.types.counted import Promise as Promise
from maarif.engine.cases.types.counted import Spread as Spread
from maarif.kernel.calendar import Calendar

#: A figure of fewer people than this is not shown.
SMALLEST: Final = 10
#: Shares of fewer cases than this would let small numbers be computed from the percentage: one of its steps has to hold SMALLEST cases.
SMALLEST_SHARE: Final = 100 * SMALLEST


def promises(groups: Sequence[Group], marks: Sequence[Opinions], calendar: Calendar) -> tuple[Promise, ...]:
    """The table's rows by service; services with fewer than SMALLEST cases are left out."""
    rows = []
    said = {each.service: each for each in marks}
    for service in sorted({group.service for group in groups}):
        own = [group for group in groups if group.service == service]
        if _count(own) >= SMALLEST:
            rows.append(_promise(service, own, said.get(service), calendar))
    return tuple(rows)


def _promise(service: str, own: Sequence[Group], said: Opinions | None, calendar: Calendar) -> Promise:
    answered = [group for group in own if group.decided is not None]
    done, waiting = _count(answered), _count(own) - _count(answered)
    gives_away = _small(done) or _small(waiting)
    late = _count(group for group in answered if group.decided is not None and group.decided > group.due)
    few = _small(late) or _small(done - late)
    share_shown = done >= SMALLEST and (not few or done >= SMALLEST_SHARE)
    rated = said is not None and said.count >= SMALLEST
    return Promise(
        service=service,
        received=_count(own),
        answered=None if gives_away else done,
        open=None if gives_away else waiting,
        spread=spread(answered, calendar),
        in_time=100 * (done - late) // done if share_shown else None,
        satisfaction=round(said.total / said.count, 1) if said is not None and rated else None,
        marks=said.count if said is not None and rated else None,
    )


def channels(groups: Sequence[Group], calendar: Calendar) -> tuple[Channels, ...]:
    """Electronic beside written, in each category where both can be shown: like is compared with like."""
    compared = []
    for service, category in sorted({(group.service, group.category) for group in groups}):
        own = [g for g in groups if (g.service, g.category) == (service, category) and g.decided is not None]
        electronic, written = ([g for g in own if g.electronic is way] for way in (True, False))
        fast, slow = spread(electronic, calendar), spread(written, calendar)
        if fast is not None and slow is not None:
            compared.append(
                Channels(
                    service=service,
                    category=category,
                    electronic=fast,
                    written=slow,
                    electronic_count=_count(electronic),
                    written_count=_count(written),
                )
            )
    return tuple(compared)


def spread(answered: Iterable[Group], calendar: Calendar) -> Spread | None:
    """Median and 90th percentile in working days from the day of receipt, which is not counted; None for a small group."""
    lengths: dict[int, int] = {}
    for group in answered:
        if group.decided is not None:
            days = max(0, calendar.working_days_between(group.received, group.decided))
            lengths[days] = lengths.get(days, 0) + group.count
    total = sum(lengths.values())
    if total < SMALLEST:
        return None
    return Spread(median=_quantile(lengths, total, 0.5), ninetieth=_quantile(lengths, total, 0.9))


def _quantile(lengths: dict[int, int], total: int, share: float) -> float:
    """The value at a share of the ordered lengths, between two neighbours where it falls between them."""
    place = share * (total - 1)
    lower, rest = int(place), place - int(place)
    ordered = sorted(lengths.items())
    low, high = _at(ordered, lower), _at(ordered, min(lower + 1, total - 1))
    return round(low + (high - low) * rest, 1)


def _at(ordered: Sequence[tuple[int, int]], place: int) -> int:
    passed = 0
    for days, count in ordered:
        passed += count
        if place < passed:
            return days
    return ordered[-1][0]


def _count(groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups)


def _small(count: int) -> bool:
    return 0 < count < SMALLEST
