"""Common quotas a second time: sets and sorting, everything counted anew for each request; and every stable placement by trying all."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from tests.kernel.placement import plain_market
from tests.kernel.placement.plain_market import Block, Plain, Result

from maarif.kernel.placement.market import Market

Request = tuple[str, str]
"""An applicant and a programme."""


@dataclass(frozen=True)
class Quotas:
    """A market, how many each quota allows and which quota is around it, and the quota of each programme that is in one."""

    plain: Plain
    most: dict[str, int]
    within: dict[str, str]
    of: dict[str, str]

    def around(self, programme: str) -> list[str]:
        """All quotas that bind a programme."""
        found = []
        quota = self.of.get(programme, "")
        while quota:
            found.append(quota)
            quota = self.within[quota]
        return found

    def fits(self, kept: set[Request]) -> bool:
        """Whether no programme and no quota has too many."""
        for p in self.of:
            if sum(q == p for _, q in kept) > self.plain.blocks[p][0].seats:
                return False
        return all(sum(quota in self.around(q) for _, q in kept) <= most for quota, most in self.most.items())

    def choose(self, asking: set[Request]) -> set[Request]:
        """Whom the programmes under quotas keep: from the best keys on, everybody with whom all still fit."""
        kept: set[Request] = set()
        for request in sorted(asking, key=lambda request: self.plain.keys[request]):
            block = self.plain.blocks[request[1]][0]
            if self.plain.competes(request[0], block.category) and self.fits(kept | {request}):
                kept.add(request)
        return kept

    def taken(self, asking: set[Request]) -> set[Request]:
        """Whom all programmes keep."""
        alone = {
            (one, p)
            for p in self.plain.blocks
            if p not in self.of
            for one in self.plain.choose(p, {one for one, q in asking if q == p})
        }
        return alone | self.choose({request for request in asking if request[1] in self.of})


def by_applicants(market: Quotas) -> dict[str, str | None]:
    """Rounds: everybody asks for the best wish that has not refused, and everything is chosen anew."""
    refused: set[Request] = set()
    wishes = market.plain.wishes
    while True:
        asks = {one: next((p for p in wishes[one] if (one, p) not in refused), None) for one in wishes}
        requests = {(one, p) for one, p in asks.items() if p is not None}
        new = requests - market.taken(requests)
        if not new:
            return asks
        refused |= new


def is_stable(market: Quotas, result: dict[str, str | None]) -> bool:
    """Of all that people wish at least as much as what they have, exactly what they have is kept."""
    asking = set()
    for one, wished in market.plain.wishes.items():
        had = result[one]
        asking |= {(one, p) for p in (wished if had is None else wished[: wished.index(had) + 1])}
    return market.taken(asking) == {(one, p) for one, p in result.items() if p is not None}


def all_stable(market: Quotas) -> Iterator[dict[str, str | None]]:
    """Every stable placement."""
    names = list(market.plain.wishes)
    for picks in itertools.product(*[[None, *market.plain.wishes[one]] for one in names]):
        result = dict(zip(names, picks, strict=True))
        if is_stable(market, result):
            yield result


def drawn(dice: random.Random, applicants: int = 8, programmes: int = 5) -> Quotas:
    """A random market; some programmes under quotas, two or three deep, with one block; the others as ever, reserves and all."""
    plain = plain_market.drawn(dice, applicants, programmes)
    names = [f"q{number}" for number in range(dice.randint(1, 4))]
    within = {name: dice.choice(["", *names[:at]]) for at, name in enumerate(names)}
    most = {name: dice.choice([0, 1, 2, 2, 3, 5]) for name in names}
    of = {p: dice.choice(names) for p in plain.blocks if dice.random() < 0.8}
    blocks = dict(plain.blocks)
    for p in of:
        kind = dice.choice(["general", "general", "r0"])
        blocks[p] = [Block(kind, dice.choice([0, 1, 2, 3]), kind != "general")]
    order = dice.sample(range(10_000), len(plain.keys))
    keys = dict(zip(plain.keys, order, strict=True))
    return Quotas(replace(plain, blocks=blocks, keys=keys), most, within, of)


def arrays(market: Quotas) -> Market:
    """The market as the product takes it."""
    given = plain_market.arrays(market.plain)
    names, places = list(market.most), list(market.plain.blocks)
    number = {name: at for at, name in enumerate(names)} | {"": -1}
    return replace(
        given,
        quotas=np.array([number[market.of.get(places[owner], "")] for owner in given.owners], dtype=np.int64),
        most=np.array([market.most[name] for name in names], dtype=np.int64),
        within=np.array([number[market.within[name]] for name in names], dtype=np.int64),
    )


def programmes_of(result: Result) -> dict[str, str | None]:
    """Only where everybody is, without the category."""
    return {one: None if had is None else had[0] for one, had in result.items()}
