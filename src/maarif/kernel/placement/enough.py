"""Which keys would have been enough for a wish that did not come true: found by deciding again with better ones.

Better keys never bring a worse place on the applicants' side (Balinski and Sönmez 1999), so the answer is one bound. It is mostly the cut-off, but not
always. It can be lower: whom the applicant had put out might have put out somebody elsewhere who comes back here with better keys than his. And it
can be higher: with a better key the applicant might have kept somebody from here who has put out others on the way to nothing.
"""

from dataclasses import replace

import numpy as np

from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.market import NO_QUOTA, Ints, Market, chains, dense


def bound(market: Market, wish: int, cut: int) -> int | None:
    """The wish of somebody whose keys the applicant had to fall below, all else as it was; None where nothing would have helped.

    `cut` is the wish of the last one placed. Two decisions where the cut-off itself is the bound, else as many as halve the wishes that compete here.
    """
    ranks = 2 * dense(market.orders[:, None])
    rivals = _rivals(market, wish)
    rivals = rivals[(ranks[rivals] < ranks[wish]) & (market.applicants[rivals] != market.applicants[wish])]
    rivals = rivals[np.argsort(ranks[rivals], kind="stable")]
    low, high, middle = -1, len(rivals), int(np.searchsorted(ranks[rivals], ranks[cut]))
    guesses = iter((middle, middle + 1))
    while high - low > 1:
        middle = next(guesses, -1)
        if not low < middle < high:
            middle = (low + high) // 2
        if _reached(market, ranks, wish, int(rivals[middle])):
            low = middle
        else:
            high = middle
    return int(rivals[low]) if low >= 0 else None


def _reached(market: Market, ranks: Ints, wish: int, rival: int) -> bool:
    """Whether the wish, or a better one, comes true with keys just below those of a rival."""
    better = ranks.copy()
    better[wish] = ranks[rival] - 1
    held = int(deferred_acceptance(replace(market, orders=better)).wish[market.applicants[wish]])
    return 0 <= held <= wish


def _rivals(market: Market, wish: int) -> Ints:
    """The wishes with which a wish is compared: for the same programme, or under the same outermost quota."""
    programme = market.programmes[wish]
    found = market.programmes == programme
    if len(market.most):
        outermost = np.array([chain[-1] if chain else NO_QUOTA for chain in chains(market)])[market.block_starts[:-1]]
        if outermost[programme] != NO_QUOTA:
            found = (outermost == outermost[programme])[market.programmes]
    return np.flatnonzero(found)
