"""Deferred acceptance with reserved seats in a stated order, from either side, and serial dictatorship.

Sources: Gale and Shapley 1962 (deferred acceptance); Kominers and Sönmez 2016 (seats with priorities of their own, filled in an order);
Aygün and Turhan 2020 (idle seats that go over); Hatfield and Milgrom 2005 (the programmes' side); Svensson 1999 (serial dictatorship).
"""

import numpy as np

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import quotas
from maarif.kernel.placement.compiling import compiled
from maarif.kernel.placement.market import GENERAL, Ints, Market, Placement, by_programme
from maarif.kernel.placement.proposing import NOBODY, propose


class KeysDiffer(MaarifError):
    """Serial dictatorship has one order of all, and an applicant's keys differ between programmes; `params`: wish (its number)."""


class SeatsGoOver(MaarifError):
    """Serial dictatorship gives seats once and for all; those of a soft reserve are not known until everybody had his turn."""


def deferred_acceptance(market: Market, *, side: str = "applicants") -> Placement:
    """The stable placement that is best for all applicants at once, or with side="programmes" for all programmes.

    A programme fills its blocks in their order, each with the best of those who compete in it and have no seat yet; seats that a soft
    reserve leaves go to the best of the rest after the last block. Applicants' side: O(P log q) for P requests (at most W) and q seats of
    a block (`proposing`). Under common quotas: `quotas.propose`.
    Programmes' side: O(W log W) and, for each time a programme chooses anew, its wishes times its blocks.
    """
    if len(market.most):
        if side == "programmes":
            raise quotas.NotUnderQuotas(
                "common quotas are kept on the applicants' side only: leave --side programmes out"
            )
        return quotas.propose(market)
    if side == "programmes":
        return _programmes_side(market)
    return Placement(*propose(market))


def serial_dictatorship(market: Market) -> Placement:
    """Everybody in one order takes the best wish in which a seat is left. O(n log n + W times the most blocks of a programme).

    Raises KeysDiffer when an applicant's orders differ, SeatsGoOver when a programme has a soft reserve with seats. Equals deferred
    acceptance on the same market.
    """
    if len(market.most):
        raise quotas.NotUnderQuotas("serial dictatorship keeps no common quotas; deferred acceptance does")
    if (market.soft & (market.seats > 0)).any():
        raise SeatsGoOver(
            "serial dictatorship needs hard reserves: seats that go over to general are known only at the end"
        )
    choosers = np.flatnonzero(np.diff(market.starts) > 0)
    first = market.orders[market.starts[choosers]]
    differs = np.repeat(first, np.diff(market.starts)[choosers]) != market.orders
    if differs.any():
        raise KeysDiffer(wish=int(differs.argmax()))
    turns = choosers[np.argsort(first, kind="stable")]
    wish = np.full(len(market.members), NOBODY, dtype=np.int64)
    block = np.full(len(market.members), NOBODY, dtype=np.int32)
    _take_turns(
        turns, market.starts, market.programmes, market.members, market.block_starts, market.categories,
        market.seats.copy(), wish, block,
    )  # fmt: skip
    return Placement(wish, block)


def choices(market: Market, ranked: Ints, worst: Ints) -> Ints:
    """The block that each programme gives to each wish, int32 (W), NOBODY for none.

    The programme chooses among the wishes up to `worst`, int64 (n): whoever has something better is not there. `ranked` are the
    wishes by programme and order. One place where the rule of the blocks can be read without heaps.
    """
    given = np.full(len(market.programmes), NOBODY, dtype=np.int32)
    bounds = np.searchsorted(market.programmes[ranked], np.arange(len(market.block_starts)))
    for_all = (market.applicants, market.members, market.block_starts, market.categories, market.seats, market.soft)
    _choose_all(ranked, bounds, *for_all, _generals(market), worst, given)
    if len(market.most):
        quotas.choose(market, worst, given)
    return given


def _generals(market: Market) -> Ints:
    """The general block of each programme, int32 (P), NOBODY where there is none."""
    found = np.full(len(market.block_starts) - 1, NOBODY, dtype=np.int32)
    at = np.flatnonzero(market.categories == GENERAL)
    found[market.owners[at]] = at
    return found


