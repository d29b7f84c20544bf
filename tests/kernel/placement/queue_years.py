"""Two queues through the same years: one that lets a re-sort follow when it is asked, one that moves everybody at once.

The second one is the obvious way: on the day of the re-sort each child gets its group, its place and its offer anew, one after the
other. Questions are asked seldom, so that what was put off stays put off; at the end both states are one text.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from tests.kernel.placement.queue_rules import MORE, NOON, RULES

from maarif.kernel.placement.queue import ages as queue_ages
from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue import lines, log, register
from maarif.kernel.placement.queue.errors import QueueFault
from maarif.kernel.placement.queue.machine import Handler, Queue
from maarif.kernel.placement.queue.records import Place
from maarif.kernel.placement.queue.rules import Group, Rules
from maarif.kernel.placement.queue.state import State

GARDENS = ("a", "b", "c")
GROUPS = ("2-3", "3-4", "4-5")
SCHOOL_AGE = (*RULES.groups, Group(code="4-5", from_months=48, until_months=60))
BOTH: tuple[Rules, ...] = (replace(RULES, groups=SCHOOL_AGE, quiet=()), replace(MORE, groups=SCHOOL_AGE, quiet=()))
STEPS = 60


def resorted_at_once(state: State, event: e.Resorted) -> None:
    """Everybody's record, offer and place, one child after the other."""
    state.counted_on = event.on
    day = event.on or state.today
    for child in [*state.children.values()]:
        group, old = state.rules.group_at(child.born, day), state.rules.too_old(child.born, day)
        kept = child
        if child.offer is not None and (old or group != child.group):
            kept = state.without_offer(child, child.offer)
        if kept.place is not None and old:
            state.free(kept.place)
            kept = replace(kept, place=None, swaps=())
        elif kept.place is not None and group is not None and group != kept.place.group:
            after = Place(garden=kept.place.garden, group=group)
            state.put_lot(state.lots[kept.place.line].grown(-1, 0))
            state.put_lot(state.lot(after).grown(1, 0))
            kept = replace(kept, place=after)
        state.put(replace(kept, group=group, waits=kept.waits and not old))


class AtOnce(Queue):
    """The queue that puts nothing off."""

    handlers: ClassVar[dict[type[e.Happened], Handler]] = {**Queue.handlers, e.Resorted: resorted_at_once}


