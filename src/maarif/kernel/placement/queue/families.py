"""What families and their papers do to a queue: joining, privileges, freezes, wishes, starts, leaving the queue."""

from dataclasses import replace
from datetime import timedelta

from maarif.kernel.clock import aware, day_of
from maarif.kernel.placement.queue.errors import (
    BadDate,
    BadWishes,
    ChildKnown,
    NotWaiting,
    SameAsBefore,
    UnknownStream,
)
from maarif.kernel.placement.queue.events import (
    ChildAdded,
    Frozen,
    PrivilegeCancelled,
    PrivilegeVerified,
    Regrouped,
    StartMoved,
    TimePassed,
    Unfrozen,
    WishesChanged,
    Withdrawn,
)
from maarif.kernel.placement.queue.records import Child
from maarif.kernel.placement.queue.state import State, sane


def time_passed(state: State, event: TimePassed) -> None:
    """The day is the state's already."""


def child_added(state: State, event: ChildAdded) -> None:
    """Gives the next ticket."""
    since = aware(event.since or event.at)
    sane(since, event.born, event.start)
    if not event.child or event.child in state.children:
        raise ChildKnown(child=event.child)
    _check_wishes(state, event.child, event.wants)
    if since > event.at or event.born > state.today:
        raise BadDate(child=event.child, since=since.isoformat(), born=event.born.isoformat())
    if state.rules.too_old(event.born, state.counted_on or state.today):
        raise BadDate(child=event.child, born=event.born.isoformat())
    state.tickets += 1
    state.put(
        Child(
            id=event.child,
            born=event.born,
            wants=event.wants,
            start=event.start,
            stream=state.rules.ordinary,
            since=since,
            number=state.tickets,
            earliest=day_of(since, state.rules.time_zone) + timedelta(days=state.rules.least_wait_days),
            group=state.group_of(event.born),
        )
    )


def privilege_verified(state: State, event: PrivilegeVerified) -> None:
    """Another stream, the same ticket; an open offer stays."""
    child = _in_queue(state, event.child)
    if event.stream not in state.rules.streams:
        raise UnknownStream(stream=event.stream)
    if event.stream == state.rules.ordinary or event.stream == child.stream:
        raise SameAsBefore(child=child.id, stream=event.stream)
    state.put(replace(child, stream=event.stream))


def privilege_cancelled(state: State, event: PrivilegeCancelled) -> None:
    """The ordinary stream, the same ticket, no offer."""
    child = _in_queue(state, event.child)
    if child.stream == state.rules.ordinary:
        raise SameAsBefore(child=child.id, stream=child.stream)
    if child.offer is not None:
        child = state.without_offer(child, child.offer)
    state.put(replace(child, stream=state.rules.ordinary))


def frozen(state: State, event: Frozen) -> None:
    """Passed over from now on."""
    child = state.waiting(event.child)
    if child.frozen:
        raise SameAsBefore(child=child.id, frozen=True)
    state.put(replace(child, frozen=True))


def unfrozen(state: State, event: Unfrozen) -> None:
    """Stands where he stood."""
    child = _in_queue(state, event.child)
    if not child.frozen:
        raise SameAsBefore(child=child.id, frozen=False)
    state.put(replace(child, frozen=False))


def wishes_changed(state: State, event: WishesChanged) -> None:
    """Other lines, the same ticket."""
    child = state.waiting(event.child)
    _check_wishes(state, child.id, event.wants)
    state.put(replace(child, wants=event.wants))


def start_moved(state: State, event: StartMoved) -> None:
    """Passed over until another day, the same ticket."""
    sane(event.start)
    state.put(replace(state.waiting(event.child), start=event.start))


def withdrawn(state: State, event: Withdrawn) -> None:
    """Out of the queue; an open offer goes to the next."""
    child = _in_queue(state, event.child)
    if child.offer is not None:
        child = state.without_offer(child, child.offer)
    state.put(replace(child, waits=False))


def regrouped(state: State, event: Regrouped) -> None:
    """A birthday of one who waits; SameAsBefore when the group has not changed."""
    child = _in_queue(state, event.child)
    group = state.group_of(child.born)
    if group == child.group and not state.rules.too_old(child.born, state.counted_on or state.today):
        raise SameAsBefore(child=child.id, group=group)
    state.put(shifted(state, child, group))


def shifted(state: State, child: Child, group: str | None) -> Child:
    """A waiting child's record in another group, or out of the queue when it has outgrown all; its offer is recalled."""
    if child.offer is not None:
        child = state.without_offer(child, child.offer)
    waits = not state.rules.too_old(child.born, state.counted_on or state.today)
    return replace(child, group=group, waits=child.waits and waits)


def _in_queue(state: State, name: str) -> Child:
    child = state.child(name)
    if not child.waits:
        raise NotWaiting(child=name)
    return child


def _check_wishes(state: State, name: str, wants: tuple[str, ...]) -> None:
    most = state.rules.most_wishes
    if not all(wants) or not wants or len(set(wants)) < len(wants) or (most is not None and len(wants) > most):
        raise BadWishes(child=name, wants=wants, most=most)
