"""Groups of people to centres at the least cost: exact by min-cost flow, with a bound that anybody can add up.

A group (a school, a language of it) may be split over centres. As many people as possible are placed; among all ways to place so
many, the total cost is least, or first the worst cost of anybody and then the total. Source: Ahuja, Magnanti and Orlin,
Network Flows (1993), chapters 9 to 11 (solver: OR-Tools); the bottleneck by binary search over maximum flows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow, min_cost_flow

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

LARGEST: Final = 10**9
"""The largest size, capacity and cost that files may state: products of three of them stay in 64 bits."""


@dataclass(frozen=True)
class Question:
    """Who is to be placed and where: names in alphabetical order, so that the order of rows in files never matters.

    An allowed pair `i` lets group `group_of[i]` go to centre `centre_of[i]` at `costs[i]` a person (whole, >= 0, the unit is
    the caller's); pairs are ordered by group, then centre. All arrays are int64: sizes [groups], capacities [centres], the
    rest [pairs].
    """

    groups: tuple[str, ...]
    sizes: Ints
    centres: tuple[str, ...]
    capacities: Ints
    group_of: Ints
    centre_of: Ints
    costs: Ints

    @cached_property
    def everywhere(self) -> Mask:
        """All allowed pairs."""
        return np.ones(len(self.costs), dtype=np.bool_)


def question(sizes: Mapping[str, int], capacities: Mapping[str, int], costs: Mapping[tuple[str, str], int]) -> Question:
    """The question in order: people by group, seats by centre, cost of a person by (group, centre); no pair, not allowed."""
    groups, centres = sorted(sizes), sorted(capacities)
    group_at = {name: place for place, name in enumerate(groups)}
    centre_at = {name: place for place, name in enumerate(centres)}
    pairs = sorted((group_at[group], centre_at[centre], cost) for (group, centre), cost in costs.items())
    arcs = np.array(pairs, dtype=np.int64).reshape(-1, 3)
    return Question(
        tuple(groups),
        np.array([sizes[name] for name in groups], dtype=np.int64),
        tuple(centres),
        np.array([capacities[name] for name in centres], dtype=np.int64),
        arcs[:, 0].copy(),
        arcs[:, 1].copy(),
        arcs[:, 2].copy(),
    )


@dataclass(frozen=True)
class Answer:
    """Who goes where: `people` [pairs]; `cost` is the total and `bound` what no way to place as many can go below.

    `level` is the cost that nobody exceeds when the worst was minimised, else None; `level_proved` says that no lower one was
    possible.
    """

    people: Ints
    cost: int
    bound: int
    level: int | None = None
    level_proved: bool = True

    @property
    def proved(self) -> bool:
        """Whether nothing better exists."""
        return self.level_proved and self.bound == self.cost


@dataclass(frozen=True)
class Shortage:
    """Groups that together have more people than the centres open to them have seats; all these centres are full."""

    groups: tuple[str, ...]
    people: int
    centres: tuple[str, ...]
    seats: int


def split(asked: Question, *, worst_first: bool = False) -> Answer:
    """The optimum when groups may be split; about O(pairs * groups) in theory, under a second for 4 400 x 90 in practice."""
    allowed, level = asked.everywhere, None
    if worst_first:
        level = bottleneck(asked)
        allowed = asked.costs <= level
    people = cheapest(asked, allowed)
    return Answer(people, total(asked, people), bound(asked, people, allowed), level)


def total(asked: Question, people: Ints) -> int:
    """The cost of everybody placed."""
    return int(people @ asked.costs)


def missing(asked: Question, people: Ints) -> Ints:
    """People without a centre, by group."""
    return asked.sizes - np.bincount(asked.group_of, people, len(asked.groups)).astype(np.int64)


def loads(asked: Question, people: Ints) -> Ints:
    """People by centre."""
    return np.bincount(asked.centre_of, people, len(asked.centres)).astype(np.int64)


def _network(asked: Question, allowed: Mask) -> tuple[Ints, Ints, Ints, Ints]:
    """Arcs source -> groups -> centres -> sink as (tails, heads, capacities, costs); allowed pairs come first."""
    groups, centres = len(asked.groups), len(asked.centres)
    source, sink = groups + centres, groups + centres + 1
    group_of, centre_of = asked.group_of[allowed], asked.centre_of[allowed]
    tails = np.concatenate([group_of, np.full(groups, source), np.arange(groups, groups + centres)])
    heads = np.concatenate([centre_of + groups, np.arange(groups), np.full(centres, sink)])
    limits = np.concatenate([asked.sizes[group_of], asked.sizes, asked.capacities])
    costs = np.concatenate([asked.costs[allowed], np.zeros(groups + centres, dtype=np.int64)])
    return tails, heads, limits, costs


def most(asked: Question, allowed: Mask) -> int:
    """How many people the allowed pairs can place at the most."""
    tails, heads, limits, _ = _network(asked, allowed)
    flow = max_flow.SimpleMaxFlow()
    flow.add_arcs_with_capacity(tails, heads, limits)
    flow.solve(len(asked.groups) + len(asked.centres), len(asked.groups) + len(asked.centres) + 1)
    return int(flow.optimal_flow())


def bottleneck(asked: Question) -> int:
    """The least cost such that as many people can be placed without anybody going above it; 0 when nobody can be placed."""
    levels = np.unique(np.append(asked.costs, 0))
    wanted = most(asked, asked.everywhere)
    low, high = 0, len(levels) - 1
    while low < high:
        middle = (low + high) // 2
        if most(asked, asked.costs <= levels[middle]) == wanted:
            high = middle
        else:
            low = middle + 1
    return int(levels[low])


def cheapest(asked: Question, allowed: Mask) -> Ints:
    """People by pair: as many as the allowed pairs can place, at the least total cost; whole numbers by the theory of flows."""
    tails, heads, limits, costs = _network(asked, allowed)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tails, heads, limits, costs)
    everybody = int(asked.sizes.sum())
    source = len(asked.groups) + len(asked.centres)
    flow.set_nodes_supplies(np.array([source, source + 1]), np.array([everybody, -everybody]))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    people = np.zeros(len(asked.costs), dtype=np.int64)
    people[allowed] = flow.flows(arcs[: int(allowed.sum())])
    return people


def bound(asked: Question, people: Ints, allowed: Mask) -> int:
    """What no placement of as many people by the allowed pairs can cost less than, by linear duality.

    Each centre has a price `p >= 0` for a seat; a group's person costs at least its cheapest cost + price; nothing is lost by
    leaving out a person at more than `out`. So the total is at least sum(size * least) - sum(capacity * p) - left_out * out. The prices
    come from the placement itself (shortest ways over exchanges), and the inequality holds whatever they are: where it is an
    equality the placement is proved best, whoever made it.
    """
    prices, out = _prices(asked, people, allowed)
    least = np.full(len(asked.groups), np.iinfo(np.int64).max)
    np.minimum.at(least, asked.group_of[allowed], (asked.costs + prices[asked.centre_of])[allowed])
    left_out = int(missing(asked, people).sum())
    reached = least < np.iinfo(np.int64).max
    if left_out:
        least = np.minimum(least, out)
    else:
        least[~reached] = 0
    return int(asked.sizes @ least) - int(asked.capacities @ prices) - left_out * out


def excess(asked: Question, people: Ints, allowed: Mask) -> Ints:
    """By how much a person of each pair costs more, seat's price included, than the group's cheapest way (reduced cost) [pairs]."""
    prices, out = _prices(asked, people, allowed)
    priced = asked.costs + prices[asked.centre_of]
    least = np.full(len(asked.groups), out if missing(asked, people).any() else np.iinfo(np.int64).max)
    np.minimum.at(least, asked.group_of[allowed], priced[allowed])
    above: Ints = np.maximum(priced - least[asked.group_of], 0)
    return above


def _prices(asked: Question, people: Ints, allowed: Mask) -> tuple[Ints, int]:
    """Prices of seats [centres] and the price of leaving somebody out: differences of shortest ways over exchanges.

    Nodes are the centres, the sink (free seats) and the world outside (people left out); an exchange moves one person of a group
    with somebody at `a` to `b`. Bellman-Ford over at most centres + 2 rounds; a placement that can still be improved has ways that
    go on shrinking, and the prices of the last round then give a bound below its cost.
    """
    centres = len(asked.centres)
    sink, outside = centres, centres + 1
    left = missing(asked, people)
    load = loads(asked, people)
    used = people > 0
    ways = np.zeros(centres + 2, dtype=np.int64)
    free, taken = load < asked.capacities, load > 0
    for _ in range(centres + 2):
        before = ways.copy()
        at_group = np.full(len(asked.groups), np.iinfo(np.int64).max // 2)
        np.minimum.at(at_group, asked.group_of[used], (ways[asked.centre_of] - asked.costs)[used])
        at_group[left > 0] = np.minimum(at_group[left > 0], ways[outside])
        placed = np.unique(asked.group_of[used])
        if len(placed):
            ways[outside] = min(ways[outside], at_group[placed].min())
        np.minimum.at(ways, asked.centre_of[allowed], (at_group[asked.group_of] + asked.costs)[allowed])
        ways[sink] = min(ways[sink], ways[:centres][free].min(initial=ways[sink]))
        ways[:centres][taken] = np.minimum(ways[:centres][taken], ways[sink])
        if (before == ways).all():
            break
    return np.maximum(ways[sink] - ways[:centres], 0), int(ways[sink] - ways[outside])


def shortages(asked: Question, people: Ints) -> tuple[Shortage, ...]:
    """Why people have no centre, when as many as possible have one: each set of groups that shares centres which are all full.

    From a group left out, every centre open to it is full, and whoever sits there could not go elsewhere either; what is reached
    so is one shortage. A group that no centre is open to is a shortage of its own without centres.
    """
    left = missing(asked, people)
    open_to: dict[int, list[int]] = {}
    sitting: dict[int, list[int]] = {}
    for group, centre, count in zip(asked.group_of.tolist(), asked.centre_of.tolist(), people.tolist(), strict=True):
        open_to.setdefault(group, []).append(centre)
        if count:
            sitting.setdefault(centre, []).append(group)
    found: list[tuple[set[int], set[int]]] = []
    for start in np.flatnonzero(left).tolist():
        if any(start in groups for groups, _ in found):
            continue
        groups, centres = _reached(start, open_to, sitting)
        for others in [pair for pair in found if pair[0] & groups]:
            found.remove(others)
            groups, centres = groups | others[0], centres | others[1]
        found.append((groups, centres))
    return tuple(sorted((_shortage(asked, *pair) for pair in found), key=lambda one: one.groups))


def _reached(
    start: int, open_to: Mapping[int, list[int]], sitting: Mapping[int, list[int]]
) -> tuple[set[int], set[int]]:
    groups, centres, ahead = {start}, set[int](), [start]
    while ahead:
        for centre in open_to.get(ahead.pop(), []):
            if centre not in centres:
                centres.add(centre)
                ahead += [group for group in sitting.get(centre, []) if group not in groups]
                groups.update(sitting.get(centre, []))
    return groups, centres


def _shortage(asked: Question, groups: set[int], centres: set[int]) -> Shortage:
    return Shortage(
        tuple(asked.groups[place] for place in sorted(groups)),
        int(sum(asked.sizes[place] for place in groups)),
        tuple(asked.centres[place] for place in sorted(centres)),
        int(sum(asked.capacities[place] for place in centres)),
    )
