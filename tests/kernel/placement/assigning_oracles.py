"""Slow and obvious answers to small questions of distribution and reviewing, by trying everything, and how questions are drawn."""

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import numpy as np

from maarif.kernel.placement import reviewers
from maarif.kernel.placement.distribution import Area, School


def keeps(areas: Mapping[str, Area], schools: Sequence[School], sets: Sequence[int]) -> bool:
    """Whether every budget and minimum is kept."""
    inside = dict.fromkeys(areas, 0)
    for school, count in zip(schools, sets, strict=True):
        code = school.area
        while code:
            inside[code] += count
            code = areas[code].within
    return all(area.least <= inside[code] <= area.most for code, area in areas.items())


def vector(schools: Sequence[School], sets: Sequence[int], size: int) -> list[tuple[int, Fraction]]:
    """Ratios of the schools that may have sets, the worst first; without a computer is worse than any ratio."""
    found = []
    for school, count in zip(schools, sets, strict=True):
        if school.open:
            has = school.computers + count * size
            found.append((0, Fraction(school.pupils, has)) if has else (1, Fraction(school.pupils)))
    return sorted(found, reverse=True)


def best_vector(schools: Sequence[School], areas: Mapping[str, Area], size: int) -> list[tuple[int, Fraction]] | None:
    """The leximin vector of all distributions; None when no distribution keeps the rules."""
    limits = [range(areas[school.area].most + 1) if school.open else range(1) for school in schools]
    possible = (sets for sets in itertools.product(*limits) if keeps(areas, schools, sets))
    return min((vector(schools, sets, size) for sets in possible), default=None)


def random_country(dice: random.Random) -> tuple[list[School], dict[str, Area]]:
    """A country of up to four schools in up to four areas, one or two deep."""
    areas = {"land": Area("land", "", dice.randint(0, 5), dice.choice([0, 0, 1]))}
    for code in ("north", "south")[: dice.randint(0, 2)]:
        areas[code] = Area(code, "land", dice.randint(0, 4), dice.choice([0, 0, 1, 2]))
    if "north" in areas and dice.random() < 0.4:
        areas["hill"] = Area("hill", "north", dice.randint(0, 3), dice.choice([0, 0, 1]))
    schools = [
        School(
            f"s{n}", dice.randint(0, 12), dice.choice([0, 0, 1, 2, 3]), dice.choice(list(areas)), dice.random() < 0.85
        )
        for n in range(dice.randint(0, 4))
    ]
    return schools, areas


def random_reviewing(dice: random.Random) -> reviewers.Question:
    """Up to three reviewers and three papers, some pairs without bids or in conflict."""
    people, papers = dice.randint(1, 3), dice.randint(1, 3)
    bids = {
        (f"r{who}", f"p{what}"): dice.randint(0, 5)
        for who in range(people)
        for what in range(papers)
        if dice.random() < 0.8
    }
    conflicts = {pair for pair in bids if dice.random() < 0.1}
    names = [f"p{what}" for what in range(papers)]
    return reviewers.question(bids, conflicts, names, dice.randint(1, 2), dice.randint(0, 3))


def assignments(asked: reviewers.Question) -> Iterator[reviewers.Mask]:
    """Every assignment that keeps loads and numbers of reviews."""
    for bits in itertools.product([False, True], repeat=len(asked.affinities)):
        chosen = np.array(bits, dtype=np.bool_)
        by_reviewer, by_paper = reviewers.counts(asked, chosen)
        if (by_reviewer <= asked.load).all() and (by_paper <= asked.reviews).all():
            yield chosen


def fair_value(asked: reviewers.Question, chosen: reviewers.Mask) -> tuple[int, int, int]:
    """Reviews, the level that every review keeps or its paper's own, and the total affinity."""
    own = reviewers.own_levels(asked)
    levels = [
        level
        for level in {0, *own.tolist()}
        if all(
            value >= min(level, own[paper])
            for value, paper in zip(asked.affinities[chosen], asked.paper_of[chosen], strict=True)
        )
    ]
    return int(chosen.sum()), max(levels), int(asked.affinities[chosen].sum())
