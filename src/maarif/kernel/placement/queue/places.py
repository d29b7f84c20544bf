"""What happens to places: added and closed, let out and answered, left."""

from dataclasses import replace
from datetime import timedelta

from maarif.kernel.placement.queue.errors import BadDate, NoFreePlace, NoPlace, TooEarly, TooLate
from maarif.kernel.placement.queue.events import (
    Accepted,
    Expired,
    Left,
    LetOut,
    PlacesAdded,
    PlacesClosed,
    Recalled,
    Refused,
)
from maarif.kernel.placement.queue.records import Child, Lot, Offer, Place
from maarif.kernel.placement.queue.rules import Consequence, Cost
from maarif.kernel.placement.queue.state import State, due_child

LEAP_DAY = (2, 29)


def places_added(state: State, event: PlacesAdded) -> None:
    """More free places."""
    state.put_lot(_counted(state, event, event.count))


def places_closed(state: State, event: PlacesClosed) -> None:
    """Fewer free places; NoFreePlace when there are not so many."""
    lot = _counted(state, event, -event.count)
    if lot.free < 0:
        raise NoFreePlace(garden=event.garden, group=event.group, count=event.count)
    state.put_lot(lot)


def let_out(state: State, event: LetOut) -> LetOut:
    """Offers a free place to whoever's turn it is."""
    state.may_let_out()
    place = Place(garden=event.garden, group=event.group)
    child, turn, lot = state.next_for(place)
    due_child(event.child, child)
    until = state.last_day(event.until)
    state.put_lot(lot)
    state.put(replace(child, offer=Offer(place=place, until=until, turn=turn)))
    return replace(event, child=child.id, until=until)


def accepted(state: State, event: Accepted) -> None:
    """The place is held; the one held before is free. TooLate after the last day."""
    child, offer = state.offered(event.child)
    if state.today > offer.until:
        raise TooLate(child=child.id, until=offer.until.isoformat())
    if child.place is not None:
        state.free(child.place)
    held = replace(child, offer=None, place=offer.place, refusals=0, lapses=0, swaps=())
    state.put(replace(held, waits=state.rules.better_offers and bool(held.preferred)))


def refused(state: State, event: Refused) -> None:
    """The place goes to the next; TooLate after the last day, when the offer has lapsed."""
    child, offer = state.offered(event.child)
    if state.today > offer.until:
        raise TooLate(child=child.id, until=offer.until.isoformat())
    child = replace(state.without_offer(child, offer), refusals=child.refusals + 1)
    cost = state.rules.refusal
    if child.refusals > cost.free:
        child = charged(state, replace(child, refusals=0), cost)
    state.put(struck(child, offer, cost))


def expired(state: State, event: Expired) -> None:
    """Nobody answered; TooEarly until the last day is over."""
    child, offer = state.offered(event.child)
    if state.today <= offer.until:
        raise TooEarly(child=child.id, until=offer.until.isoformat())
    child = replace(state.without_offer(child, offer), lapses=child.lapses + 1)
    cost = state.rules.expiry
    if child.lapses > cost.free:
        child = charged(state, replace(child, lapses=0), cost)
    state.put(struck(child, offer, cost))


def recalled(state: State, event: Recalled) -> None:
    """The place is free again, the child stands where it stood."""
    state.put(state.without_offer(*state.offered(event.child)))


def left(state: State, event: Left) -> None:
    """The place is free; whoever waits goes on waiting."""
    child = state.child(event.child)
    if child.place is None:
        raise NoPlace(child=child.id)
    state.free(child.place)
    state.put(replace(child, place=None, swaps=()))


def charged(state: State, child: Child, cost: Cost) -> Child:
    """A child's record after a refusal or lapse that costs something."""
    if cost.consequence is Consequence.STOPS:
        return replace(child, stopped_until=state.today + timedelta(days=cost.days))
    if cost.consequence is Consequence.MOVES:
        day = child.start
        a_year_on = day.replace(year=day.year + 1, day=28 if (day.month, day.day) == LEAP_DAY else day.day)
        return replace(child, start=a_year_on)
    return replace(child, waits=child.waits and cost.consequence is not Consequence.LEAVES)


def struck(child: Child, offer: Offer, cost: Cost) -> Child:
    """The record without the wish for the kindergarten refused, when the rules say so; with no wish left the ticket stays."""
    if not cost.strikes:
        return child
    return replace(child, wants=tuple(garden for garden in child.wants if garden != offer.place.garden))


def _counted(state: State, event: PlacesAdded, count: int) -> Lot:
    if event.count < 1 or not event.garden:
        raise BadDate(garden=event.garden, count=event.count)
    return state.lot(Place(garden=event.garden, group=event.group)).grown(count, count)
