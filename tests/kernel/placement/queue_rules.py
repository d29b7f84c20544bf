"""Rules and events that the tests of the queue share: 1 : 3 turns, two age groups, a stop list, a quiet August."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.rules import Consequence, Cost, Group, Rules, Share, Tier, Window

RULES = Rules(
    time_zone="Asia/Almaty",
    tiers=(
        Tier(shares=(Share(stream="first"),)),
        Tier(shares=(Share(stream="privileged"), Share(stream="general", turns=3))),
    ),
    ordinary="general",
    groups=(Group(code="2-3", from_months=24, until_months=36), Group(code="3-4", from_months=36, until_months=48)),
    answer_days=3,
    refusal=Cost(consequence=Consequence.STOPS, days=10, free=1),
    expiry=Cost(consequence=Consequence.STOPS, days=10),
    most_wishes=3,
    quiet=(Window(first="08-01", last="08-31"),),
)
MORE = replace(
    RULES,
    better_offers=True,
    least_wait_days=5,
    refusal=Cost(consequence=Consequence.MOVES, free=1, strikes=True),
    expiry=Cost(consequence=Consequence.LEAVES, free=1),
)
BORN = date(2023, 6, 15)
"""Two years old in the first months of 2026."""
NOON = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""Monday, 2 March 2026, noon in Almaty."""


def at(days: int = 0, **more: int) -> datetime:
    """So long after NOON."""
    return NOON + timedelta(days=days, **more)


def day(days: int) -> date:
    """The local day so many days after NOON's."""
    return date(2026, 3, 2) + timedelta(days=days)


def added(name: str, *wants: str, **other: Any) -> e.ChildAdded:
    """A child that may start at once."""
    return e.ChildAdded(**{"at": NOON, "child": name, "born": BORN, "wants": wants or ("g",), "start": day(0)} | other)


def places(count: int = 1, garden: str = "g", **other: Any) -> e.PlacesAdded:
    """Free places for children of two."""
    return e.PlacesAdded(**{"at": NOON, "garden": garden, "group": "2-3", "count": count} | other)


def let_out(days: int = 0, garden: str = "g", **other: Any) -> e.LetOut:
    """A place for a child of two goes out, to be answered within three days."""
    return e.LetOut(**{"at": at(days), "garden": garden, "group": "2-3", "until": day(days + 3)} | other)


def made(*told: e.Happened, rules: Rules = RULES, kind: type[Queue] = Queue) -> Queue:
    """The queue after some events."""
    queue = kind(rules)
    for event in told:
        queue.apply(event)
    return queue


def offered(queue: Queue, event: e.LetOut) -> str:
    """Who gets the place."""
    done = queue.apply(event)
    assert isinstance(done, e.LetOut)
    assert done.child is not None
    return done.child
