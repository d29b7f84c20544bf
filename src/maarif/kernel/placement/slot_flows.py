"""Interviews to slots by flows, one step of everybody after the other, beside bounds that may prove the answer.

One step is a maximum flow with the least sum of squared loads. The loads of all maximum flows are a discrete convex set, in which the
least sum of squares has the least maximum and the greatest minimum at once (Frank and Murota 2018, decreasing minimization), so the
least spread too: where everybody has one interview, no slots crowd each other and each interview suits panels of one kind, the answer is
exact. Of equal loads those with earlier slots are taken, most of all for whoever has steps to come.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby

import numpy as np
from ortools.graph.python import min_cost_flow

from maarif.kernel.placement.slots import Answer, Question, spread


def answer(asked: Question) -> Answer:
    """A schedule; nothing better exists where its bounds are reached. As many flows as steps."""
    apart = _apart(asked)
    slot_of: dict[int, int] = {}
    for turn in range(max(map(len, asked.steps.values()), default=0)):
        waiting = [
            steps[turn] for steps in asked.steps.values() if len(steps) > turn and slot_of.keys() >= {*steps[:turn]}
        ]
        slot_of |= _step(asked, waiting, apart - {*slot_of.values()}, slot_of)
    heard = [steps for steps in asked.steps.values() if slot_of.keys() >= {*steps}]
    slot_of = {one: slot_of[one] for one in sorted(one for steps in heard for one in steps)}
    width = spread(asked, slot_of)
    one_step = len(apart) == len(asked.slots) and len(asked.steps) == len(asked.interviews)
    could = sum(all(asked.suiting[one] for one in steps) for steps in asked.steps.values())
    heard_bound = len(heard) if one_step else could
    if one_step and _one_kind_each(asked):
        least = sum(width)
    elif len(heard) == could and _one_kind_each(asked):
        least = _rests(asked, slot_of)
    else:
        least = 0
    return Answer(slot_of, len(heard), heard_bound, sum(width), least)


def _apart(asked: Question) -> set[int]:
    """Slots of which no two crowd each other, those that end first before others, from panels by turns."""
    near: dict[int, set[int]] = defaultdict(set)
    for _, places in asked.crowds():
        for place in places:
            near[place].update(places)
    found: set[int] = set()
    of = Counter[str]()
    by_end = sorted(range(len(asked.slots)), key=lambda place: (asked.slots[place].end, place))
    for _, together in groupby(by_end, key=lambda place: asked.slots[place].end):
        for place in sorted(together, key=lambda place: (of[asked.slots[place].panel], place)):
            if not near[place] & found:
                found.add(place)
                of[asked.slots[place].panel] += 1
    return found


def _one_kind_each(asked: Question) -> bool:
    """Whether each interview suits panels of one kind only."""
    kind_of = {code: number for number, kind in enumerate(asked.kinds()) for code in kind}
    return all(len({kind_of[asked.slots[place].panel] for place in places}) <= 1 for places in asked.suiting)


def _rests(asked: Question, slot_of: Mapping[int, int]) -> int:
    """The kinds whose interviews cannot be divided equally; their loads differ by one at least whoever is where."""
    loads = Counter(asked.slots[place].panel for place in slot_of.values())
    return sum(sum(loads[code] for code in kind) % len(kind) > 0 for kind in asked.kinds())


def _step(asked: Question, waiting: Sequence[int], free: set[int], before: Mapping[int, int]) -> dict[int, int]:
    """Slots for interviews of which each candidate has one, after the slots that the steps before have."""
    places = sorted(free)
    number = {place: at for at, place in enumerate(places)}
    starts = sorted({asked.slots[place].start for place in places})
    early = {start: at for at, start in enumerate(starts)}
    pairs: list[tuple[int, int, int]] = []
    for at, one in enumerate(waiting):
        steps = asked.steps[asked.interviews[one].candidate]
        turn = steps.index(one)
        ready = asked.slots[before[steps[turn - 1]]].end + timedelta(minutes=asked.pause) if turn else asked.earliest
        pairs += [
            (at, number[place], early[asked.slots[place].start] * (len(steps) - turn))
            for place in asked.suiting[one]
            if place in number and asked.slots[place].start >= ready
        ]
    chosen = _flow(asked, len(waiting), places, pairs, Counter(asked.slots[place].panel for place in before.values()))
    return {waiting[at]: places[to] for at, to in chosen}


def _flow(
    asked: Question, people: int, places: Sequence[int], pairs: Sequence[tuple[int, int, int]], loads: Mapping[str, int]
) -> list[tuple[int, int]]:
    """The pairs (person, place) chosen: most, then the least squared loads, then the least cost of a pair."""
    codes = sorted({asked.slots[place].panel for place in places})
    panel = {code: people + len(places) + at for at, code in enumerate(codes)}
    source = people + len(places) + len(codes)
    most = 1 + people * max((cost for *_, cost in pairs), default=0)
    arcs = [(one, people + place, cost) for one, place, cost in pairs] + [(source, one, 0) for one in range(people)]
    turns = Counter(loads)
    for at, place in enumerate(places):
        code = asked.slots[place].panel
        turns[code] += 1
        arcs += [(people + at, panel[code], 0), (panel[code], source + 1, (2 * turns[code] - 1) * most)]
    table = np.array(arcs, dtype=np.int64).reshape(-1, 3)
    flow = min_cost_flow.SimpleMinCostFlow()
    made = flow.add_arcs_with_capacity_and_unit_cost(
        table[:, 0].copy(), table[:, 1].copy(), np.ones(len(table), dtype=np.int64), table[:, 2].copy()
    )
    flow.set_nodes_supplies(np.array([source, source + 1]), np.array([people, -people]))
    if (status := flow.solve_max_flow_with_min_cost()) != flow.OPTIMAL:
        raise ArithmeticError(f"the flow was not solved: {status}")
    return [pairs[at][:2] for at in np.flatnonzero(flow.flows(made[: len(pairs)])).tolist()]
