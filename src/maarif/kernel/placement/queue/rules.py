"""The rules of a queue as typed data: streams and their turns, age groups, what a refusal costs, quiet days."""

import itertools
import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from maarif.kernel.placement.queue.errors import BadRules

MONTHS: Final = 12
MOST_DAYS: Final = 3_660
_MONTH_DAY: Final = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A stream and how many turns in a row it has in its tier's round."""

    stream: str
    turns: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """Streams that take turns: one privileged, three general, one privileged ... A tier of one stream is a plain line.

    Whoever stands in an earlier tier and can take the place goes before everybody of a later one.
    """

    shares: tuple[Share, ...]

    @property
    def streams(self) -> tuple[str, ...]:
        """The streams in the order of their turns."""
        return tuple(share.stream for share in self.shares)

    @property
    def round(self) -> tuple[str, ...]:
        """One whole round, a stream for each turn."""
        return _round(self)


@cache
def _round(tier: Tier) -> tuple[str, ...]:
    return tuple(share.stream for share in tier.shares for _ in range(share.turns))


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """An age group: from so many full months up to, not including, so many."""

    code: str
    from_months: int
    until_months: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Days of every year, `MM-DD`, both included; it may run over the turn of the year."""

    first: str
    last: str

    def holds(self, day: date) -> bool:
        """Whether a day lies in the window."""
        here = f"{day:%m-%d}"
        if self.first <= self.last:
            return self.first <= here <= self.last
        return here >= self.first or here <= self.last


class Consequence(Enum):
    """What happens to whoever refuses an offer or lets it lapse; the ticket is never lost, except by leaving."""

    KEEPS = "keeps"
    """Stands where he stood."""
    STOPS = "stops"
    """Is passed over for some days, then stands where he stood."""
    MOVES = "moves"
    """Is passed over until a year after the desired start."""
    LEAVES = "leaves"
    """Is out of the queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a refusal or a lapse costs: nothing the first `free` times, then the consequence; counted anew after it.

    `days`: calendar days on the stop list, the day of the refusal not counted. `strikes`: the refused kindergarten is no
    longer wished for, every time.
    """

    consequence: Consequence
    days: int = 0
    free: int = 0
    strikes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The law of one queue; BadRules when it contradicts itself.

    `ordinary` is the stream of whoever has no verified privilege. `answer_days`: working days to answer an offer.
    `least_wait_days`: calendar days from the ticket to the first offer. `better_offers`: whoever holds a place goes on
    waiting for the kindergartens that he prefers to it.
    """

    time_zone: str
    tiers: tuple[Tier, ...]
    ordinary: str
    groups: tuple[Group, ...]
    answer_days: int
    refusal: Cost
    expiry: Cost
    most_wishes: int | None = None
    least_wait_days: int = 0
    quiet: tuple[Window, ...] = ()
    better_offers: bool = False

    def __post_init__(self) -> None:
        """Refuses what no queue could follow."""
        for field, fault in _faults(self):
            raise BadRules(field=field, fault=fault)

    def tier_of(self, stream: str) -> int:
        """Which tier a stream belongs to, by its place in `tiers`."""
        return next(place for place, tier in enumerate(self.tiers) if stream in tier.streams)

    @property
    def streams(self) -> tuple[str, ...]:
        """All streams, in the order of tiers."""
        return tuple(stream for tier in self.tiers for stream in tier.streams)

    def group_at(self, born: date, day: date) -> str | None:
        """The age group of a child on a day; None when too young or too old for all."""
        age = months_old(born, day)
        return next((group.code for group in self.groups if group.from_months <= age < group.until_months), None)

    def too_old(self, born: date, day: date) -> bool:
        """Whether a child has outgrown every group."""
        return months_old(born, day) >= max(group.until_months for group in self.groups)

    def is_quiet(self, day: date) -> bool:
        """Whether no place may be let out on a day."""
        return any(window.holds(day) for window in self.quiet)


def months_old(born: date, day: date) -> int:
    """Full months lived; whoever is born on the 31st completes a month of 30 days with the first of the next."""
    return (day.year - born.year) * MONTHS + day.month - born.month - (day.day < born.day)


@cache
def _zones() -> set[str]:
    """The names of all time zones, read from the disk once."""
    return available_timezones()


def _faults(rules: Rules) -> list[tuple[str, str]]:
    """Every contradiction as (field, fault)."""
    streams = rules.streams
    codes = [group.code for group in rules.groups]
    spans = sorted((group.from_months, group.until_months) for group in rules.groups)
    numbers = [rules.answer_days, rules.least_wait_days, *_numbers(rules.refusal), *_numbers(rules.expiry)]
    checks = [
        ("tiers", bool(streams) and all(tier.shares for tier in rules.tiers), "there is a tier without a stream"),
        ("tiers", len(set(streams)) == len(streams), "a stream stands twice"),
        ("tiers", all(share.turns > 0 for tier in rules.tiers for share in tier.shares), "a stream has no turn"),
        ("ordinary", rules.ordinary in streams, "is none of the streams"),
        ("groups", bool(codes) and len(set(codes)) == len(codes), "there is no group, or one stands twice"),
        ("groups", all(0 <= first < last for first, last in spans), "a group holds no age"),
        ("groups", all(a[1] <= b[0] for a, b in itertools.pairwise(spans)), "two groups hold one age"),
        ("quiet", all(_MONTH_DAY.fullmatch(end) for w in rules.quiet for end in (w.first, w.last)), "is not MM-DD"),
        ("most_wishes", rules.most_wishes is None or rules.most_wishes > 0, "leaves nothing to wish for"),
        (
            "answer_days, least_wait_days, days, free",
            min(numbers) >= 0 and max(numbers) <= MOST_DAYS,
            "is no such number",
        ),
        ("time_zone", rules.time_zone in _zones(), "is no time zone"),
    ]
    return [(field, fault) for field, holds, fault in checks if not holds]


def _numbers(cost: Cost) -> tuple[int, int]:
    return cost.days, cost.free