@compiled
def _take_turns(
    turns: Ints,
    starts: Ints,
    programmes: Ints,
    members: Ints,
    block_starts: Ints,
    categories: Ints,
    left: Ints,
    wish: Ints,
    block: Ints,
) -> None:
    """Each in turn takes the first wish with a seat; writes `wish` and `block` (n)."""
    for person in turns:
        for wanted in range(starts[person], starts[person + 1]):
            programme = programmes[wanted]
            for at in range(block_starts[programme], block_starts[programme + 1]):
                if left[at] > 0 and (members[person] >> np.uint64(categories[at])) & np.uint64(1):
                    left[at] -= 1
                    wish[person], block[person] = wanted, at
                    break
            if block[person] != NOBODY:
                break


@compiled
def _choose(
    ranked: Ints, low: int, high: int, first: int, end: int, who: Ints, members: Ints, categories: Ints, seats: Ints, soft: Ints,
    general: int, worst: Ints, given: Ints,
) -> None:  # fmt: skip
    """One programme fills its blocks (`first` to `end`) from its wishes (`ranked[low:high]`); writes `given`."""
    for slot in range(low, high):
        given[ranked[slot]] = NOBODY
    over = 0
    for at in range(first, end + 1):
        category, left, label = np.uint64(GENERAL), over, general
        if at < end:
            category, left, label = np.uint64(categories[at]), seats[at], at
        for slot in range(low, high):
            if left <= 0:
                break
            wish = ranked[slot]
            person = who[wish]
            if given[wish] == NOBODY and wish <= worst[person] and (members[person] >> category) & np.uint64(1):
                given[wish] = label
                left -= 1
        if at < end and soft[at]:
            over += left


@compiled
def _choose_all(
    ranked: Ints, bounds: Ints, who: Ints, members: Ints, block_starts: Ints, categories: Ints, seats: Ints, soft: Ints,
    generals: Ints, worst: Ints, given: Ints,
) -> None:  # fmt: skip
    """Every programme chooses once; writes `given` (W)."""
    for programme in range(len(generals)):
        _choose(
            ranked, bounds[programme], bounds[programme + 1], block_starts[programme], block_starts[programme + 1],
            who, members, categories, seats, soft, generals[programme], worst, given,
        )  # fmt: skip


@compiled
def _programmes_propose(
    ranked: Ints, bounds: Ints, who: Ints, members: Ints, block_starts: Ints, categories: Ints, seats: Ints, soft: Ints,
    generals: Ints, programmes: Ints, worst: Ints, given: Ints,
) -> None:  # fmt: skip
    """Every programme offers to whom it would choose; who refuses for something better is gone for it, and it chooses anew.

    `worst` (n) comes as each applicant's last wish and ends at the best offered one, where there was an offer.
    """
    held = np.full(len(members), NOBODY, dtype=np.int64)
    waiting = np.arange(len(generals))
    is_waiting = np.ones(len(generals), dtype=np.bool_)
    count = len(generals)
    while count:
        count -= 1
        programme = waiting[count]
        is_waiting[programme] = False
        _choose(
            ranked, bounds[programme], bounds[programme + 1], block_starts[programme], block_starts[programme + 1],
            who, members, categories, seats, soft, generals[programme], worst, given,
        )  # fmt: skip
        for slot in range(bounds[programme], bounds[programme + 1]):
            wish = ranked[slot]
            person = who[wish]
            if given[wish] == NOBODY or wish == held[person]:
                continue
            before = held[person]
            held[person] = worst[person] = wish
            if before != NOBODY and not is_waiting[programmes[before]]:
                waiting[count] = programmes[before]
                is_waiting[programmes[before]] = True
                count += 1
    for person in range(len(members)):
        if held[person] == NOBODY:
            worst[person] = NOBODY


def _programmes_side(market: Market) -> Placement:
    ranked = by_programme(market.programmes, market.orders)
    bounds = np.searchsorted(market.programmes[ranked], np.arange(len(market.block_starts)))
    worst = market.starts[1:] - 1
    given = np.full(len(market.programmes), NOBODY, dtype=np.int32)
    _programmes_propose(
        ranked, bounds, market.applicants, market.members, market.block_starts, market.categories, market.seats, market.soft,
        _generals(market), market.programmes, worst, given,
    )  # fmt: skip
    final = choices(market, ranked, worst)
    block = np.where(worst >= 0, final[worst] if len(final) else NOBODY, NOBODY).astype(np.int32)
    return Placement(worst, block)
