"""Groups to centres: the optimum of every small question is that of trial by hand, and the bound proves it without the solver."""

import random

import numpy as np
import pytest
from ortools.linear_solver import pywraplp
from tests.kernel.placement.seating_oracles import best_placement, random_question

from maarif.kernel.placement import centres
from maarif.kernel.placement.centres import Question, question, split
from maarif.kernel.placement.together import together


def value(asked: Question, people: centres.Ints, *, worst_first: bool) -> tuple[int, ...]:
    left, total = int(centres.missing(asked, people).sum()), centres.total(asked, people)
    return (left, int(asked.costs[people > 0].max(initial=0)), total) if worst_first else (left, total)


@pytest.mark.parametrize("worst_first", [False, True])
@pytest.mark.parametrize("undivided", [False, True])
def test_small_questions_have_the_optimum_of_trying_everything(worst_first: bool, undivided: bool) -> None:
    dice = random.Random(11)
    for _ in range(60):
        asked = random_question(dice)
        answer = (together if undivided else split)(asked, worst_first=worst_first)
        wanted = best_placement(asked, worst_first=worst_first, undivided=undivided)
        assert value(asked, answer.people, worst_first=worst_first) == wanted, asked
        assert answer.proved
        assert (answer.people >= 0).all()
        assert (centres.loads(asked, answer.people) <= asked.capacities).all()


def linear_optimum(asked: Question) -> float:
    """The total cost of everybody placed, people divided like water, by GLOP."""
    solver = pywraplp.Solver.CreateSolver("GLOP")
    flow = [solver.NumVar(0, solver.infinity(), "") for _ in asked.costs]
    for group, size in enumerate(asked.sizes.tolist()):
        solver.Add(sum(flow[pair] for pair in np.flatnonzero(asked.group_of == group)) == size)
    for centre, seats in enumerate(asked.capacities.tolist()):
        solver.Add(sum(flow[pair] for pair in np.flatnonzero(asked.centre_of == centre)) <= seats)
    solver.Minimize(sum(int(cost) * each for cost, each in zip(asked.costs, flow, strict=True)))
    assert solver.Solve() == pywraplp.Solver.OPTIMAL
    return float(solver.Objective().Value())


def country(dice: random.Random, groups: int, places: int, slack: float = 1.1) -> Question:
    sizes = {f"g{n}": dice.randint(1, 30) for n in range(groups)}
    each = round(sum(sizes.values()) * slack / places) + 1
    seats = {f"c{n}": each for n in range(places)}
    return question(sizes, seats, {(group, centre): dice.randint(1, 300) for group in sizes for centre in seats})


def test_the_cost_is_that_of_the_linear_programme() -> None:
    dice = random.Random(12)
    for _ in range(5):
        asked = country(dice, 60, 7)
        answer = split(asked)
        assert (answer.cost, answer.bound) == (round(linear_optimum(asked)), answer.cost)


def test_the_bound_holds_for_a_worse_placement_and_shows_that_it_is_worse() -> None:
    asked = country(random.Random(13), 30, 4)
    best = split(asked)
    worse = centres.cheapest(
        centres.question(
            dict(zip(asked.groups, asked.sizes.tolist(), strict=True)),
            dict(zip(asked.centres, asked.capacities.tolist(), strict=True)),
            {
                (asked.groups[group], asked.centres[centre]): 300 - cost
                for group, centre, cost in zip(
                    asked.group_of.tolist(), asked.centre_of.tolist(), asked.costs.tolist(), strict=True
                )
            },
        ),
        asked.everywhere,
    )
    assert centres.bound(asked, worse, asked.everywhere) <= best.cost < centres.total(asked, worse)


def test_undivided_groups_cost_no_less_than_divided_ones_and_none_is_divided() -> None:
    asked = country(random.Random(14), 40, 5, slack=1.3)
    kept = together(asked, seconds=1)
    assert split(asked).cost <= kept.bound <= kept.cost
    assert set(np.bincount(asked.group_of[kept.people > 0]).tolist()) == {1}
    assert not centres.missing(asked, kept.people).any()


def test_the_worst_first_never_makes_the_worst_worse_nor_the_total_cheaper() -> None:
    ways = {("a", "x"): 0, ("a", "y"): 6, ("b", "x"): 5, ("b", "y"): 10}
    asked = question({"a": 1, "b": 1}, {"x": 1, "y": 1}, ways)
    cheap, fair = split(asked), split(asked, worst_first=True)
    assert (cheap.cost, cheap.people.tolist()) == (10, [1, 0, 0, 1])
    assert (fair.level, fair.cost, fair.people.tolist()) == (6, 11, [0, 1, 1, 0])


def test_a_shortage_names_who_shares_which_full_centres() -> None:
    asked = question(
        {"a": 30, "b": 20, "far": 5, "alone": 2},
        {"one": 25, "two": 10, "three": 9},
        {("a", "one"): 1, ("b", "one"): 1, ("b", "two"): 1, ("far", "three"): 7},
    )
    found = centres.shortages(asked, split(asked).people)
    assert [(one.groups, one.people, one.centres, one.seats) for one in found] == [
        (("a", "b"), 50, ("one", "two"), 35),
        (("alone",), 2, (), 0),
    ]


def test_nobody_nowhere_and_nothing_have_answers() -> None:
    for asked in (
        question({}, {}, {}),
        question({"a": 3}, {}, {}),
        question({}, {"c": 3}, {}),
        question({"a": 0}, {"c": 0}, {("a", "c"): 4}),
        question({"a": 2}, {"c": 0}, {("a", "c"): 4}),
    ):
        for worst_first in (False, True):
            for way in (split, together):
                answer = way(asked, worst_first=worst_first)
                assert (answer.cost, int(answer.people.sum()), answer.proved) == (0, 0, True)
