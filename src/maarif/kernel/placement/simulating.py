"""What several rounds with short lists would bring, beside one round with long lists: counted on the applicants' own wishes.

A simulation needs an assumption of what people do, and this one is stated: in each round everybody without a place names his best wishes among the
programmes that still have a seat open to him, as many as a list may have; whoever is recommended something takes it, or lets it lapse in the hope of
better where it is none of his best `content` wishes and a round is left. The truth is told in all of it. Nothing is drawn.
"""

from dataclasses import dataclass, replace

import numpy as np

from maarif.kernel.placement import rounds
from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.market import OPEN, Ints, Market, Placement, cutoffs, easiest
from maarif.kernel.placement.proposing import NOBODY
from maarif.kernel.placement.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Simulated:
    """Both results. `sorry` (n): who in the end sees a seat of a better wish free, or held by somebody with worse keys."""

    once: Placement
    several: Placement
    sorry: Ints

    @property
    def better_once(self) -> int:
        """How many are better off by one round with long lists."""
        return int((_places(self.once) < _places(self.several)).sum())

    @property
    def better_several(self) -> int:
        """How many are better off by several rounds."""
        return int((_places(self.once) > _places(self.several)).sum())


def simulate(market: Market, *, count: int, length: int, content: int | None = None) -> Simulated:
    """`count` rounds with lists of `length`; without `content` everybody takes what comes. O(rounds x one decision)."""
    once = deferred_acceptance(market)
    state = rounds.begin(market)
    for number in range(1, count + 1):
        state = _played(state, length, None if number == count else content)
    return Simulated(once, state.held, sorry(market, state.held))


def _played(state: Rounds, length: int, content: int | None) -> Rounds:
    market = state.market
    free = state.held.wish < 0
    asked, wishes = rounds.of_round(state, free)
    listed = wishes[_first_open(asked, length)]
    starts = np.concatenate([[0], np.cumsum(np.bincount(market.applicants[listed], minlength=len(free)))])
    asked = replace(asked, starts=starts, programmes=market.programmes[listed], orders=market.orders[listed])
    found = deferred_acceptance(asked)
    placed = found.wish >= 0
    wish = np.full(len(placed), NOBODY, dtype=np.int64)
    wish[placed] = listed[found.wish[placed]]
    takes = placed if content is None else placed & (wish - market.starts[:-1] < content)
    return rounds.confirm(state, Placement(wish, found.block), takes)


def _first_open(asked: Market, length: int) -> Ints:
    """Of each applicant's wishes the first so many for which a seat is open to him, bool (W)."""
    nobody = Placement(np.full(len(asked.members), -1, np.int64), np.full(len(asked.members), -1, np.int32))
    block, cut = easiest(asked, cutoffs(asked, nobody))
    is_open = (block >= 0) & (cut == OPEN)
    before = np.concatenate([[0], np.cumsum(is_open)])
    turn = before[1:] - before[asked.starts[:-1]][asked.applicants]
    found: Ints = is_open & (turn <= length)
    return found


def sorry(market: Market, placement: Placement) -> Ints:
    """Who has a justified complaint about a placement: a wish wished more, with a free seat or one held by worse keys; bool (n)."""
    _, cut = easiest(market, cutoffs(market, placement))
    held = np.where(placement.wish >= 0, placement.wish, market.starts[1:])[market.applicants]
    complains = (np.arange(len(held)) < held) & (market.orders <= cut)
    return np.bincount(market.applicants[complains], minlength=len(market.members)) > 0


def _places(placement: Placement) -> Ints:
    """Lower is better; nobody's place is the last."""
    return np.where(placement.wish >= 0, placement.wish, np.iinfo(np.int64).max)
