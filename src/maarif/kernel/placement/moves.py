"""Room made for undivided groups by moving one other group at a time: a quick start for the search of `together`."""

import numpy as np

from maarif.kernel.placement.centres import Ints, Mask, Question


class Moves:
    """A placement of whole groups that grows: `at[group]` is the pair chosen or None, `free[centre]` the seats left."""

    def __init__(self, asked: Question, allowed: Mask, people: Ints) -> None:
        """Starts from the whole groups of `people` [pairs]."""
        self.asked, self.allowed = asked, allowed
        self.size = asked.sizes.tolist()
        self.centre = asked.centre_of.tolist()
        self.cost = asked.costs.tolist()
        self.free = asked.capacities.tolist()
        self.pairs: list[list[int]] = [[] for _ in self.size]
        self.inside: list[set[int]] = [set() for _ in self.free]
        self.at: list[int | None] = [None] * len(self.size)
        for pair in np.flatnonzero(allowed).tolist():
            self.pairs[int(asked.group_of[pair])].append(pair)
        for pair in np.flatnonzero(people).tolist():
            self._put(int(asked.group_of[pair]), pair)

    def filled(self) -> Ints:
        """People by pair after each group without a centre, the largest first, was put where that costs least."""
        waiting = [group for group, pair in enumerate(self.at) if pair is None and self.size[group]]
        for group in sorted(waiting, key=lambda group: (-self.size[group], group)):
            self._insert(group)
        people = np.zeros(len(self.cost), dtype=np.int64)
        for group, pair in enumerate(self.at):
            if pair is not None:
                people[pair] = self.size[group]
        return people

    def _put(self, group: int, pair: int) -> None:
        before = self.at[group]
        if before is not None:
            self.free[self.centre[before]] += self.size[group]
            self.inside[self.centre[before]].discard(group)
        self.at[group] = pair
        self.free[self.centre[pair]] -= self.size[group]
        self.inside[self.centre[pair]].add(group)

    def _insert(self, group: int) -> None:
        """Puts a group directly or after one other group has made room; nowhere when neither can be."""
        choices: list[tuple[int, int, int, int]] = []
        for pair in self.pairs[group]:
            price, need = self.size[group] * self.cost[pair], self.size[group] - self.free[self.centre[pair]]
            if need <= 0:
                choices.append((price, pair, -1, -1))
            else:
                choices += [(price + more, pair, other, to) for more, other, to in self._rooms(pair, need)]
        if choices:
            _, pair, other, to = min(choices)
            if other >= 0:
                self._put(other, to)
            self._put(group, pair)

    def _rooms(self, pair: int, need: int) -> list[tuple[int, int, int]]:
        """Ways to free `need` seats at the pair's centre by one move: (cost, group, its new pair)."""
        here = self.centre[pair]
        return [
            (self.size[other] * (self.cost[to] - self.cost[current]), other, to)
            for other in self.inside[here]
            if self.size[other] >= need and (current := self.at[other]) is not None
            for to in self.pairs[other]
            if self.centre[to] != here and self.free[self.centre[to]] >= self.size[other]
        ]
