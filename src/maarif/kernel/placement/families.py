"""Siblings and twins who want one programme together: `--together FILE`.

With couples a stable placement need not exist, and whether one does is NP-complete (Ronn 1990); so this is a rule of its own, stated and
recomputable. A family asks for one programme that all its members wish, put before every other wish of each of them; each member still passes on
the own keys. The families' programmes are chosen so that all members of each get in, that as few families as possible are left to go
separately, and that the places are as good for them as can be; everybody's placement is then an ordinary stable one under these lists. So
nobody outside the families has a justified complaint about a member, and no seat is wasted. (Correa and others 2019 tell how
Chile's families ask for this.)
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from maarif.kernel.placement import siblings
from maarif.kernel.placement.market import Placement
from maarif.kernel.placement.market_files import Given

FAMILIES: Final = "families.csv"
SEPARATE: Final = -1
MOST_TOGETHER: Final = 512
"""Up to so many combinations of programmes every one is tried, the best first; above, families ask one after another."""

Decide = Callable[[Given], Placement]


@dataclass(frozen=True, slots=True)
class Family:
    """Its name, its members by number, and the programme that all got, or SEPARATE."""

    name: str
    members: tuple[int, ...]
    programme: int = SEPARATE


def read(path: Path, applicants: Sequence[str]) -> list[Family]:
    """The families of a file, by name; BadFiles as `siblings.read` tells."""
    return [Family(name, members) for name, members in siblings.read(path, applicants)]


def arranged(given: Given, families: Sequence[Family], decide: Decide) -> Given:
    """The market in which each family asks for its programme first, with what became of each family in `families`.

    Up to MOST_TOGETHER combinations the best one that holds is found for certain; above, every family asks for its best common programme, and all
    that are not taken whole ask for their next one, until all are taken whole or go separately: at most one run a common programme.
    """
    common = [_common(given, family) for family in families]
    total = 1
    for wished in common:
        total = min(total * (len(wished) + 1), MOST_TOGETHER + 1)
    search = _every if total <= MOST_TOGETHER else _in_turn
    return search(given, families, common, decide)


def broken(given: Given, placement: Placement) -> list[int]:
    """The families of which somebody did not get the programme that they asked for, by number."""
    return [
        at
        for at, family in enumerate(given.families)
        if family.programme != SEPARATE
        and any(
            placement.wish[who] < 0 or given.market.programmes[placement.wish[who]] != family.programme
            for who in family.members
        )
    ]


def _common(given: Given, family: Family) -> list[int]:
    """The programmes that all members wish, best first: by the lowest wish among the members', then by all of them together."""
    of = [_wishes(given, who) for who in family.members]
    shared = set.intersection(*map(set, of))
    return sorted(
        shared, key=lambda programme: (max(w[programme] for w in of), sum(w[programme] for w in of), programme)
    )


def _wishes(given: Given, who: int) -> dict[int, int]:
    """Place among the own wishes, from 0, by programme."""
    begin, end = given.market.starts[who], given.market.starts[who + 1]
    return {int(programme): place for place, programme in enumerate(given.market.programmes[begin:end])}


def _every(given: Given, families: Sequence[Family], common: list[list[int]], decide: Decide) -> Given:
    """Tries every combination: fewest families separate first, then the best places in all, then the first families' best."""

    def worth(picks: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]]:
        separate = sum(pick == len(wished) for pick, wished in zip(picks, common, strict=True))
        return separate, sum(picks), picks

    combinations = sorted(itertools.product(*(range(len(wished) + 1) for wished in common)), key=worth)
    for picks in combinations:
        asked = _asking(given, families, common, picks)
        if not broken(asked, decide(asked)):
            return asked
    raise AssertionError("all separate is never broken")


def _in_turn(given: Given, families: Sequence[Family], common: list[list[int]], decide: Decide) -> Given:
    picks = [0] * len(families)
    while True:
        asked = _asking(given, families, common, picks)
        failing = broken(asked, decide(asked))
        if not failing:
            return asked
        for at in failing:
            picks[at] += 1


def _asking(given: Given, families: Sequence[Family], common: list[list[int]], picks: Sequence[int]) -> Given:
    """The market in which each family asks for the programme picked; past the last one it goes separately."""
    order = np.arange(len(given.market.programmes))
    asking = []
    for family, wished, pick in zip(families, common, picks, strict=True):
        programme = wished[pick] if pick < len(wished) else SEPARATE
        asking.append(replace(family, programme=programme))
        for who in family.members if programme != SEPARATE else ():
            begin = given.market.starts[who]
            first = begin + _wishes(given, who)[programme]
            order[begin : first + 1] = [first, *range(begin, first)]
    market = replace(given.market, programmes=given.market.programmes[order], orders=given.market.orders[order])
    return replace(
        given, market=market, keys=given.keys[order], ranks=given.ranks[order], families=tuple(asking)
    )  # fmt: skip


def rows(given: Given) -> list[list[str]]:
    """What became of each family: its name and the programme, or nothing where its members went separately."""
    return [
        [family.name, given.programmes[family.programme] if family.programme != SEPARATE else ""]
        for family in given.families
    ]
