"""A market of wishes and places as arrays, and what is derived of it without deciding anything: order, ties, cut-offs."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

GENERAL: Final = 0
"""The category in which everybody competes."""

MOST_CATEGORIES: Final = 64
"""General and 63 reserves: the categories of an applicant are the bits of one number."""

OPEN: Final = int(np.iinfo(np.int64).max)
"""The cut-off of a block with free seats: every order is good enough."""

CLOSED: Final = int(np.iinfo(np.int64).min)
"""The cut-off of a block without seats: no order is."""

Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Market:
    """n applicants, their W wishes from the best to the worst, P programmes and their B blocks of seats.

    * `starts`, int64 (n + 1): the wishes of applicant a are `starts[a]` to `starts[a + 1] - 1`;
    * `programmes`, int32 (W), and `orders`, int64 (W): whom the wish is for, and how the programme ranks it; lower wins, and two wishes
      for one programme never have the same order;
    * `members`, uint64 (n): bit c is set for whoever is of category c; bit 0, general, for everybody;
    * `block_starts`, int32 (P + 1): the blocks of programme p, in the order in which they are filled; at most one a category;
    * `categories`, uint8 (B); `seats`, int64 (B); `hard`, bool (B): seats of a hard block stay empty when its category does not take them,
      those of any other reserve go to general after the last block. A programme with such a reserve has a general block, be it of 0 seats.
    """

    starts: Ints
    programmes: Ints
    orders: Ints
    members: Ints
    block_starts: Ints
    categories: Ints
    seats: Ints
    hard: Ints

    @property
    def applicants(self) -> Ints:
        """Whose wish it is, int32 (W)."""
        return np.repeat(np.arange(len(self.members), dtype=np.int32), np.diff(self.starts))

    @property
    def soft(self) -> Ints:
        """Blocks whose idle seats go to general, bool (B)."""
        found: Ints = (self.categories != GENERAL) & ~self.hard
        return found

    @property
    def owners(self) -> Ints:
        """Whose block it is, int32 (B)."""
        return np.repeat(np.arange(len(self.block_starts) - 1, dtype=np.int32), np.diff(self.block_starts))


@dataclass(frozen=True, slots=True)
class Placement:
    """Who got what: `wish`, int64 (n), the wish that came true or -1; `block`, int32 (n), the block of the seat or -1."""

    wish: Ints
    block: Ints


def orders(keys: Ints) -> Ints:
    """One number for the keys of each wish, int64 (W), such that lower numbers are lexicographically lower keys, int64 (W, K).

    O(W K) where the ranges of the keys fit into 63 bits together, else O(W K log W).
    """
    wishes, width = keys.shape
    if width == 1:
        return np.ascontiguousarray(keys[:, 0])
    if not wishes or not width:
        return np.zeros(wishes, dtype=np.int64)
    least = keys.min(axis=0)
    spans = [int(most) - int(low) + 1 for low, most in zip(least, keys.max(axis=0), strict=True)]
    total = 1
    for span in spans:
        total *= span
    if total < 2**62:
        packed = np.zeros(wishes, dtype=np.int64)
        for column, span in enumerate(spans):
            packed *= span
            packed += keys[:, column] - least[column]
        return packed
    return dense(keys)


def dense(keys: Ints) -> Ints:
    """The rank of each row among the different rows, int64 (W): 0 for the lowest."""
    by_key = np.lexsort(keys.T[::-1])
    steps = np.zeros(len(keys), dtype=np.int64)
    steps[1:] = (keys[by_key][1:] != keys[by_key][:-1]).any(axis=1)
    ranks = np.empty(len(keys), dtype=np.int64)
    ranks[by_key] = np.cumsum(steps)
    return ranks


def by_programme(programmes: Ints, order: Ints) -> Ints:
    """The wishes sorted by programme, then by order, int64 (W). O(W log W)."""
    return np.lexsort((order, programmes))


def tie(programmes: Ints, order: Ints) -> tuple[int, int] | None:
    """Two wishes for one programme that have the same order, the first such pair by programme and order, or None. O(W log W)."""
    if not len(order):
        return None
    low = int(order.min())
    span = int(order.max()) - low + 1
    if span * (int(programmes.max()) + 1) < 2**62:
        both = programmes.astype(np.int64) * span
        both += order - low
        both.sort()
        if not (both[1:] == both[:-1]).any():
            return None
    ranked = by_programme(programmes, order)
    same = (programmes[ranked][1:] == programmes[ranked][:-1]) & (order[ranked][1:] == order[ranked][:-1])
    at = int(same.argmax())
    return (int(ranked[at]), int(ranked[at + 1])) if len(same) and same[at] else None


def taken(market: Market, placement: Placement) -> Ints:
    """Seats taken in each block, int64 (B); a seat that went over to general is taken in the general block."""
    return np.bincount(placement.block[placement.block >= 0], minlength=len(market.seats)).astype(np.int64)


def capacity(market: Market, placement: Placement) -> Ints:
    """Seats that each block could give, int64 (B): for general with those that soft reserves left."""
    left = np.where(market.soft, market.seats - taken(market, placement), 0)
    over = np.zeros(len(market.block_starts) - 1, dtype=np.int64)
    np.add.at(over, market.owners, left)
    return market.seats + np.where(market.categories == GENERAL, over[market.owners], 0)


def last(market: Market, placement: Placement) -> Ints:
    """The wish of the last one placed in each block, int64 (B), -1 where nobody is."""
    placed = np.flatnonzero(placement.block >= 0)
    by_order = placed[np.argsort(market.orders[placement.wish[placed]], kind="stable")]
    lasts = np.full(len(market.seats), -1, dtype=np.int64)
    lasts[placement.block[by_order]] = placement.wish[by_order]
    return lasts


def cutoffs(market: Market, placement: Placement) -> Ints:
    """The highest order that each block took, int64 (B): OPEN where seats are free, CLOSED where there are none. O(n log n + B)."""
    lasts, room = last(market, placement), capacity(market, placement)
    found = np.where(lasts >= 0, market.orders[lasts] if len(market.orders) else CLOSED, CLOSED)
    return np.where(taken(market, placement) < room, OPEN, found)


def easiest(market: Market, cuts: Ints) -> tuple[Ints, Ints]:
    """For each wish the block that is easiest to get into, int32 (W), and its cut-off, int64 (W).

    Among the blocks in which the applicant competes the one with the highest cut-off, the first filled of equal ones; block -1 and CLOSED
    where the applicant competes in none. O(W times the most blocks of a programme).
    """
    block = np.full(len(market.programmes), -1, dtype=np.int32)
    cut = np.full(len(market.programmes), CLOSED, dtype=np.int64)
    first, end = market.block_starts[market.programmes], market.block_starts[market.programmes + 1]
    members = market.members[market.applicants]
    for step in range(int((end - first).max()) if len(first) else 0):
        at = np.minimum(first + step, end - 1)
        mine = (first + step < end) & ((members >> market.categories[at].astype(np.uint64)) & np.uint64(1)).astype(bool)
        better = mine & ((block < 0) | (cuts[at] > cut))
        block[better], cut[better] = at[better], cuts[at[better]]
    return block, cut
