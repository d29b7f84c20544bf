"""T-SEAT: assignments are optimal and seatings keep every rule, by slow answers that try everything; each planted fault is caught.

Small questions of centres are compared with every way to place everybody, divided and undivided, for the total and for the worst first. Random
halls are looked at pair by pair; in more than 99 of 100 rooms whose bound allows it no classmates touch. Late pupils move nobody. The planted
faults: pupils by lot onto the seats, one variant for all, and a cheaper cost claimed. Run in full: `python -m tests.proofs.seating 1.0`.
"""

import json
import random
import sys
from dataclasses import replace

from maarif.kernel.placement import centres
from maarif.kernel.placement.centres import split
from maarif.kernel.placement.rooms import Seating, seat
from maarif.kernel.placement.together import together
from tests.kernel.placement.seating_oracles import (
    best_placement,
    faults,
    met_bound,
    random_hall,
    random_question,
    spread,
)

FULL_QUESTIONS = 3_000
FULL_HALLS = 1_500


def of_centres(count: int, dice: random.Random) -> int:
    """How many of `count` random questions have another value than the best of all ways, each under four rules."""
    wrong = 0
    for _ in range(count):
        asked = random_question(dice, 3)
        for worst_first in (False, True):
            for way, undivided in ((split, False), (together, True)):
                answer = way(asked, worst_first=worst_first)
                left = int(centres.missing(asked, answer.people).sum())
                worst = int(asked.costs[answer.people > 0].max(initial=0))
                value = (left, worst, answer.cost) if worst_first else (left, answer.cost)
                wrong += value != best_placement(asked, worst_first=worst_first, undivided=undivided)
                wrong += not answer.proved or answer.cost != centres.total(asked, answer.people)
    return wrong


def of_halls(count: int, dice: random.Random) -> dict[str, int]:
    """Faults, rooms whose bound allows no pair and those of them that have one, and centres whose variants differ by more than one."""
    found = {"faults": 0, "rooms": 0, "rooms_above_bound": 0, "uneven": 0, "late": 0, "late_moved": 0}
    for number in range(count):
        kinds = 4 if number % 3 else 2
        rooms, pupils = random_hall(dice)
        early = [pupil for pupil in pupils if dice.random() < 0.9]
        done = seat(rooms, early, seed=number, kinds=kinds)
        met = met_bound(done, early)
        found["faults"] += len(faults(done, rooms, early, kinds))
        found["rooms"] += len(met)
        found["rooms_above_bound"] += sum(not held for held in met.values())
        found["uneven"] += spread(done, kinds) > 1
        after = seat(rooms, pupils, seed=number, kinds=kinds, before=done.places)
        found["faults"] += len(faults(after, rooms, pupils, kinds))
        found["late"] += len(pupils) - len(early)
        found["late_moved"] += sum(after.places.get(code) != place for code, place in done.places.items())
    return found


def planted(dice: random.Random) -> dict[str, int]:
    """How many of the planted faults the same looks catch: everybody by lot, one variant for all, a bound above the cost."""
    rooms, pupils = random_hall(dice)
    done = seat(rooms, pupils)
    codes = list(done.places)
    dice.shuffle(codes)
    by_lot = Seating(dict(zip(codes, done.places.values(), strict=True)), done.unseated, done.rooms)
    alike = Seating({code: replace(place, variant=1) for code, place in done.places.items()}, done.unseated, done.rooms)
    asked = centres.question(
        {"a": 1, "b": 1}, {"x": 1, "y": 1}, {("a", "x"): 1, ("a", "y"): 9, ("b", "x"): 2, ("b", "y"): 3}
    )
    worse = centres.cheapest(asked, asked.costs != 1)
    return {
        "planted_by_lot": len(faults(by_lot, rooms, pupils, 4)),
        "planted_one_variant": len(faults(alike, rooms, pupils, 4)),
        "planted_dear": centres.total(asked, worse) - centres.bound(asked, worse, asked.everywhere),
    }


def prove(share: float) -> dict[str, int]:
    """Nothing wrong, more than 99 % of the rooms at their bound, and every planted fault caught; AssertionError otherwise."""
    questions, halls = max(40, round(FULL_QUESTIONS * share)), max(25, round(FULL_HALLS * share))
    wrong = of_centres(questions, random.Random(1))
    assert wrong == 0, f"{wrong} answers of {questions} questions differ from trying everything"
    found = of_halls(halls, random.Random(2))
    assert (found["faults"], found["late_moved"]) == (0, 0), found
    assert found["rooms_above_bound"] * 100 < found["rooms"], found
    caught = planted(random.Random(3))
    assert all(caught.values()), f"a planted fault went unseen: {caught}"
    return {"questions": questions, "wrong": 0, "halls": halls, **found, **caught}


if __name__ == "__main__":
    print(json.dumps(prove(float(sys.argv[1]))))
