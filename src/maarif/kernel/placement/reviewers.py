"""Reviewers to papers with the greatest total affinity, proved by prices that anybody can add up.

As many reviews as possible are assigned, and among all ways to assign so many the total affinity is the greatest: a min-cost flow
(Ahuja, Magnanti and Orlin, Network Flows, 1993; solver: OR-Tools). A fair assignment first lifts the weakest review of the worst paper as
far as can be, where a paper's own bids allow more.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

LARGEST: Final = 10**6
"""The largest affinity."""


@dataclass(frozen=True)
class Question:
    """Who may review what: names in alphabetical order, so that the order of rows never matters.

    Pair `i` lets reviewer `reviewer_of[i]` review `paper_of[i]` with `affinities[i]` (whole, >= 0); pairs are ordered by
    reviewer, then paper; int64 [pairs]. A paper wants `reviews`, a reviewer takes `load` at the most.
    """

    reviewers: tuple[str, ...]
    papers: tuple[str, ...]
    reviewer_of: Ints
    paper_of: Ints
    affinities: Ints
    reviews: int
    load: int

    @property
    def bonus(self) -> int:
        """What one review more is worth beside any gain of affinity along one chain of exchanges."""
        largest = int(self.affinities.max(initial=0))
        return 1 + largest * 2 * (len(self.reviewers) + len(self.papers) + 1)


def question(
    bids: Mapping[tuple[str, str], int], conflicts: Set[tuple[str, str]], papers: Iterable[str], reviews: int, load: int
) -> Question:
    """The question in order: affinity by (reviewer, paper); a pair without a bid or with a conflict is not allowed."""
    reviewers = sorted({reviewer for reviewer, _ in bids})
    names = sorted({*papers, *(paper for _, paper in bids)})
    who = {name: place for place, name in enumerate(reviewers)}
    what = {name: place for place, name in enumerate(names)}
    pairs = sorted((who[pair[0]], what[pair[1]], value) for pair, value in bids.items() if pair not in conflicts)
    arcs = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    return Question(
        tuple(reviewers), tuple(names), arcs[:, 0].copy(), arcs[:, 1].copy(), arcs[:, 2].copy(), reviews, load
    )


@dataclass(frozen=True)
class Prices:
    """A price for each reviewer's turn and each paper's review [reviewers], [papers], all >= 0."""

    reviewers: Ints
    papers: Ints


def everything(asked: Question) -> Mask:
    """All pairs."""
    return np.ones(len(asked.affinities), dtype=np.bool_)


def assign(asked: Question, *, fair: bool = False) -> Mask:
    """The pairs chosen [pairs]: about O(pairs * papers) in theory, seconds for 600 000 pairs."""
    return cheapest(asked, level_mask(asked, fair_level(asked)) if fair else everything(asked))


def cheapest(asked: Question, allowed: Mask) -> Mask:
    """As many reviews as the allowed pairs can give, with the greatest total affinity."""
    tails, heads, limits = _network(asked, allowed)
    costs = np.zeros(len(tails), dtype=np.int64)
    count = int(allowed.sum())
    costs[:count] = -asked.affinities[allowed]
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    source = len(asked.reviewers) + len(asked.papers)
    supply = asked.reviews * len(asked.papers)
    flow.set_nodes_supplies(np.array([source, source + 1]), np.array([supply, -supply]))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    chosen = np.zeros(len(asked.affinities), dtype=np.bool_)
    chosen[allowed] = flow.flows(arcs[:count]) > 0
    return chosen


def _network(asked: Question, allowed: Mask) -> tuple[Ints, Ints, Ints]:
    """Arcs source -> reviewers -> papers -> sink as (tails, heads, capacities); allowed pairs come first."""
    reviewers, papers = len(asked.reviewers), len(asked.papers)
    source = reviewers + papers
    tails = np.concatenate([asked.reviewer_of[allowed], np.full(reviewers, source), np.arange(reviewers, source)])
    heads = np.concatenate([asked.paper_of[allowed] + reviewers, np.arange(reviewers), np.full(papers, source + 1)])
    limits = np.concatenate(
        [np.ones(int(allowed.sum()), dtype=np.int64), np.full(reviewers, asked.load), np.full(papers, asked.reviews)]
    )
    return tails, heads, limits


def most(asked: Question, allowed: Mask) -> int:
    """How many reviews the allowed pairs can give at the most."""
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(*_network(asked, allowed))
    source = len(asked.reviewers) + len(asked.papers)
    flow.solve(source, source + 1)
    return int(flow.optimal_flow())


def own_levels(asked: Question) -> Ints:
    """For each paper the affinity that its reviews could all have if it came alone; 0 when it has too few bids [papers]."""
    order = np.lexsort((-asked.affinities, asked.paper_of))
    counts = np.bincount(asked.paper_of, minlength=len(asked.papers))
    last = np.cumsum(counts) - counts + asked.reviews - 1
    enough = counts >= asked.reviews
    levels = np.zeros(len(asked.papers), dtype=np.int64)
    levels[enough] = asked.affinities[order][last[enough]]
    return levels


def level_mask(asked: Question, level: int) -> Mask:
    """Pairs not below a level, or not below what their paper could have alone where that is less."""
    return np.asarray(asked.affinities >= np.minimum(own_levels(asked), level)[asked.paper_of], dtype=np.bool_)


def fair_level(asked: Question) -> int:
    """The highest level at which as many reviews can be given as without any: binary search over maximum flows."""
    levels = np.unique(np.append(own_levels(asked), 0))
    wanted = most(asked, everything(asked))
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high + 1) // 2
        if most(asked, level_mask(asked, int(levels[middle]))) == wanted:
            low = middle
        else:
            high = middle - 1
    return int(levels[low])


def counts(asked: Question, chosen: Mask) -> tuple[Ints, Ints]:
    """Reviews by reviewer and by paper."""
    return (
        np.bincount(asked.reviewer_of[chosen], minlength=len(asked.reviewers)),
        np.bincount(asked.paper_of[chosen], minlength=len(asked.papers)),
    )


def prices(asked: Question, chosen: Mask, allowed: Mask) -> Prices:
    """Prices that prove an assignment by `bound`: differences of shortest ways over the exchanges that it leaves (Bellman-Ford).

    One node for each reviewer and paper and one for unused turns. At most as many rounds as nodes, each over all pairs.
    """
    reviewers, papers = len(asked.reviewers), len(asked.papers)
    worth = asked.affinities + asked.bonus
    by_reviewer, by_paper = counts(asked, chosen)
    who, what, free = np.zeros(reviewers, np.int64), np.zeros(papers, np.int64), 0
    other = allowed & ~chosen
    for _ in range(reviewers + papers + 1):
        before = (who.copy(), what.copy(), free)
        np.minimum.at(what, asked.paper_of[other], who[asked.reviewer_of[other]] - worth[other])
        np.minimum.at(who, asked.reviewer_of[chosen], what[asked.paper_of[chosen]] + worth[chosen])
        free = min(
            free,
            int(who[by_reviewer > 0].min(initial=free)),
            int(what[by_paper < asked.reviews].min(initial=free)),
        )
        who = np.where(by_reviewer < asked.load, np.minimum(who, free), who)
        what = np.where(by_paper > 0, np.minimum(what, free), what)
        if (before[0] == who).all() and (before[1] == what).all() and before[2] == free:
            break
    return Prices(np.maximum(who - free, 0), np.maximum(free - what, 0))


def bound(asked: Question, price: Prices, allowed: Mask) -> int:
    """What no assignment by allowed pairs is worth more than, each review counting `bonus` + affinity, whatever the prices.

    A chosen pair is worth at most its two prices and what it exceeds them by; turns and reviews are limited. So the worth is at most
    load * sum(reviewers) + reviews * sum(papers) + sum(excess). Where an assignment reaches this it is proved best.
    """
    worth = (asked.affinities + asked.bonus)[allowed]
    excess = worth - price.reviewers[asked.reviewer_of[allowed]] - price.papers[asked.paper_of[allowed]]
    turns = asked.load * int(price.reviewers.sum()) + asked.reviews * int(price.papers.sum())
    return turns + int(np.maximum(excess, 0).sum())


def worth(asked: Question, chosen: Mask) -> int:
    """What an assignment is worth: `bonus` + affinity for each review."""
    return int(chosen.sum()) * asked.bonus + int(asked.affinities[chosen].sum())
