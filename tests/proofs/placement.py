"""T-PLACE: places are given as a second, slow and obvious implementation gives them, from both sides, on random markets.

Half as many markets again have common quotas, one within another. The planted faults are first choice first, blocks filled in the reverse order
and quotas of which only the outermost is kept: all must be seen.
Run in full: `python -m tests.proofs.placement 1.0`.
"""

import contextlib
import json
import random
import sys
from collections.abc import Iterator

from maarif.kernel.placement import acceptance, proposing, quotas
from tests.kernel.placement import plain_market as plain
from tests.kernel.placement import plain_quotas

FULL_MARKETS = 10_000


def _market(dice: random.Random, turn: int) -> plain.Plain:
    """Small and large in turn; every fifth has one common order."""
    size = 24 if turn % 10 == 9 else 8
    return plain.drawn(dice, size, size // 2, 2 if turn % 3 else 3, common=turn % 5 == 0)


@contextlib.contextmanager
def always_in_rounds() -> Iterator[None]:
    """However few ask, they ask at once, as only thousands do otherwise."""
    many = proposing.MANY
    proposing.MANY = 1  # type: ignore[misc]
    try:
        yield
    finally:
        proposing.MANY = many  # type: ignore[misc]


def disagreements(count: int, seed: int) -> int:
    """Markets on which ours and the second implementation differ, one by one, in rounds, from the programmes' or the common side."""
    dice = random.Random(seed)
    wrong = 0
    for turn in range(count):
        market = _market(dice, turn)
        arrays = plain.arrays(market)
        best = plain.by_applicants(market)
        same = plain.in_words(market, acceptance.deferred_acceptance(arrays)) == best
        with always_in_rounds():
            same &= plain.in_words(market, acceptance.deferred_acceptance(arrays)) == best
        other = plain.in_words(market, acceptance.deferred_acceptance(arrays, side="programmes"))
        same &= other == plain.by_programmes(market)
        if turn % 5 == 0:
            same &= plain.in_words(market, acceptance.serial_dictatorship(arrays)) == best
        wrong += not same
    return wrong


def planted(count: int, seed: int) -> int:
    """Markets on which two wrong mechanisms are told from ours, the fewer of the two."""
    dice = random.Random(seed)
    immediate = backwards = 0
    for turn in range(count):
        market = _market(dice, turn)
        ours = plain.in_words(market, acceptance.deferred_acceptance(plain.arrays(market)))
        turned = {programme: blocks[::-1] for programme, blocks in market.blocks.items()}
        immediate += ours != plain.first_choice_first(market)
        backwards += ours != plain.by_applicants(plain.Plain(market.wishes, market.keys, turned, market.reserves))
    return min(immediate, backwards)


def quota_disagreements(count: int, seed: int) -> int:
    """Markets under common quotas on which ours and the second implementation differ."""
    dice = random.Random(seed)
    wrong = 0
    for turn in range(count):
        market = plain_quotas.drawn(dice, 24 if turn % 10 == 9 else 9, 6)
        ours = plain.in_words(market.plain, acceptance.deferred_acceptance(plain_quotas.arrays(market)))
        wrong += plain_quotas.programmes_of(ours) != plain_quotas.by_applicants(market)
    return wrong


@contextlib.contextmanager
def only_the_outermost_quota() -> Iterator[None]:
    """Quotas within others are forgotten."""
    right = quotas.chains
    quotas.chains = lambda market: [chain[-1:] for chain in right(market)]
    try:
        yield
    finally:
        quotas.chains = right


def prove(share: float) -> dict[str, int]:
    """Counts of the full proof."""
    markets = round(FULL_MARKETS * share)
    wrong, seen = disagreements(markets, seed=20261126), planted(max(markets // 20, 50), seed=7)
    under = markets // 2
    wrong += quota_disagreements(under, seed=11)
    with only_the_outermost_quota():
        seen = min(seen, quota_disagreements(max(under // 20, 50), seed=13))
    if wrong or not seen:
        raise SystemExit(f"{wrong} markets differ; planted faults seen on {seen}")
    return {"markets": markets, "under_quotas": under, "disagreements": wrong, "planted_seen_on": seen}


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
