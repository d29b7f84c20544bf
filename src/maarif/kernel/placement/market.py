"""A market of wishes and places as arrays, and what is derived of it without deciding anything: order, ties, cut-offs."""

from dataclasses import dataclass, field
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

NO_QUOTA: Final = -1

Ints = NDArray[Any]


def _none() -> Ints:
    return np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Market:
    """n applicants, their W wishes from the best to the worst, P programmes and their B blocks of seats.

    * `starts`, int64 (n + 1): the wishes of applicant a are `starts[a]` to `starts[a + 1] - 1`;
    * `programmes`, int32 (W), and `orders`, int64 (W): whom the wish is for, and how the programme ranks it; lower wins, and two wishes
      for one programme never have the same order;
    * `members`, uint64 (n): bit c is set for whoever is of category c; bit 0, general, for everybody;
    * `block_starts`, int32 (P + 1): the blocks of programme p, in the order in which they are filled; at most one a category;
    * `categories`, uint8 (B); `seats`, int64 (B); `hard`, bool (B): seats of a hard block stay empty when its category does not take them,
      those of any other reserve go to general after the last block. A programme with such a reserve has a general block, be it of 0 seats;
    * `quotas`, int (B): the common quota of each block, NO_QUOTA for none; a programme that has one has no other block. `most`, int (Q): how
      many seats all blocks of a quota and of those within it may give; `within`, int (Q): the quota around it, a lower number, or NO_QUOTA.
      Without quotas all three are empty. Orders of wishes for programmes of one outermost quota are compared: those of two people differ.
    """

    starts: Ints
    programmes: Ints
    orders: Ints
    members: Ints
    block_starts: Ints
    categories: Ints
    seats: Ints
    hard: Ints
    quotas: Ints = field(default_factory=_none)
    most: Ints = field(default_factory=_none)
    within: Ints = field(default_factory=_none)

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


def quota_tie(market: Market) -> tuple[int, int] | None:
    """Two wishes of different applicants under one outermost quota that have the same order, or None. O(W log W)."""
    if not len(market.most) or not len(market.orders):
        return None
    outermost = np.array([chain[-1] if chain else NO_QUOTA for chain in chains(market)])
    quota = outermost[market.block_starts[market.programmes]]
    under, who = np.flatnonzero(quota != NO_QUOTA), market.applicants
    ranked = under[np.lexsort((who[under], market.orders[under], quota[under]))]
    before, after = ranked[:-1], ranked[1:]
    same = (
        (quota[before] == quota[after]) & (market.orders[before] == market.orders[after]) & (who[before] != who[after])
    )
    return (int(before[same.argmax()]), int(after[same.argmax()])) if same.any() else None


def taken(market: Market, placement: Placement) -> Ints:
    """Seats taken in each block, int64 (B); a seat that went over to general is taken in the general block."""
    return np.bincount(placement.block[placement.block >= 0], minlength=len(market.seats)).astype(np.int64)


def capacity(market: Market, placement: Placement) -> Ints:
    """Seats that each block could give, int64 (B): for general with those that soft reserves left."""
    left = np.where(market.soft, market.seats - taken(market, placement), 0)
    over = np.zeros(len(market.block_starts) - 1, dtype=np.int64)
    np.add.at(over, market.owners, left)
    return market.seats + np.where(market.categories == GENERAL, over[market.owners], 0)


def chains(market: Market) -> list[list[int]]:
    """The quotas that bind each block, from the innermost to the outermost."""
    if not len(market.most):
        return [[] for _ in market.seats]
    around: list[list[int]] = []
    for quota, outer in enumerate(market.within.tolist()):
        around.append([quota, *(around[outer] if outer != NO_QUOTA else [])])
    return [around[quota] if quota != NO_QUOTA else [] for quota in market.quotas.tolist()]


def given_in(market: Market, placement: Placement) -> Ints:
    """Seats given under each quota, int64 (Q)."""
    found = np.zeros(len(market.most), dtype=np.int64)
    for chain, seats in zip(chains(market), taken(market, placement).tolist(), strict=True):
        found[chain] += seats
    return found


def binding(market: Market, placement: Placement) -> Ints:
    """The innermost exhausted quota of each block that has a free seat of its own, int64 (B), NO_QUOTA where none keeps it free."""
    found = np.full(len(market.seats), NO_QUOTA, dtype=np.int64)
    if len(market.most):
        exhausted = given_in(market, placement) >= market.most
        free = taken(market, placement) < capacity(market, placement)
        for block, chain in enumerate(chains(market)):
            found[block] = next((quota for quota in chain if free[block] and exhausted[quota]), NO_QUOTA)
    return found


def last(market: Market, placement: Placement) -> Ints:
    """The wish of the last one placed in each block, or in the quota that binds it, int64 (B), -1 where nobody is."""
    placed = np.flatnonzero(placement.block >= 0)
    by_order = placed[np.argsort(market.orders[placement.wish[placed]], kind="stable")]
    lasts = np.full(len(market.seats), -1, dtype=np.int64)
    lasts[placement.block[by_order]] = placement.wish[by_order]
    if len(market.most):
        bound, around = binding(market, placement), chains(market)
        worst = np.full(len(market.most), -1, dtype=np.int64)
        for who in by_order.tolist():
            worst[around[placement.block[who]]] = placement.wish[who]
        lasts = np.where(bound >= 0, worst[bound], lasts)
    return lasts


def cutoffs(market: Market, placement: Placement) -> Ints:
    """The highest order that each block took, int64 (B): OPEN where seats are free, CLOSED where there are none. O(n log n + B).

    A block whose free seats an exhausted quota keeps has the cut-off of the quota: the highest order that it took.
    """
    lasts, room = last(market, placement), capacity(market, placement)
    found = np.where(lasts >= 0, market.orders[lasts] if len(market.orders) else CLOSED, CLOSED)
    return np.where((taken(market, placement) < room) & (binding(market, placement) == NO_QUOTA), OPEN, found)


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
