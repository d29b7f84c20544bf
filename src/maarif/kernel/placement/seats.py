"""One room's pupils on its seats so that no two classmates touch: four colours, then repair, then an exact search.

Seats of one parity of row and column never touch; pupils ordered by school fill these four classes one after the other. What clashes where
a school runs over from one class into the next is repaired by exchanges (min-conflicts: Minton, Johnston, Philips and Laird, 1992);
what that leaves is given to CP-SAT, which finds the fewest pairs and proves them.
"""

import random
from collections import Counter
from typing import Final

from ortools.sat.python import cp_model

from maarif.kernel.placement.layouts import Filling, Room

STEPS: Final = 150
"""Exchanges tried in one repair."""

REPAIRS: Final = 4
"""Repairs from different starts before the exact search."""


def arrange(
    room: Room, schools: list[str], needs: list[bool], dice: random.Random, seconds: float = 1.0
) -> tuple[Filling, int]:
    """Everybody of a room on a seat, and the fewest touching pairs that are proved unavoidable.

    `schools` and `needs` by pupil; whoever has a need sits on an accessible seat. The room has seats enough, and accessible ones
    enough. `seconds` (the solver's own) bound the exact search, which is only asked when repair stays above the bound.
    """
    least = room.least_pairs(Counter(schools).values())
    best = _coloured(room, schools, needs, turn=0)
    _repair(best, least, dice)
    for turn in range(1, REPAIRS):
        if best.pairs() <= least:
            return best, least
        other = _coloured(room, schools, needs, turn)
        _repair(other, least, dice)
        best = min(best, other, key=Filling.pairs)
    if best.pairs() > least:
        best, least = _exact(best, least, seconds)
    return best, least


def _coloured(room: Room, schools: list[str], needs: list[bool], turn: int) -> Filling:
    """Fills the four classes of parity one after the other, schools with most pupils first; `turn` begins with another class.

    Each class gives up as many of its seats as its share of the free ones, accessible seats first, so that variants stay level.
    """
    filling = Filling(room, schools, needs, [None] * len(room.seats))
    many = Counter(schools)
    order = sorted(
        range(len(schools)), key=lambda pupil: (not needs[pupil], -many[schools[pupil]], schools[pupil], pupil)
    )
    special = [pupil for pupil in order if needs[pupil]]
    taken = _spread([seat for seat in _by_class(room, turn) if room.suits[seat]], len(special))
    for pupil, seat in zip(special, taken, strict=True):
        filling.who[seat] = pupil
    others = order[len(special) :]
    for pupil, seat in zip(others, _chosen(room, set(taken), len(others), turn), strict=True):
        filling.who[seat] = pupil
    return filling


def _by_class(room: Room, turn: int) -> list[int]:
    def kind(seat: int) -> int:
        row, column = room.seats[seat]
        return (2 * (row % 2) + column % 2 + turn) % 4

    return sorted(range(len(room.seats)), key=lambda seat: (kind(seat), seat))


