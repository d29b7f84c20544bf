"""The second implementation: dictionaries, lists and rounds, no heaps, no arrays, nothing shared with the product but the shape of a market.

Slow and obvious: every round everybody asks for the best wish that has not refused, and every programme chooses anew among all who ask.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from maarif.kernel.placement.market import Market, Placement

Seat = tuple[str, str]
"""A programme and a category."""

Result = dict[str, Seat | None]


@dataclass(frozen=True)
class Block:
    category: str
    seats: int
    hard: bool = False


@dataclass(frozen=True)
class Plain:
    """Wishes from the best to the worst, keys by (applicant, programme), blocks in their order, reserves of applicants."""

    wishes: dict[str, list[str]]
    keys: dict[tuple[str, str], int]
    blocks: dict[str, list[Block]]
    reserves: dict[str, set[str]] = field(default_factory=dict)

    def competes(self, applicant: str, category: str) -> bool:
        return category == "general" or category in self.reserves.get(applicant, set())

    def choose(self, programme: str, asking: set[str]) -> dict[str, str]:
        """Whom a programme takes of those who ask, and in which category."""
        rest = sorted(asking, key=lambda applicant: self.keys[applicant, programme])
        given: dict[str, str] = {}
        over = 0
        for block in self.blocks[programme]:
            best = [one for one in rest if self.competes(one, block.category)][: block.seats]
            given |= dict.fromkeys(best, block.category)
            rest = [one for one in rest if one not in best]
            if block.category != "general" and not block.hard:
                over += block.seats - len(best)
        return given | dict.fromkeys(rest[:over], "general")


def by_applicants(plain: Plain) -> Result:
    refused: set[tuple[str, str]] = set()
    while True:
        asks = {one: next((p for p in plain.wishes[one] if (one, p) not in refused), None) for one in plain.wishes}
        given = {p: plain.choose(p, {one for one, asked in asks.items() if asked == p}) for p in plain.blocks}
        new = {(one, p) for one, p in asks.items() if p is not None and one not in given[p]}
        if not new:
            return {one: None if p is None else (p, given[p][one]) for one, p in asks.items()}
        refused |= new


def by_programmes(plain: Plain) -> Result:
    gone: set[tuple[str, str]] = set()
    while True:
        given = {
            p: plain.choose(p, {one for one, wished in plain.wishes.items() if p in wished and (one, p) not in gone})
            for p in plain.blocks
        }
        offers = {one: [p for p in wished if one in given[p]] for one, wished in plain.wishes.items()}
        new = {(one, p) for one, offered in offers.items() for p in offered[1:]}
        if not new:
            return {one: (offered[0], given[offered[0]][one]) if offered else None for one, offered in offers.items()}
        gone |= new


def first_choice_first(plain: Plain) -> Result:
    """What the product must not do: immediate acceptance; whoever is taken in a round keeps the seat. General seats only."""
    result: Result = dict.fromkeys(plain.wishes)
    left = {p: sum(block.seats for block in blocks) for p, blocks in plain.blocks.items()}
    for turn in range(max((len(wished) for wished in plain.wishes.values()), default=0)):
        for p in plain.blocks:
            asking = [one for one, w in plain.wishes.items() if result[one] is None and w[turn : turn + 1] == [p]]
            for one in sorted(asking, key=lambda one: plain.keys[one, p])[: left[p]]:
                result[one] = (p, "general")
                left[p] -= 1
    return result


def is_stable(plain: Plain, result: Result) -> bool:
    """No programme would choose otherwise among all who want it at least as much as what they have."""
    for p in plain.blocks:
        asking = {
            one
            for one, wished in plain.wishes.items()
            if p in wished and ((had := result[one]) is None or wished.index(p) <= wished.index(had[0]))
        }
        if plain.choose(p, asking) != {one: had[1] for one, had in result.items() if had and had[0] == p}:
            return False
    return True


def all_stable(plain: Plain) -> Iterator[Result]:
    """Every stable placement, by trying every placement."""
    names = list(plain.wishes)
    for picks in itertools.product(*[[None, *plain.wishes[one]] for one in names]):
        given = {p: plain.choose(p, {o for o, q in zip(names, picks, strict=True) if q == p}) for p in plain.blocks}
        if all(p is None or one in given[p] for one, p in zip(names, picks, strict=True)):
            result: Result = {
                one: None if p is None else (p, given[p][one]) for one, p in zip(names, picks, strict=True)
            }
            if is_stable(plain, result):
                yield result


def place_of(plain: Plain, one: str, result: Result) -> int:
    """How good a result is for somebody: the number of the wish, past the last for no place; lower is better."""
    had = result[one]
    return len(plain.wishes[one]) if had is None else plain.wishes[one].index(had[0])


def drawn(
    dice: random.Random, applicants: int = 8, programmes: int = 4, reserves: int = 2, *, common: bool = False
) -> Plain:
    """A random market; with `common` every programme ranks by the same order and no reserve goes over."""
    people = [f"a{number:02d}" for number in range(dice.randint(0, applicants))]
    places = [f"p{number}" for number in range(dice.randint(1, programmes))]
    names = [f"r{number}" for number in range(reserves)]
    order = {one: dice.randrange(10**6) * 1000 + number for number, one in enumerate(people)}
    keys = {}
    for p in places:
        own = dict(zip(people, dice.sample(range(-20, 200), len(people)), strict=True))
        keys |= {(one, p): order[one] if common else own[one] for one in people}
    blocks = {}
    for p in places:
        kinds = dice.sample(["general", *names], dice.randint(1, 1 + len(names)))
        blocks[p] = [
            Block(kind, dice.choice([0, 1, 1, 2, 3]), kind != "general" and (common or dice.random() < 0.4))
            for kind in kinds
        ]
    wishes = {one: dice.sample(places, dice.randint(0, len(places))) for one in people}
    return Plain(wishes, keys, blocks, {one: {name for name in names if dice.random() < 0.4} for one in people})


def arrays(plain: Plain) -> Market:
    """The market as the product takes it."""
    people, places = list(plain.wishes), list(plain.blocks)
    names = ["general", *sorted({block.category for blocks in plain.blocks.values() for block in blocks} - {"general"})]
    full = {
        p: [*blocks, Block("general", 0)]
        if all(block.category != "general" for block in blocks) and not all(block.hard for block in blocks)
        else blocks
        for p, blocks in plain.blocks.items()
    }
    flat = [block for p in places for block in full[p]]
    pairs = [(one, p) for one in people for p in plain.wishes[one]]
    return Market(
        starts=np.cumsum([0, *(len(plain.wishes[one]) for one in people)]),
        programmes=np.array([places.index(p) for _, p in pairs], dtype=np.int32),
        orders=np.array([plain.keys[pair] for pair in pairs], dtype=np.int64),
        members=np.array(
            [1 | sum(1 << names.index(name) for name in plain.reserves.get(one, set()) & set(names)) for one in people],
            dtype=np.uint64,
        ),
        block_starts=np.cumsum([0, *(len(full[p]) for p in places)]).astype(np.int32),
        categories=np.array([names.index(block.category) for block in flat], dtype=np.uint8),
        seats=np.array([block.seats for block in flat], dtype=np.int64),
        hard=np.array([block.hard for block in flat], dtype=bool),
    )


def in_words(plain: Plain, placement: Placement) -> Result:
    """The product's answer in the words of this module."""
    people, places, market = list(plain.wishes), list(plain.blocks), arrays(plain)
    names = ["general", *sorted({block.category for blocks in plain.blocks.values() for block in blocks} - {"general"})]
    return {
        one: None
        if placement.wish[number] < 0
        else (
            places[market.programmes[placement.wish[number]]],
            names[market.categories[placement.block[number]]],
        )
        for number, one in enumerate(people)
    }


def without(plain: Plain, one: str) -> Plain:
    return replace(plain, wishes={other: wished for other, wished in plain.wishes.items() if other != one})
