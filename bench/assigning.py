"""Equipment, reviewers and interviews at the size of a country, beside their bounds and a naive greedy rule. CPU times of this process.

Equipment: 45 000 computers over 7 000 schools of 100 districts in one country. Reviewers: 1 000 papers x 600 reviewers, all pairs bid
for; greedy takes the best pair that is still possible. Interviews: 400 candidates, five panels of one subject, 500 slots.
"""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from maarif.kernel.placement import distribution, reviewers, slot_search, slots
from maarif.kernel.placement.distribution import Area, School
from maarif.kernel.placement.slots import Interview, Panel, Slot


def main() -> None:
    """Prints the table."""
    print("| what | CPU | reached | bound | naive greedy |\n|---|---|---|---|---|")
    _equipment()
    _reviewers()
    _interviews()
    _steps()


def _equipment() -> None:
    dice = random.Random(3)
    areas = {"land": Area("land", "", 45_000)}
    areas |= {f"d{n}": Area(f"d{n}", "land", 1_500, 100) for n in range(100)}
    schools = [
        School(f"s{n}", dice.randint(20, 1_500), dice.choice([0, dice.randint(1, 120)]), f"d{n % 100}")
        for n in range(7_000)
    ]
    spent, given = _cpu(lambda: distribution.distribute(schools, areas))
    proving, floor = _cpu(lambda: distribution.bound(schools, areas))
    checking, wrong = _cpu(lambda: list(distribution.violations(schools, areas, given)))
    pupils = sum(school.pupils for school in schools)
    shares = {school.code: school.pupils * 45_000 // pupils for school in schools}
    print(
        f"| {sum(given.values()):,} computers, 7 000 schools | {spent:.2f} s (bound {proving:.2f}, check {checking:.2f}, "
        f"{len(wrong)} violations) | {distribution.worst(schools, given, areas)} | {floor} | "
        f"by pupils alone, districts left aside: {distribution.worst(schools, shares, areas)} |"
    )


def _reviewers() -> None:
    dice = random.Random(4)
    bids = {(f"r{who}", f"p{what}"): dice.randint(0, 100) for who in range(600) for what in range(1_000)}
    asked = reviewers.question(bids, set(), [], 3, 6)
    everything = reviewers.everything(asked)
    spent, chosen = _cpu(lambda: reviewers.cheapest(asked, everything))
    proving, price = _cpu(lambda: reviewers.prices(asked, chosen, everything))
    best = reviewers.bound(asked, price, everything) - int(chosen.sum()) * asked.bonus
    total, greedy = int(asked.affinities[chosen].sum()), _greedy(asked)
    print(f"| 1 000 papers, 600 reviewers | {spent:.2f} s (prices {proving:.2f}) | {total:,} | {best:,} | {greedy:,} |")


def _greedy(asked: reviewers.Question) -> int:
    turns, wants, total = [asked.load] * len(asked.reviewers), [asked.reviews] * len(asked.papers), 0
    for pair in np.argsort(-asked.affinities, kind="stable").tolist():
        who, what = int(asked.reviewer_of[pair]), int(asked.paper_of[pair])
        if turns[who] and wants[what]:
            turns[who], wants[what], total = turns[who] - 1, wants[what] - 1, total + int(asked.affinities[pair])
    return total


def _interviews() -> None:
    dice = random.Random(5)
    panels = {f"P{n}": Panel(frozenset({f"m{n}"}), frozenset({"law"})) for n in range(5)}
    begins = datetime(2026, 6, 25, 9, 0)
    times = [
        Slot(f"{code}-{n:03}", code, begins + timedelta(days=n // 20, minutes=20 * (n % 20)), 20, code)
        for code in panels
        for n in range(100)
    ]
    interviews = [Interview(f"c{n:03}", 1, "law") for n in range(400)]
    conflicts = {(f"c{n:03}", f"m{dice.randrange(5)}") for n in range(40)}
    asked = slots.sorted_question(interviews, times, panels=panels, conflicts=conflicts)
    spent, answer = _cpu(lambda: slot_search.schedule(asked))
    first: dict[int, int] = {}
    for one, interview in enumerate(asked.interviews):
        free = (place for place in range(len(times)) if place not in first.values())
        place = next((place for place in free if not asked.against(interview, asked.slots[place])), None)
        if place is not None:
            first[one] = place
    print(
        f"| 400 candidates, 500 slots | {spent:.1f} s | {answer.heard} heard, spread {answer.spread} | "
        f"{answer.heard_bound}, {answer.spread_bound} | {len(first)} heard, spread {sum(slots.spread(asked, first))} |"
    )


def _steps() -> None:
    """Four hundred candidates, each in language, philosophy and law; eleven panels, some relatives, a pause of twenty minutes."""
    dice = random.Random(6)
    kinds = (
        {f"L{n}": "language" for n in range(3)}
        | {f"P{n}": "philosophy" for n in range(3)}
        | {f"A{n}": "law" for n in range(5)}
    )
    panels = {code: Panel(frozenset({f"m{code}"}), frozenset({subject})) for code, subject in kinds.items()}
    begins = datetime(2026, 6, 25, 9, 0)
    times = [
        Slot(f"{code}-{n:03}", code, begins + timedelta(days=n // 24, minutes=20 * (n % 24)), 20, code)
        for code in panels
        for n in range(168)
    ]
    subjects = ("language", "philosophy", "law")
    interviews = [Interview(f"c{n:03}", step, subject) for n in range(400) for step, subject in enumerate(subjects, 1)]
    conflicts = {(f"c{n:03}", f"m{dice.choice(sorted(panels))}") for n in range(80)}
    asked = slots.sorted_question(interviews, times, panels=panels, conflicts=conflicts, pause=20)
    spent, answer = _cpu(lambda: slot_search.schedule(asked))
    wrong = list(slots.violations(asked, answer.slot_of))
    print(
        f"| 400 candidates, three steps each, {len(times):,} slots | {spent:.1f} s ({len(wrong)} violations) | "
        f"{answer.heard} heard, spread {answer.spread} | {answer.heard_bound}, {answer.spread_bound} | |"
    )


def _cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done


if __name__ == "__main__":
    main()
