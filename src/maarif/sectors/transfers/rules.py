"""Pure law of transfers: whether a window is open, when it closes, and the order of those who wait."""

from collections.abc import Collection, Iterable
from datetime import datetime

from maarif.kernel.windows import open_at
from maarif.sectors.transfers.types import Entry, Standing, Step, Transfers


def open_until(rules: Transfers, grade: int, moment: datetime, time_zone: str) -> datetime | None:
    """When the window closes in which a pupil of the grade may ask at this moment; None when none is open."""
    found = (open_at(each.opens, each.closes, moment, time_zone) for each in rules.windows if grade in each.grades)
    return max((window.closes for window in found if window is not None), default=None)


def in_territory(rules: Transfers, grade: int, moment: datetime, time_zone: str) -> bool:
    """Whether a school takes only children of its own territory at this moment."""
    bound = (
        (each.opens, each.territory_until) for each in rules.windows if grade in each.grades and each.territory_until
    )
    return any(open_at(opens, until, moment, time_zone) is not None for opens, until in bound)


def first_grade(rules: Transfers, turns: int | None, programmes: Collection[str]) -> int:
    """The grade that a child enters who turns so old in the year, with these programmes recorded; the first where nothing is said."""
    fitting = (each for each in rules.first_grade if each.turns == turns and each.programme in {"", *programmes})
    return next((each.grade for each in fitting), 1)


def goes_first(rules: Transfers, *, sibling: bool, employee: bool) -> bool:
    """Whether a child goes before the others when a place appears."""
    return (sibling and "sibling" in rules.first) or (employee and "employee" in rules.first)


def waiting(log: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those who still wait, in their order: first those who go first, each by the ticket of joining."""
    joined: dict[str, Entry] = {}
    for entry in sorted(log, key=lambda each: each.ticket):
        if entry.step is Step.JOINED:
            joined[entry.case] = entry
        else:
            joined.pop(entry.case, None)
    return tuple(sorted(joined.values(), key=lambda each: (not each.first, each.ticket)))


def standing(log: Iterable[Entry], case: str) -> Standing | None:
    """A case's place among those who wait; None when it does not wait."""
    order = waiting(log)
    for place, entry in enumerate(order, start=1):
        if entry.case == case:
            return Standing(place=place, of=len(order), first=entry.first)
    return None