def _spread(seats: list[int], count: int) -> list[int]:
    """`count` of the seats, evenly over the list."""
    return [seats[place * len(seats) // count] for place in range(count)]


def _chosen(room: Room, taken: set[int], count: int, turn: int) -> list[int]:
    """`count` open seats in the order of classes; each class gives from the level that would make all four alike."""
    classes: list[list[int]] = [[], [], [], []]
    for seat in range(len(room.seats)):
        row, column = room.seats[seat]
        classes[(2 * (row % 2) + column % 2 + turn) % 4].append(seat)
    sat = [sum(1 for seat in seats if seat in taken) for seats in classes]
    quota = list(sat)
    for _ in range(count):
        open_ = [kind for kind in range(4) if quota[kind] < len(classes[kind])]
        quota[min(open_, key=lambda kind: (quota[kind], -len(classes[kind]), kind))] += 1
    found: list[int] = []
    for kind, seats in enumerate(classes):
        free = [seat for seat in seats if seat not in taken]
        plain = [seat for seat in free if not room.suits[seat]]
        wanted = quota[kind] - sat[kind]
        picked = (
            _spread(plain, wanted)
            if wanted <= len(plain)
            else plain + [seat for seat in free if room.suits[seat]][: wanted - len(plain)]
        )
        found += sorted(picked)
    return found


def _repair(filling: Filling, least: int, dice: random.Random) -> None:
    """Exchanges a pupil who meets a classmate with whatever seat makes fewest meetings, until none is left or STEPS are spent."""
    pairs = filling.pairs()
    for _ in range(STEPS):
        if pairs <= least:
            return
        seats = range(len(filling.who))
        clashing = [seat for seat in seats if filling.meets(filling.school(seat), seat)]
        here = dice.choice(clashing)
        gains = [(_change(filling, here, there), there) for there in seats if _may(filling, here, there)]
        if not gains:
            continue
        best = min(gains)[0]
        if best > 0 and dice.random() < 0.8:
            continue
        there = dice.choice([seat for gain, seat in gains if gain == best])
        filling.who[here], filling.who[there] = filling.who[there], filling.who[here]
        pairs += best


def _may(filling: Filling, here: int, there: int) -> bool:
    """Whether two seats may change occupants: different schools, and nobody with a need leaves the accessible seats."""
    if filling.school(here) == filling.school(there):
        return False
    suits, needs = filling.room.suits, filling.needs
    one, other = filling.who[here], filling.who[there]
    return (one is None or suits[there] or not needs[one]) and (other is None or suits[here] or not needs[other])


def _change(filling: Filling, here: int, there: int) -> int:
    """By how much the pairs change when two seats of different schools change occupants."""
    one, other = filling.school(here), filling.school(there)
    change = (
        filling.meets(one, there) - filling.meets(one, here) + filling.meets(other, here) - filling.meets(other, there)
    )
    if there in filling.room.close[here]:
        change -= (one is not None) + (other is not None)
    return change


def _exact(filling: Filling, least: int, seconds: float) -> tuple[Filling, int]:
    """The fewest pairs by CP-SAT: which school sits on which seat; the better of both answers, and the bound proved."""
    room, names = filling.room, sorted(set(filling.schools))
    model = cp_model.CpModel()
    sits = {(seat, name): model.new_bool_var("") for seat in range(len(room.seats)) for name in names}
    for seat in range(len(room.seats)):
        model.add_at_most_one([sits[seat, name] for name in names])
    met = []
    for name in names:
        mine = [pupil for pupil, school in enumerate(filling.schools) if school == name]
        model.add(sum(sits[seat, name] for seat in range(len(room.seats))) == len(mine))
        special = sum(filling.needs[pupil] for pupil in mine)
        model.add(sum(sits[seat, name] for seat in range(len(room.seats)) if room.suits[seat]) >= special)
        for seat, others in enumerate(room.close if len(mine) > 1 else ()):
            for other in others:
                if other > seat:
                    met.append(model.new_bool_var(""))
                    model.add(met[-1] >= sits[seat, name] + sits[other, name] - 1)
    for (seat, name), variable in sits.items():
        model.add_hint(variable, filling.school(seat) == name)
    model.add(sum(met) >= least)
    model.minimize(sum(met))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = 1, 1
    solver.parameters.max_deterministic_time = seconds
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return filling, least
    found = _named(filling, {key for key, variable in sits.items() if solver.boolean_value(variable)})
    better = min(filling, found, key=Filling.pairs)
    return better, min(better.pairs(), max(least, round(solver.best_objective_bound)))


def _named(filling: Filling, sits: set[tuple[int, str]]) -> Filling:
    """Pupils on the seats of their schools: those with a need on the accessible ones first."""
    found = Filling(filling.room, filling.schools, filling.needs, [None] * len(filling.room.seats))
    for name in sorted(set(filling.schools)):
        seats = sorted(
            (seat for seat, school in sits if school == name), key=lambda seat: (not found.room.suits[seat], seat)
        )
        mine = [pupil for pupil, school in enumerate(filling.schools) if school == name]
        for seat, pupil in zip(seats, sorted(mine, key=lambda pupil: (not filling.needs[pupil], pupil)), strict=True):
            found.who[seat] = pupil
    return found
