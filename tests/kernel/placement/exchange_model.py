"""Tiny markets of places to exchange, with every possible exchange written out."""

import itertools
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from maarif.kernel.placement.exchange import top_trading_cycles

Result = Mapping[str, str]
Mechanism = Callable[[Mapping[str, str], Mapping[str, Sequence[str]], Sequence[str]], Result]


@dataclass(frozen=True)
class Market:
    """Who holds a place where, who wants which better, and the order of tickets."""

    holds: Mapping[str, str]
    wants: Mapping[str, tuple[str, ...]]
    first: tuple[str, ...]

    def rank(self, person: str, garden: str) -> int:
        """How good a place is for a person: 0 the best wish, his own after all wishes, then the rest."""
        wishes = [*self.wants.get(person, ()), self.holds[person]]
        return wishes.index(garden) if garden in wishes else len(wishes)

    def ranks(self, result: Result) -> tuple[int, ...]:
        """How good a result is for each."""
        return tuple(self.rank(person, result[person]) for person in self.first)


def market(dice: random.Random, most: int = 5) -> Market:
    """At most so many people in three kindergartens."""
    people = [f"p{number}" for number in range(dice.randint(0, most))]
    holds = {person: dice.choice("abc") for person in people}
    wants = {
        person: tuple(garden for garden in dice.sample("abc", dice.randint(0, 3)) if garden != holds[person])
        for person in people
    }
    return Market(holds, wants, tuple(dice.sample(people, len(people))))


def exchanges(of: Market) -> set[tuple[str, ...]]:
    """Every way to hand the same places out, as the places of `first` in order."""
    return set(itertools.permutations([of.holds[person] for person in of.first]))


def check(of: Market, mechanism: Mechanism = top_trading_cycles) -> None:
    """Everybody one of the same places, nobody worse off, nothing better for one and worse for none, no gain by a lie."""
    result = mechanism(of.holds, of.wants, of.first)
    assert sorted(result) == sorted(of.holds), "somebody has no place, or two"
    assert sorted(result.values()) == sorted(of.holds.values()), "a place was lost or made"
    ranks = of.ranks(result)
    assert all(of.rank(person, result[person]) <= of.rank(person, of.holds[person]) for person in of.first), "a loss"
    for other in exchanges(of):
        better = of.ranks(dict(zip(of.first, other, strict=True)))
        assert better == ranks or any(b > r for b, r in zip(better, ranks, strict=True)), f"{other} is better for all"
    for person in of.first:
        for lie in _lies(of.holds[person]):
            told = mechanism(of.holds, {**of.wants, person: lie}, of.first)
            assert of.rank(person, told[person]) >= of.rank(person, result[person]), f"{person} gains by saying {lie}"


def _lies(own: str) -> list[tuple[str, ...]]:
    others = [garden for garden in "abc" if garden != own]
    return [lie for length in range(3) for lie in itertools.permutations(others, length)]


def pairs_only(holds: Mapping[str, str], wants: Mapping[str, Sequence[str]], first: Sequence[str]) -> dict[str, str]:
    """The planted fault: two who want each other's place change, longer cycles are not seen."""
    result = dict(holds)
    for one, other in itertools.combinations(first, 2):
        untouched = result[one] == holds[one] and result[other] == holds[other]
        if untouched and holds[other] in wants.get(one, ()) and holds[one] in wants.get(other, ()):
            result[one], result[other] = holds[other], holds[one]
    return result


def pairs_only_caught(count: int) -> int:
    """How many of so many markets show that an exchange of pairs is not enough."""
    dice, caught = random.Random(6), 0
    for _ in range(count):
        try:
            check(market(dice), pairs_only)
        except AssertionError:
            caught += 1
    return caught
