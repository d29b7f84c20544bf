"""Rules of the queue broken on purpose, one at a time: what the lives must not survive."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.kernel.placement import queue_model

from maarif.kernel.placement.queue import events as e
from maarif.kernel.placement.queue import families, places, state, turns, yearly
from maarif.kernel.placement.queue.lines import Lines
from maarif.kernel.placement.queue.machine import Queue
from maarif.kernel.placement.queue.records import Child, Offer, Place
from maarif.kernel.placement.queue.register import Register
from maarif.kernel.placement.queue.rules import Rules
from maarif.kernel.placement.queue.state import State

Patch = pytest.MonkeyPatch
_numbers = itertools.count(1)


def _handled(patch: Patch, kind: type[e.Happened], handler: Callable[[State, Any], Any]) -> None:
    patch.setattr(Queue, "handlers", {**Queue.handlers, kind: handler})


def later_child_first(patch: Patch) -> None:
    """The last who is ready gets the place."""
    right = turns.Order.first

    def last(order: turns.Order, rules: Rules, at: Any) -> Any:
        found = right(order, rules, at)
        return found and (max(row[-1] for row in order.streams[found[1]]), *found[1:])

    patch.setattr(turns.Order, "first", last)


def two_offers(patch: Patch) -> None:
    """Whoever holds an offer is offered more."""
    patch.setattr(Child, "ready", lambda child, day: not child.frozen and child.wakes <= day)


def calendar_days(patch: Patch) -> None:
    """The term of an offer counts days off too."""
    patch.setattr(State, "last_day", lambda self, named: self.today + timedelta(days=self.rules.answer_days))


def a_day_late(patch: Patch) -> None:
    """An offer may be taken on the day after the last."""

    def accepted(queue: State, event: e.Accepted) -> None:
        child = queue.child(event.child)
        if child.offer is not None and queue.today == child.offer.until + timedelta(days=1):
            queue.put(replace(child, offer=replace(child.offer, until=queue.today)))
        places.accepted(queue, event)

    _handled(patch, e.Accepted, accepted)


def stop_list_costs_the_ticket(patch: Patch) -> None:
    """After the stop list one stands last."""
    right = places.charged

    def charged(queue: State, child: Child, cost: Any) -> Child:
        return replace(right(queue, child, cost), since=child.since + timedelta(days=1))

    patch.setattr(places, "charged", charged)


def class_change_costs_the_ticket(patch: Patch) -> None:
    """A proved privilege counts from its proof."""

    def verified(queue: State, event: e.PrivilegeVerified) -> None:
        families.privilege_verified(queue, event)
        queue.tickets += 1
        child = queue.children[event.child]
        queue.put(replace(child, number=queue.tickets))

    _handled(patch, e.PrivilegeVerified, verified)


def freeze_costs_the_ticket(patch: Patch) -> None:
    """Whoever froze stands last."""

    def frozen(queue: State, event: e.Frozen) -> None:
        families.frozen(queue, event)
        child = queue.children[event.child]
        queue.put(replace(child, since=child.since + timedelta(hours=1)))

    _handled(patch, e.Frozen, frozen)


def frozen_gets_offers(patch: Patch) -> None:
    """A freeze does nothing."""
    patch.setattr(Child, "ready", lambda child, day: child.offer is None and child.wakes <= day)


def no_quiet_time(patch: Patch) -> None:
    """Places go out in August."""
    patch.setattr(Rules, "is_quiet", lambda rules, day: False)


def a_place_is_lost(patch: Patch) -> None:
    """The place of a child that leaves is not free."""
    patch.setattr(State, "free", lambda queue, place: None)


def turns_are_lost(patch: Patch) -> None:
    """The turn of a refused offer is not owed."""
    patch.setattr(state, "given_back", lambda rules, at, stream: tuple(at))


def the_round_begins_anew(patch: Patch) -> None:
    """Each place begins a new round: the privileged always come first."""
    right = turns.Order.first

    def first(order: turns.Order, rules: Rules, at: Any) -> Any:
        found = right(order, rules, at)
        return found and (*found[:2], tuple(at))

    patch.setattr(turns.Order, "first", first)


def position_forgets_the_hand(patch: Patch) -> None:
    """Positions are counted as if a round began."""
    right = turns.turns_before

    def before(tier: Any, at: turns.Turns, stream: str, rank: int) -> dict[str, int]:
        return right(tier, turns.Turns(0, at.owed), stream, rank)

    patch.setattr(turns, "turns_before", before)


def refusal_leaves_a_trace(patch: Patch) -> None:
    """Whom a refused event woke stays awake."""
    right = Lines.turn_to
    patch.setattr(Lines, "turn_to", lambda lines, day: right(lines, max([day, *lines._due])))


def half_an_offer(patch: Patch) -> None:
    """The place is taken before it is known whether the record is right."""

    def let_out(queue: State, event: e.LetOut) -> e.LetOut:
        queue.may_let_out()
        child, turn, lot = queue.next_for(Place(garden=event.garden, group=event.group))
        queue.put_lot(lot)
        state.due_child(event.child, child)
        until = queue.last_day(event.until)
        queue.put(replace(child, offer=Offer(place=lot.place, until=until, turn=turn)))
        return replace(event, child=child.id, until=until)

    _handled(patch, e.LetOut, let_out)


def replay_counts_on(patch: Patch) -> None:
    """Numbers come from a counter that a replay does not begin anew."""

    def added(queue: State, event: e.ChildAdded) -> None:
        families.child_added(queue, event)
        child = queue.children[event.child]
        queue.put(replace(child, stopped_until=child.start - timedelta(days=next(_numbers) + 1)))

    _handled(patch, e.ChildAdded, added)


FAULTS: tuple[Callable[[Patch], None], ...] = (
    later_child_first,
    two_offers,
    calendar_days,
    a_day_late,
    stop_list_costs_the_ticket,
    class_change_costs_the_ticket,
    freeze_costs_the_ticket,
    frozen_gets_offers,
    no_quiet_time,
    a_place_is_lost,
    turns_are_lost,
    the_round_begins_anew,
    position_forgets_the_hand,
    refusal_leaves_a_trace,
    half_an_offer,
    replay_counts_on,
)


def places_stay_behind(patch: Patch) -> None:
    """Whoever changes group leaves the own place behind in the old one."""
    right = Register._change
    patch.setattr(Register, "_change", lambda register, line, total, free: right(register, line, 0, free))


def second_best_is_enough(patch: Patch) -> None:
    """The distribution gives the last wish that is free."""
    right = yearly.serial_dictatorship
    patch.setattr(yearly, "serial_dictatorship", lambda order, free: right(((n, w[::-1]) for n, w in order), free))


def nobody_exchanges(patch: Patch) -> None:
    """Everybody keeps his own place."""
    patch.setattr(yearly, "top_trading_cycles", lambda holds, wants, first: dict(holds))


YEARLY_FAULTS: tuple[Callable[[Patch], None], ...] = (second_best_is_enough, nobody_exchanges)


def survives(fault: Callable[[Patch], None], lives: int, machine: type[queue_model.Life] = queue_model.Life) -> bool:
    """Whether so many lives go by without a word about a broken rule."""
    from hypothesis import HealthCheck, Phase, settings
    from hypothesis.stateful import run_state_machine_as_test

    hurried = settings(
        max_examples=lives,
        stateful_step_count=40,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        try:
            run_state_machine_as_test(machine, settings=hurried)
        except AssertionError:
            return False
    return True
