"""Common quotas: so many seats at the most over several programmes, and within them narrower ones, each programme in one of them.

Quotas that lie within one another, and never across, are a laminar family. From whoever has asked, the best by keys who fit together are
kept: the greedy choice on a laminar matroid. Such a choice never takes back a refusal and never keeps fewer for one request more, so
that deferred acceptance stays stable, best for all applicants, and safe (Hatfield and Milgrom 2005; Fleiner 2003 for matroids;
Kamada and Kojima 2018 for hierarchies of caps). Quotas that cross each other have no such choice; the files cannot state them.

In plain Python: O(P d log n) for P requests under quotas d deep. A market without quotas never comes here.
"""

from heapq import heappop, heappush, heappushpop
from itertools import pairwise

import numpy as np

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement.market import GENERAL, Ints, Market, Placement, chains
from maarif.kernel.placement.proposing import NOBODY


class NotUnderQuotas(MaarifError):
    """Common quotas are kept by deferred acceptance on the applicants' side only."""


def propose(market: Market) -> Placement:
    """Deferred acceptance under common quotas: everybody asks for the best wish that has not refused, until held or at the end."""
    alone, common = _Alone(market), _Common(market)
    starts, programmes, orders = market.starts.tolist(), market.programmes.tolist(), market.orders.tolist()
    at = starts[:-1]
    for beginner in range(len(at)):
        person = beginner
        while person != NOBODY and at[person] < starts[person + 1]:
            wish = at[person]
            asked = common if programmes[wish] in common.chains else alone
            person = asked.ask(programmes[wish], orders[wish], person)
            if person != NOBODY:
                at[person] += 1
    blocks = alone.seated() | common.seated()
    block = np.array([blocks.get(person, NOBODY) for person in range(len(at))], dtype=np.int32)
    return Placement(np.where(block >= 0, np.array(at, dtype=np.int64), NOBODY), block)


def choose(market: Market, worst: Ints, given: Ints) -> None:
    """Writes into `given` (W) whom the quotas' programmes keep of all wishes up to `worst` (n): one by one from the best keys on."""
    around = chains(market)
    left, room = market.most.tolist(), market.seats.tolist()
    who, block_of = market.applicants, market.block_starts[market.programmes]
    for wish in np.argsort(market.orders, kind="stable").tolist():
        block, person = int(block_of[wish]), who[wish]
        if not around[block]:
            continue
        fits = room[block] > 0 and all(left[quota] > 0 for quota in around[block])
        given[wish] = NOBODY
        if fits and wish <= worst[person] and _competes(int(market.members[person]), int(market.categories[block])):
            given[wish] = block
            room[block] -= 1
            for quota in around[block]:
                left[quota] -= 1


def _competes(members: int, category: int) -> bool:
    return bool(members >> category & 1)


class _Common:
    """The programmes under quotas. A node is a block or, after the blocks, a quota; its heap has the worst of those whom it holds on top."""

    def __init__(self, market: Market) -> None:
        blocks = len(market.seats)
        self._members, self._categories = market.members.tolist(), market.categories.tolist()
        self._most = [*market.seats.tolist(), *market.most.tolist()]
        self._counts = [0] * len(self._most)
        self._heaps: list[list[tuple[int, int, int]]] = [[] for _ in self._most]
        self._held: dict[int, int] = {}
        self.chains = {
            int(market.owners[block]): [block, *(blocks + quota for quota in around)]
            for block, around in enumerate(chains(market))
            if around
        }

    def ask(self, programme: int, order: int, person: int) -> int:
        """Who goes on from here: he himself, whom he put out, or NOBODY. Whoever is put out is the last of the innermost full node."""
        chain = self.chains[programme]
        if not _competes(self._members[person], self._categories[chain[0]]):
            return person
        full = next((node for node in chain if self._counts[node] >= self._most[node]), None)
        out = NOBODY
        if full is not None:
            if not self._most[full]:
                return person
            worst, out = self._last(full)
            if order > worst:
                return person
            self._count(self._held.pop(out), -1)
        self._held[person] = programme
        self._count(programme, 1)
        for node in chain:
            heappush(self._heaps[node], (-order, person, programme))
        return out

    def seated(self) -> dict[int, int]:
        """The block of everybody who is held."""
        return {person: self.chains[programme][0] for person, programme in self._held.items()}

    def _last(self, node: int) -> tuple[int, int]:
        heap = self._heaps[node]
        while self._held.get(heap[0][1]) != heap[0][2]:
            heappop(heap)
        return -heap[0][0], heap[0][1]

    def _count(self, programme: int, change: int) -> None:
        for node in self.chains[programme]:
            self._counts[node] += change


class _Alone:
    """The programmes without a quota: a heap for each block, the worst on top, and a pool for the seats that soft reserves leave."""

    def __init__(self, market: Market) -> None:
        self._bounds = list(pairwise(market.block_starts.tolist()))
        self._members, self._categories = market.members.tolist(), market.categories.tolist()
        self._seats, self._soft = market.seats.tolist(), market.soft.tolist()
        self._heaps: list[list[tuple[int, int]]] = [[] for _ in self._seats]
        self._pools: list[list[tuple[int, int]]] = [[] for _ in self._bounds]
        self._room = [
            sum(self._seats[block] for block in range(*bounds) if self._soft[block]) for bounds in self._bounds
        ]

    def ask(self, programme: int, order: int, person: int) -> int:
        """Who goes on from here: he himself, whom he put out, or NOBODY."""
        carried = (-order, person)
        for block in range(*self._bounds[programme]):
            heap = self._heaps[block]
            if not self._seats[block] or not _competes(self._members[carried[1]], self._categories[block]):
                continue
            if len(heap) < self._seats[block]:
                heappush(heap, carried)
                self._room[programme] -= self._soft[block]
                return self._put_out(programme)
            carried = heappushpop(heap, carried)
        heappush(self._pools[programme], carried)
        return self._put_out(programme)

    def seated(self) -> dict[int, int]:
        """The block of everybody who is held; a pool's seats are those of general."""
        found = {person: block for block, heap in enumerate(self._heaps) for _, person in heap}
        for bounds, pool in zip(self._bounds, self._pools, strict=True):
            general = next((block for block in range(*bounds) if self._categories[block] == GENERAL), NOBODY)
            found |= {person: general for _, person in pool}
        return found

    def _put_out(self, programme: int) -> int:
        pool = self._pools[programme]
        return heappop(pool)[1] if len(pool) > self._room[programme] else NOBODY
