"""The continuous queue: a state that events change, the same events always to the same state.

No clock, no calendar, no database: time comes with the events. An event that is refused changes nothing. The place of one child
among n is found in O(log n) and an event costs O(wishes log n), the yearly re-sort O(1), whose work falls due when somebody asks; a
distribution and an exchange cost what they hand out. Events leave nothing for Python's cyclic collector: a program that keeps a big
queue may let it rest (`gc.disable`), since a walk of its own takes longer than any event.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from maarif.kernel.clock import aware, day_of
from maarif.kernel.placement.queue import events, families, places, yearly
from maarif.kernel.placement.queue.errors import NobodyReady, NoFreePlace, OutOfOrder
from maarif.kernel.placement.queue.events import Happened
from maarif.kernel.placement.queue.records import Child, Line, Lot, Place
from maarif.kernel.placement.queue.rules import Rules
from maarif.kernel.placement.queue.standing import Standing, standing
from maarif.kernel.placement.queue.state import DueDate, State, sane

Handler = Callable[[State, Any], Happened | None]
"""Checks an event, then changes the state; returns the event with what the rules have decided when there was something to decide."""


class Queue:
    """One queue. `due` counts working days (`Calendar.due_date`); without it the last day of an offer must come with the event."""

    handlers: ClassVar[Mapping[type[Happened], Handler]] = {
        events.TimePassed: families.time_passed,
        events.ChildAdded: families.child_added,
        events.PrivilegeVerified: families.privilege_verified,
        events.PrivilegeCancelled: families.privilege_cancelled,
        events.Frozen: families.frozen,
        events.Unfrozen: families.unfrozen,
        events.WishesChanged: families.wishes_changed,
        events.StartMoved: families.start_moved,
        events.Withdrawn: families.withdrawn,
        events.Regrouped: families.regrouped,
        events.PlacesAdded: places.places_added,
        events.PlacesClosed: places.places_closed,
        events.LetOut: places.let_out,
        events.Accepted: places.accepted,
        events.Refused: places.refused,
        events.Expired: places.expired,
        events.Recalled: places.recalled,
        events.Left: places.left,
        events.Resorted: yearly.resorted,
        events.Distributed: yearly.distributed,
        events.ExchangeWished: yearly.exchange_wished,
        events.Exchanged: yearly.exchanged,
    }

    def __init__(self, rules: Rules, due: DueDate | None = None) -> None:
        self.state = State(rules, due)

    def apply(self, event: Happened) -> Happened:
        """Lets an event happen and returns it as it belongs into the log; a QueueFault, and nothing has changed, otherwise."""
        state = self.state
        at, before = aware(event.at), state.today
        sane(at)
        if state.at is not None and at < state.at:
            raise OutOfOrder(at=at.isoformat(), after=state.at.isoformat())
        state.turn_to(day_of(at, state.rules.time_zone))
        try:
            recorded = self.handlers[type(event)](state, event)
        except BaseException:
            state.turn_to(before)
            raise
        state.at = at
        state.catch_up()
        return recorded or event

    @property
    def children(self) -> Mapping[str, Child]:
        """Everybody who waits or holds a place, by id."""
        return self.state.children

    @property
    def lots(self) -> Mapping[Line, Lot]:
        """The places of each group, by (kindergarten, group)."""
        return self.state.lots

    def next_for(self, garden: str, group: str) -> str | None:
        """Who would get a free place on the day of the last event; None when there is none, or nobody."""
        try:
            return self.state.next_for(Place(garden=garden, group=group))[0].id
        except (NoFreePlace, NobodyReady):
            return None

    def order(self, garden: str, group: str) -> Iterator[str]:
        """Those who could take a place today, in the order in which places would go; `garden` empty: over all of a group."""
        state, line = self.state, (garden, group)
        for key in state.lines.ready(line).merged(state.rules, state.turns(line)):
            yield state.register.named(key[1])

    def explain(self, child: str, garden: str) -> Standing:
        """Where a child stands for a kindergarten (empty: over all of its group) and why; O(log n)."""
        return standing(self.state, self.state.child(child), garden)

    def overdue(self, day: date) -> list[str]:
        """Whose offers have lapsed by a day without being expired yet, by id."""
        offered = map(self.state.register.child, self.state.register.offered)
        return sorted(child.id for child in offered if child and child.offer and child.offer.until < day)
