"""Several rounds on one market: what is recommended is confirmed or lapses, and what nobody confirmed is open in the next round.

Each round is an ordinary deferred acceptance on the open seats among those who take part. No chain of rounds is stable as a whole or
safe against clever lists (Dur and Kesten 2019): a better place may come back after somebody has confirmed a lesser one. What holds is
said of each round, and of what was confirmed: it stays.
"""

from dataclasses import dataclass, replace

import numpy as np

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.market import GENERAL, Ints, Market, Placement, given_in
from maarif.kernel.placement.proposing import NOBODY


class AlreadyConfirmed(MaarifError):
    """Whoever has confirmed a place takes part in no further round; `params`: applicant (the number)."""


class NotRecommended(MaarifError):
    """Only what was recommended in the round can be confirmed; `params`: applicant (the number)."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Where the rounds of a market stand: `held` are the confirmed places of its n applicants; nobody has one before the first round."""

    market: Market
    held: Placement


def begin(market: Market) -> Rounds:
    """Before the first round."""
    people = len(market.members)
    return Rounds(market, Placement(np.full(people, NOBODY, np.int64), np.full(people, NOBODY, np.int32)))


def open_seats(rounds: Rounds) -> Ints:
    """Seats of each block that nobody has confirmed, int64 (B).

    Confirmed seats of general beyond its own had gone over from soft reserves: they are taken off these, the last block first.
    """
    market = rounds.market
    confirmed = np.bincount(rounds.held.block[rounds.held.block >= 0], minlength=len(market.seats))
    left: Ints = market.seats - confirmed
    for general in np.flatnonzero((market.categories == GENERAL) & (left < 0)).tolist():
        programme = int(market.owners[general])
        for block in range(market.block_starts[programme + 1] - 1, market.block_starts[programme] - 1, -1):
            if market.soft[block]:
                moved = min(int(left[block]), -int(left[general]))
                left[block] -= moved
                left[general] += moved
    return left


def recommend(rounds: Rounds, taking: Ints) -> Placement:
    """The next round: the best stable placement of those who take part, bool (n), in the seats that are open.

    Raises AlreadyConfirmed for the first of them who holds a place.
    """
    if (again := np.flatnonzero(taking & (rounds.held.wish >= 0))).size:
        raise AlreadyConfirmed(applicant=int(again[0]))
    asked, wishes = of_round(rounds, taking)
    found = deferred_acceptance(asked)
    placed = found.wish >= 0
    wish = np.full(len(placed), NOBODY, dtype=np.int64)
    wish[placed] = wishes[found.wish[placed]]
    return Placement(wish, found.block)


def of_round(rounds: Rounds, taking: Ints) -> tuple[Market, Ints]:
    """The market of a round: the wishes of those who take part, in the seats that are open; and the numbers that these wishes have in all."""
    market = rounds.market
    wishes = np.flatnonzero(taking[market.applicants])
    starts = np.concatenate([[0], np.cumsum(np.where(taking, np.diff(market.starts), 0))])
    asked = replace(
        market, starts=starts, programmes=market.programmes[wishes], orders=market.orders[wishes], seats=open_seats(rounds),
        most=market.most - given_in(market, rounds.held),
    )  # fmt: skip
    return asked, wishes


def confirm(rounds: Rounds, recommended: Placement, confirmed: Ints) -> Rounds:
    """After the round: those who confirmed, bool (n), hold their places for good; all others' seats are open again.

    Raises NotRecommended for the first who confirmed nothing.
    """
    if (idle := np.flatnonzero(confirmed & (recommended.wish < 0))).size:
        raise NotRecommended(applicant=int(idle[0]))
    held = rounds.held
    return replace(
        rounds,
        held=Placement(
            np.where(confirmed, recommended.wish, held.wish), np.where(confirmed, recommended.block, held.block)
        ),
    )


def extra_list(rounds: Rounds, programme: int) -> Ints:
    """Wishes for a programme, best first, of those who have confirmed no place, int64: whom the places left go to in turn."""
    market = rounds.market
    mine = np.flatnonzero((market.programmes == programme) & (rounds.held.wish < 0)[market.applicants])
    found: Ints = mine[np.argsort(market.orders[mine], kind="stable")]
    return found
