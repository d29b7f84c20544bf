"""What happens once a year: the re-sort by age, the distribution of all free places, the exchange of places."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from maarif.kernel.placement.exchange import top_trading_cycles
from maarif.kernel.placement.queue.errors import BadWishes, NobodyReady, NoPlace, OtherResult, UnknownGroup
from maarif.kernel.placement.queue.events import Distributed, Exchanged, ExchangeWished, Resorted
from maarif.kernel.placement.queue.records import Child, Offer, Place
from maarif.kernel.placement.queue.state import State
from maarif.kernel.placement.queue.turns import fresh


def resorted(state: State, event: Resorted) -> None:
    """Everybody's group anew: O(1), for lines, records and places follow when they are asked for."""
    state.counted_on = event.on
    state.resort(event.on or state.today)


def distributed(state: State, event: Distributed) -> Distributed:
    """Serial dictatorship in merged order: offers, which may be answered like any other."""
    state.may_let_out()
    _known_group(state, event.group)
    gives = serial_dictatorship(_in_merged_order(state, event.group), _free_places(state, event.group))
    if not gives:
        raise NobodyReady(group=event.group)
    _same(event.gives, gives)
    until = state.last_day(event.until)
    for name, garden in gives.items():
        place = Place(garden=garden, group=event.group)
        state.put_lot(state.lots[place.line].with_free(-1))
        state.put(replace(state.child(name), offer=Offer(place=place, until=until, turn=None)))
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
    children = [state.child(state.register.named(number)) for _, number in keys]
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
    wishing = [child for name in state.register.trading if (child := state.register.child(name)) is not None]
    traders = sorted((child for child in wishing if _trades(child, event.group)), key=lambda child: child.key)
    after = top_trading_cycles(
        {child.id: child.place.garden for child in traders if child.place is not None},
        {child.id: child.swaps for child in traders},
        [child.id for child in traders],
    )
    gives = {child.id: after[child.id] for child in traders if child.place and child.place.garden != after[child.id]}
    _same(event.gives, gives)
    for name, garden in gives.items():
        child = replace(state.child(name), place=Place(garden=garden, group=event.group), swaps=())
        state.put(replace(child, waits=child.waits and bool(child.preferred)))
    return replace(event, gives=gives)


def _trades(child: Child, group: str) -> bool:
    return child.place is not None and child.place.group == group and bool(child.swaps) and child.offer is None


def _known_group(state: State, group: str) -> None:
    if group not in {one.code for one in state.rules.groups}:
        raise UnknownGroup(group=group)


def _same(recorded: Mapping[str, str] | None, gives: Mapping[str, str]) -> None:
    if recorded is not None and dict(recorded) != gives:
        raise OtherResult(recorded=dict(recorded), due=dict(gives))
