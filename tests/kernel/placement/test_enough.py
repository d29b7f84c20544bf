"""What is called enough is: keys below the bound bring the wish or a better one, keys above it do not."""

import random
from dataclasses import replace

import numpy as np
from tests.kernel.placement import plain_market, plain_quotas
from tests.kernel.placement.plain_market import Block, Plain

from maarif.kernel.placement import enough
from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.market import CLOSED, OPEN, Market, cutoffs, dense, easiest, last


def reaches(market: Market, wish: int, rank: int) -> bool:
    """Whether the wish or a better one comes true with a rank between those of the others (theirs are even)."""
    ranks = 2 * dense(market.orders[:, None])
    ranks[wish] = rank
    held = deferred_acceptance(replace(market, orders=ranks)).wish[market.applicants[wish]]
    return 0 <= int(held) <= wish


def checked(market: Market) -> tuple[int, int]:
    """How many wishes below a cut-off were tried with every possible key, and how often the cut-off was not the bound."""
    placement = deferred_acceptance(market)
    block, cut = easiest(market, cutoffs(market, placement))
    lasts, ranks = last(market, placement), 2 * dense(market.orders[:, None])
    tried = other = 0
    for wish in np.flatnonzero((block >= 0) & (market.orders > cut) & (cut != CLOSED) & (cut != OPEN)).tolist():
        if 0 <= placement.wish[market.applicants[wish]] < wish:
            continue
        bound = enough.bound(market, wish, int(lasts[block[wish]]))
        limit = -1 if bound is None else int(ranks[bound])
        own = {int(ranks[one]) for one in range(len(ranks)) if market.applicants[one] == market.applicants[wish]}
        for rank in range(-1, int(ranks.max()) + 2, 2):
            same = {rank - 1, rank + 1} <= own
            assert same or reaches(market, wish, rank) == (rank < limit), (wish, rank, limit)
        tried, other = tried + 1, other + (bound != int(lasts[block[wish]]))
    return tried, other


def test_the_bound_is_exact_with_reserves_of_every_kind() -> None:
    dice = random.Random(8)
    found = [checked(plain_market.arrays(plain_market.drawn(dice, 7, 4))) for _ in range(900)]
    tried, other = (sum(part) for part in zip(*found, strict=True))
    assert tried > 150
    assert 0 < other < tried / 10, "mostly it is the cut-off"


def test_the_bound_is_exact_under_quotas_where_keys_are_common() -> None:
    dice = random.Random(9)
    tried = 0
    for _ in range(150):
        market = plain_quotas.drawn(dice, 7, 4)
        order = {one: place for place, one in enumerate(market.plain.wishes)}
        keys = {(one, p): 10 * order[one] for one, p in market.plain.keys}
        tried += checked(plain_quotas.arrays(replace(market, plain=replace(market.plain, keys=keys))))[0]
    assert tried > 50


def test_the_smallest_market_where_the_cut_off_is_not_enough() -> None:
    """Anar had put out Bek, Bek had put out Camal at Arts, and Camal comes to Law before Anar."""
    market = plain_market.arrays(
        Plain(
            {"Anar": ["Law"], "Bek": ["Law", "Arts"], "Camal": ["Arts", "Law"]},
            {
                ("Anar", "Law"): 40, ("Bek", "Law"): 30, ("Camal", "Law"): 10,
                ("Bek", "Arts"): 5, ("Camal", "Arts"): 15, ("Anar", "Arts"): 99,
            },
            {"Law": [Block("general", 1)], "Arts": [Block("general", 1)]},
        )
    )  # fmt: skip
    placement = deferred_acceptance(market)
    assert placement.wish.tolist() == [-1, 1, 3]
    assert deferred_acceptance(replace(market, orders=np.array([20, 30, 5, 15, 10]))).wish.tolist() == [-1, 2, 4]
    assert enough.bound(market, 0, 1) == 4, "Camal's keys for Law"
    assert deferred_acceptance(replace(market, orders=np.array([9, 30, 5, 15, 10]))).wish.tolist() == [0, 2, -1]
