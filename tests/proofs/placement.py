"""T-PLACE: places are given as a second, slow and obvious implementation gives them, from both sides, on random markets.

The planted faults are first choice first and blocks filled in the reverse order: both must be seen.
Run in full: `python -m tests.proofs.placement 1.0`.
"""

import contextlib
import json
import random
import sys
from collections.abc import Iterator

from maarif.kernel.placement import acceptance, proposing
from tests.kernel.placement import plain_market as plain

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


def prove(share: float) -> dict[str, int]:
    """Counts of the full proof."""
    markets = round(FULL_MARKETS * share)
    wrong, seen = disagreements(markets, seed=20261126), planted(max(markets // 20, 50), seed=7)
    if wrong or not seen:
        raise SystemExit(f"{wrong} markets differ; planted faults seen on {seen}")
    return {"markets": markets, "disagreements": wrong, "planted_seen_on": seen}


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
