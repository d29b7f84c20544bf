"""Groups that must stay together go each to one centre: the generalised assignment problem, by CP-SAT from the split optimum.

The problem is NP-hard (Martello and Toth, Knapsack Problems, 1990, chapter 7), so a search may end with the best found; what the
split optimum costs is a bound all the same, since every undivided placement is also a divided one. One worker, a fixed seed and a limit in
the solver's own deterministic seconds give the same answer on every machine of one version.
"""

from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from maarif.kernel.placement.centres import (
    Answer,
    Ints,
    Mask,
    Question,
    bottleneck,
    bound,
    cheapest,
    excess,
    missing,
    total,
)
from maarif.kernel.placement.moves import Moves


@dataclass(frozen=True)
class _Found:
    """A placement (people by pair), what nothing allowed can go below, and whether the search settled it."""

    people: Ints
    least: int
    settled: bool


def together(asked: Question, *, worst_first: bool = False, seconds: float = 10.0) -> Answer:
    """The best placement of undivided groups: most people, then (`worst_first`) the worst cost, then the total cost.

    `seconds` bounds each search. Where a search ends before it has a proof, `Answer.proved` is false and `Answer.bound` says how much
    better a placement could be at the most.
    """
    fitting = asked.sizes[asked.group_of] <= asked.capacities[asked.centre_of]
    first, left, all_settled = _as_many_as_possible(asked, fitting, seconds)
    allowed, level, proved = fitting, None, True
    if worst_first:
        level, proved, first = _lowest(asked, fitting, left, first, seconds)
        allowed = fitting & (asked.costs <= level)
    last = _cheapest(asked, allowed, left, first, seconds)
    return Answer(last.people, total(asked, last.people), last.least, level, proved and all_settled)


def _as_many_as_possible(asked: Question, fitting: Mask, seconds: float) -> tuple[Ints, int, bool]:
    """A good placement, how many people it leaves out, and whether leaving out fewer is impossible.

    Groups that the split optimum does not divide stay where it puts them at first, and the others go where room is or can be
    made. Only when somebody is then left out whom the split optimum places, the search is asked.
    """
    flow = cheapest(asked, fitting)
    floor = int(missing(asked, flow).sum())
    people = Moves(asked, fitting, _rounded(asked, flow)).filled()
    left = int(missing(asked, people).sum())
    if left == floor:
        return people, left, True
    found = _search(asked, fitting, seconds, None, people)
    if found.people.sum() > people.sum():
        people = found.people
    return people, int(missing(asked, people).sum()), found.settled


def _rounded(asked: Question, flow: Ints) -> Ints:
    """The undivided part of a flow."""
    return np.where(flow == asked.sizes[asked.group_of], flow, 0)


def _lowest(asked: Question, fitting: Mask, left: int, first: Ints, seconds: float) -> tuple[int, bool, Ints]:
    """The lowest worst cost found for leaving out no more than `left`, whether it is proved, and a placement that keeps it."""
    worst = int(asked.costs[first > 0].max(initial=0))
    within = asked.costs[fitting]
    divided = bottleneck(_with_outside(asked, fitting, left))
    levels = np.unique(np.append(within[(within >= divided) & (within <= worst)], worst))
    low, high, proved, best = 0, len(levels) - 1, True, first
    while low < high:
        middle = (low + high) // 2
        found = _search(asked, fitting & (asked.costs <= levels[middle]), seconds, left, best)
        if int(missing(asked, found.people).sum()) <= left:
            best, high = found.people, middle
        else:
            proved, low = proved and found.settled, middle + 1
    return int(levels[low]), proved, best


def _cheapest(asked: Question, allowed: Mask, left: int, first: Ints, seconds: float) -> _Found:
    """The cheapest placement that leaves out `left` people, from `first`; its bound is the better of the search's and the flow's.

    A pair that by the prices of the divided optimum raises the bound above the cost of `first` is in no better placement: it is
    left out of the search, and the proof stays whole.
    """
    wider = _with_outside(asked, allowed, left)
    flow = cheapest(wider, wider.everywhere)
    least = bound(wider, flow, wider.everywhere)
    gap = total(asked, first) - least
    if gap <= 0:
        return _Found(first, least, True)
    useful = allowed.copy()
    useful[allowed] = (excess(wider, flow, wider.everywhere) * wider.sizes[wider.group_of])[: int(allowed.sum())] <= gap
    found = _search(asked, useful | (first > 0), seconds, left, first, price=True)
    better = found.people.sum() >= first.sum() and total(asked, found.people) <= total(asked, first)
    best = found.people if better else first
    least = total(asked, best) if found.settled else max(least, min(found.least, total(asked, best)))
    return _Found(best, least, total(asked, best) == least)


def _with_outside(asked: Question, allowed: Mask, left: int) -> Question:
    """The same with only the allowed pairs, and with a place outside that takes `left` people for nothing."""
    groups, outside = np.arange(len(asked.groups)), np.full(len(asked.groups), len(asked.centres))
    return Question(
        asked.groups,
        asked.sizes,
        (*asked.centres, ""),
        np.append(asked.capacities, left),
        np.concatenate([asked.group_of[allowed], groups]),
        np.concatenate([asked.centre_of[allowed], outside]),
        np.concatenate([asked.costs[allowed], np.zeros(len(groups), dtype=np.int64)]),
    )


def _search(
    asked: Question, allowed: Mask, seconds: float, left: int | None, hint: Ints, *, price: bool = False
) -> _Found:
    """CP-SAT over the allowed pairs: fewest people left out or, with `price`, the least cost; nobody placed where nothing was found.

    `left` bounds the people left out. `settled` says that the optimum, or that there is no answer, is proved.
    """
    model = cp_model.CpModel()
    pairs = np.flatnonzero(allowed).tolist()
    chosen = {pair: model.new_bool_var("") for pair in pairs}
    by_group: list[list[int]] = [[] for _ in asked.groups]
    by_centre: list[list[int]] = [[] for _ in asked.centres]
    for pair in pairs:
        by_group[asked.group_of[pair]].append(pair)
        by_centre[asked.centre_of[pair]].append(pair)
        model.add_hint(chosen[pair], bool(hint[pair] > 0))
    for mine in by_group:
        model.add_at_most_one([chosen[pair] for pair in mine])
    size = asked.sizes[asked.group_of].tolist()
    for centre, mine in enumerate(by_centre):
        model.add(sum(size[pair] * chosen[pair] for pair in mine) <= int(asked.capacities[centre]))
    everybody = int(asked.sizes.sum())
    placed = sum(size[pair] * chosen[pair] for pair in pairs)
    if left is not None:
        model.add(placed >= everybody - left)
    if price:
        model.minimize(sum(size[pair] * int(asked.costs[pair]) * chosen[pair] for pair in pairs))
    elif left is None:
        model.maximize(placed)
    return _solved(asked, model, chosen, seconds)


def _solved(asked: Question, model: cp_model.CpModel, chosen: dict[int, cp_model.IntVar], seconds: float) -> _Found:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = seconds
    status = solver.solve(model)
    people = np.zeros(len(asked.costs), dtype=np.int64)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        for pair, variable in chosen.items():
            if solver.boolean_value(variable):
                people[pair] = asked.sizes[asked.group_of[pair]]
    least = max(0, int(np.ceil(solver.best_objective_bound))) if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else 0
    return _Found(people, least, status in (cp_model.OPTIMAL, cp_model.INFEASIBLE))
