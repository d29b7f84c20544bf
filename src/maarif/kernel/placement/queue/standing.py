"""Where a child stands and why, as facts that a page or a judge can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from maarif.kernel.placement.queue.errors import NotWaiting
from maarif.kernel.placement.queue.records import Child, Offer
from maarif.kernel.placement.queue.state import State


class Pause(Enum):
    """Why a child gets no offer today."""

    FROZEN = "frozen"
    """The family asked for it."""
    STOPPED = "stopped"
    """On the stop list."""
    EARLY = "early"
    """The desired start, or the least wait, is not over."""
    OFFERED = "offered"
    """An offer is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a child stands for one kindergarten.

    `position` counts from 1 among those who could take a place today; for whoever could not, it is the one that he would
    have. `ahead`: how many of each stream come first; their sum is `position - 1`. `asleep`: how many more would come first,
    were nobody frozen, stopped, early or with an open offer. `wakes`: the first day free of start, least wait and stop list.
    """

    child: str
    garden: str
    group: str
    stream: str
    since: datetime
    number: int
    position: int
    ahead: Mapping[str, int]
    asleep: int
    waiting: int
    pauses: tuple[Pause, ...]
    wakes: date
    offer: Offer | None


def standing(state: State, child: Child, garden: str) -> Standing:
    """Facts about one child in one line; NotWaiting when it does not stand in it."""
    line = (garden, child.group or "")
    if line not in child.lines:
        raise NotWaiting(child=child.id, garden=garden)
    turns, (everybody, ready) = state.turns(line), state.lines.both(line)
    ahead = ready.ahead(state.rules, turns, child.stream, child.key)
    all_ahead = everybody.ahead(state.rules, turns, child.stream, child.key)
    return Standing(
        child=child.id,
        garden=garden,
        group=line[1],
        stream=child.stream,
        since=child.since,
        number=child.number,
        position=1 + sum(ahead.values()),
        ahead=ahead,
        asleep=sum(all_ahead.values()) - sum(ahead.values()),
        waiting=len(everybody),
        pauses=pauses(state, child),
        wakes=child.wakes,
        offer=child.offer,
    )


def pauses(state: State, child: Child) -> tuple[Pause, ...]:
    """Everything that keeps a child from an offer today."""
    stopped = child.stopped_until is not None and child.stopped_until >= state.today
    early = max(child.start, child.earliest) > state.today
    found = {
        Pause.FROZEN: child.frozen,
        Pause.STOPPED: stopped,
        Pause.EARLY: early,
        Pause.OFFERED: child.offer is not None,
    }
    return tuple(pause for pause, holds in found.items() if holds)