class Years:
    """A life of both queues that dice lead."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        rules = dice.choice(BOTH)
        self.queues = (Queue(rules), AtOnce(rules))
        self.now: datetime = NOON
        self.known = 0

    def live(self) -> None:
        """Some years; AssertionError where the two part."""
        for _ in range(12):
            self.tell(self.joins())
        for garden in GARDENS:
            for group in GROUPS:
                self.tell(e.PlacesAdded(at=self.now, garden=garden, group=group, count=self.dice.randint(1, 4)))
        for _ in range(STEPS):
            self.tell(self.event())
            if self.dice.random() < 0.25:
                self.ask()
        assert log.state_of(self.queues[0]) == log.state_of(self.queues[1]), "another state in the end"

    def event(self) -> e.Happened:
        """Something that may happen, or be refused."""
        if self.dice.random() < 0.35:
            self.now += timedelta(days=self.dice.choice([0, 1, 4, 30, 120]))
        garden, group = self.dice.choice(GARDENS), self.dice.choice(GROUPS)
        name, until = f"c{self.dice.randint(0, self.known)}", self.today + timedelta(days=5)
        others = tuple(self.dice.sample(GARDENS, self.dice.randint(1, 2)))
        told: list[Callable[[], e.Happened]] = [
            self.joins,
            lambda: e.Resorted(at=self.now, on=self.dice.choice([None, self.some_day()])),
            lambda: e.Distributed(at=self.now, group=group, until=until),
            lambda: e.Exchanged(at=self.now, group=group),
            lambda: e.PlacesClosed(at=self.now, garden=garden, group=group, count=1),
            lambda: e.ExchangeWished(at=self.now, child=name, gardens=others),
            lambda: e.WishesChanged(at=self.now, child=name, wants=others),
            lambda: e.StartMoved(at=self.now, child=name, start=self.today + timedelta(days=40)),
            lambda: e.PrivilegeVerified(at=self.now, child=name, stream=self.dice.choice(["privileged", "first"])),
            *([lambda: e.LetOut(at=self.now, garden=garden, group=group, until=until)] * 5),
            *([lambda: self.of_offered(e.Accepted)] * 3),
            *(
                lambda kind=kind: kind(at=self.now, child=name)  # type: ignore[misc]
                for kind in (e.Regrouped, e.Frozen, e.Unfrozen, e.Withdrawn, e.Left, e.PrivilegeCancelled)
            ),
            lambda: self.of_offered(e.Refused),
            lambda: self.of_offered(e.Expired),
        ]
        return self.dice.choice(told)()

    def of_offered(self, kind: type[e.OfChild]) -> e.Happened:
        """An answer to an open offer, as the plain queue knows them."""
        offered = [child.id for child in self.queues[1].children.values() if child.offer]
        return kind(at=self.now, child=self.dice.choice(offered or ["nobody"]))

    def joins(self) -> e.Happened:
        """A child of one to five years; now and then one that has been known before."""
        self.known += 1
        name = f"c{self.dice.randint(0, self.known) if self.dice.random() < 0.2 else self.known}"
        born = self.today - timedelta(days=self.dice.randint(300, 1800))
        wants = tuple(self.dice.sample(GARDENS, self.dice.randint(1, 3)))
        start = self.today + timedelta(days=self.dice.choice([0, 0, 0, 3, 200]))
        return e.ChildAdded(at=self.now, child=name, born=born, wants=wants, start=start)

    def some_day(self) -> date:
        """The day of a re-sort: in the months around, any day of the month."""
        return self.today + timedelta(days=self.dice.randint(-100, 300))

    @property
    def today(self) -> date:
        """The day in Almaty."""
        return (self.now + timedelta(hours=5)).date()

    def tell(self, event: e.Happened) -> None:
        """Both take the event in the same way, or refuse it by the same name."""
        ours, theirs = (_told(queue, event) for queue in self.queues)
        assert ours == theirs, f"another answer to {event}"

    def ask(self) -> None:
        """One question to both."""
        line = (self.dice.choice(["", *GARDENS]), self.dice.choice(GROUPS))
        ours, theirs = ([*queue.order(*line)] for queue in self.queues)
        assert ours == theirs, f"another order of {line}"
        name = self.dice.choice([*self.queues[1].children, "nobody"])
        for garden in ("", *GARDENS):
            ours, theirs = (_told(queue, (name, garden)) for queue in self.queues)
            assert ours == theirs, f"another place of {name} for {garden}"
        ours, theirs = (queue.overdue(self.today) for queue in self.queues)
        assert ours == theirs, "other offers are overdue"
        ours, theirs = (queue.next_for(*line) for queue in self.queues)
        assert ours == theirs, f"another child is next for {line}"


def _told(queue: Queue, asked: Any) -> Any:
    try:
        return queue.explain(*asked) if isinstance(asked, tuple) else queue.apply(asked)
    except QueueFault as fault:
        return type(fault)


def lives(count: int, seed: int = 1) -> None:
    """So many lives; AssertionError where the two queues part."""
    for number in range(count):
        Years(random.Random(seed * 1_000_003 + number)).live()


def boundary_months_are_whole(patch: pytest.MonkeyPatch) -> None:
    """A month of birth that the re-sort's day divides goes as its first day does."""
    patch.setattr(
        queue_ages.Ages,
        "fate_of_month",
        lambda ages, month, since, group: ages.fate(month * queue_ages.MONTH + 1, since, group),
    )


def recalled_stay_asleep(patch: pytest.MonkeyPatch) -> None:
    """Whose offer a re-sort recalled is passed over until somebody looks at him."""
    patch.setattr(lines.Lines, "_awake", property(lambda index: ((lines.READY, *index._due), (lines.READY,))))


def only_the_last_counts(patch: pytest.MonkeyPatch) -> None:
    """Of two re-sorts that a record has not seen the first is forgotten."""
    right = queue_ages.Ages.aged
    patch.setattr(
        queue_ages.Ages,
        "aged",
        lambda ages, child, since, until=None: right(ages, child, max(since, ages.now - 1), until),
    )


def places_are_counted_too_late(patch: pytest.MonkeyPatch) -> None:
    """Free places are told as they were before the re-sort."""
    patch.setattr(register.Register, "_lot", lambda book, line: book._lots.get(line))


def those_who_left_are_remembered(patch: pytest.MonkeyPatch) -> None:
    """Whoever has outgrown all groups is still there."""
    patch.setattr(register.Register, "child", lambda book, name: book.aged(name) if name in book._records else None)


FAULTS: tuple[Callable[[pytest.MonkeyPatch], None], ...] = (
    boundary_months_are_whole,
    recalled_stay_asleep,
    only_the_last_counts,
    places_are_counted_too_late,
    those_who_left_are_remembered,
)


def survives(fault: Callable[[pytest.MonkeyPatch], None], count: int) -> bool:
    """Whether so many lives go by without a word about a broken rule."""
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        try:
            lives(count, seed=2)
        except (AssertionError, KeyError):
            return False
    return True
