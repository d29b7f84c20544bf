"""What happens once a year: the re-sort by age, the distribution of all free places, the exchange of places."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from maarif.kernel.placement.exchange import top_trading_cycles
from maarif.kernel.placement.queue.errors import BadWishes, NobodyReady, NoPlace, OtherResult, UnknownGroup
from maarif.kernel.placement.queue.events import Distributed, Exchanged, ExchangeWished, Resorted
from maarif.kernel.placement.queue.families import shifted
from maarif.kernel.placement.queue.records import Child, Offer, Place
from maarif.kernel.placement.queue.state import State
from maarif.kernel.placement.queue.turns import fresh


def resorted(state: State, event: Resorted) -> None:
    """Everybody's group anew: O(n log n), once a year."""
    state.counted_on = event.on
    changed: list[Child] = []
    for child in state.children.values():
        group = state.group_of(child.born)
        moved = _promoted(state, child, group)
        if group != child.group or moved is not child:
            changed.append(shifted(state, moved, group))
    state.put_all(changed)


def _promoted(state: State, child: Child, group: str | None) -> Child:
    """The record of a child that takes its place along into its new group, or has outgrown it and leaves it free."""
    if child.place is None or child.place.group == group:
        return child
    if state.rules.too_old(child.born, state.counted_on or state.today):
        state.free(child.place)
        return replace(child, place=None, swaps=())
    if group is None:
        return child
    place = Place(garden=child.place.garden, group=group)
    state.put_lot(state.lots[child.place.line].grown(-1, 0))
    state.put_lot(state.lot(place).grown(1, 0))
    return replace(child, place=place)


def distributed(state: State, event: Distributed) -> Distributed:
    """Serial dictatorship in merged order: offers, which may be answered like any other."""
    state.may_let_out()
    _known_group(state, event.group)
    gives = serial_dictatorship(_in_merged_order(state, event.group), _free_places(state, event.group))
    if not gives:
        raise NobodyReady(group=event.group)
    _same(event.gives, gives)
    until = state.last_day(event.until)
    offered: list[Child] = []
    for name, garden in gives.items():
        place = Place(garden=garden, group=event.group)
        state.put_lot(state.lots[place.line].with_free(-1))
        offered.append(replace(state.children[name], offer=Offer(place=place, until=until, turn=None)))
    state.put_all(offered)
    return replace(event, gives=gives, until=until)


def serial_dictatorship(order: Iterable[tuple[str, tuple[str, ...]]], free: Mapping[str, int]) -> dict[str, str]:
    """Each in turn takes the best of his wishes that is still free: (person, wishes best first) ... -> person -> place.

    Strategy-proof and Pareto-efficient (Svensson 1999); O(wishes).
    """
    left = dict(free)
    gives: dict[str, str] = {}
    for person, wishes in order:
        best = next((garden for garden in wishes if left.get(garden, 0) > 0), None)
        if best is not None:
            left[best] -= 1
            gives[person] = best
    return gives


def _in_merged_order(state: State, group: str) -> list[tuple[str, tuple[str, ...]]]:
    keys = state.lines.ready(("", group)).merged(state.rules, fresh(state.rules))
    children = [state.children[state.lines.child_of(key)] for key in keys]
    return [(child.id, child.preferred) for child in children]


def _free_places(state: State, group: str) -> dict[str, int]:
    return {lot.place.garden: lot.free for lot in state.lots.values() if lot.place.group == group}


def exchange_wished(state: State, event: ExchangeWished) -> None:
    """Other kindergartens than one's own, each once; none ends the wish."""
    child = state.child(event.child)
    if child.place is None:
        raise NoPlace(child=child.id)
    gardens = event.gardens
    if not all(gardens) or len(set(gardens)) < len(gardens) or child.place.garden in gardens:
        raise BadWishes(child=child.id, wants=gardens)
    state.put(replace(child, swaps=gardens))


def exchanged(state: State, event: Exchanged) -> Exchanged:
    """Everybody who trades gets his new place and has no wish to exchange any more; whoever has an open offer does not take part."""
    _known_group(state, event.group)
    traders = sorted(
        (child for child in state.children.values() if _trades(child, event.group)), key=lambda child: child.key
    )
    after = top_trading_cycles(
        {child.id: child.place.garden for child in traders if child.place is not None},
        {child.id: child.swaps for child in traders},
        [child.id for child in traders],
    )
    gives = {child.id: after[child.id] for child in traders if child.place and child.place.garden != after[child.id]}
    _same(event.gives, gives)
    moved = [
        replace(state.children[name], place=Place(garden=garden, group=event.group), swaps=())
        for name, garden in gives.items()
    ]
    state.put_all([replace(child, waits=child.waits and bool(child.preferred)) for child in moved])
    return replace(event, gives=gives)


def _trades(child: Child, group: str) -> bool:
    return child.place is not None and child.place.group == group and bool(child.swaps) and child.offer is None


def _known_group(state: State, group: str) -> None:
    if group not in {one.code for one in state.rules.groups}:
        raise UnknownGroup(group=group)


def _same(recorded: Mapping[str, str] | None, gives: Mapping[str, str]) -> None:
    if recorded is not None and dict(recorded) != gives:
        raise OtherResult(recorded=dict(recorded), due=dict(gives))
