"""Applicants propose: everybody asks for the best wish that has not refused, until held or at the end.

In which order people ask decides nothing (McVitie and Wilson 1971; with reserves, because each block and what is left over choose from all
that asked, never only from the last), but it decides how long it takes: a request touches the wish, the blocks of its programme
and a heap of theirs, and in millions of wishes each lies in another part of the memory. So many ask at once, in rounds: whoever asks is sorted, so
that wishes are read in their order; the requests are dealt by shares of programmes so small that a share's blocks stay in the
processor's cache; and each block keeps its cut-off aside, so that most refusals touch no heap. The last few ask one after another.
"""

from typing import Any, Final, NamedTuple

import numpy as np

from maarif.kernel.placement.compiling import compiled, inlined
from maarif.kernel.placement.market import CLOSED, GENERAL, OPEN, Ints, Market

NOBODY: Final = -1

MANY: Final = 4096
"""From so many who ask on, a round pays."""

AT_ONCE: Final = 2**18
"""So many requests are dealt at once, 48 bytes each."""

SHARE: Final = 6
"""A share are 2 to this power programmes."""


class Blocks(NamedTuple):
    """The blocks of all programmes and their heaps. Behind a programme's own comes one for what soft reserves leave, its pool.

    * `first`, int64 (P + 1): the blocks of programme p are `first[p]` to `first[p + 1] - 1`, the last of them the pool;
    * `categories`, uint8 (B + P), and `soft`, bool (B + P), as in Market; a pool is general and not soft;
    * `room`, int64 (B + P): seats, of a pool those that are left now; `sizes`, int64 (B + P): how many sit there;
    * `cuts`, int64 (B + P): the highest order that sits in a full block, OPEN while there is room;
    * `heaps`, int64 (B + P + 1): where the heap of a block begins in `keys`, int64, `who`, int32, and `kinds`, uint64 (the members of
      Market), the highest order first.
    """

    first: Ints
    categories: Ints
    soft: Ints
    room: Ints
    sizes: Ints
    cuts: Ints
    heaps: Ints
    keys: Ints
    who: Ints
    kinds: Ints


class Requests(NamedTuple):
    """Who asks whom: the order of each wish, int64, the programme, int32, the applicant, int32, and his categories, uint64."""

    keys: Ints
    whom: Ints
    who: Ints
    kinds: Ints


def propose(market: Market) -> tuple[Ints, Ints]:
    """Each applicant's wish that came true, int64 (n), and its block, int32 (n), NOBODY for none.

    O(P log q) for P requests (at most W) and q seats of a block; memory of 12 bytes a seat that may be taken and 16 an applicant beside
    the market, and AT_ONCE requests.
    """
    blocks = _blocks(market)
    wishes = market.starts, market.programmes, market.orders, market.members
    asked = market.starts[:-1] - 1
    asking = np.arange(len(market.members), dtype=np.int32)
    count = len(asking)
    while count >= MANY:
        asking[:count].sort()
        count = _round(asking, count, AT_ONCE, *wishes, asked, blocks)
    _one_by_one(asking[:count], *wishes, asked, blocks)
    block = np.full(len(asked), NOBODY, dtype=np.int32)
    _seated(blocks, _labels(market), block)
    return np.where(block >= 0, asked, NOBODY), block


def _blocks(market: Market) -> Blocks:
    """All blocks empty, with room in their heaps for as many as may sit there."""
    programmes = len(market.block_starts) - 1
    first = market.block_starts + np.arange(programmes + 1)
    pools, own = first[1:] - 1, np.arange(len(market.seats)) + market.owners
    demand = sum(
        (np.bincount(part, minlength=programmes) for part in np.array_split(market.programmes, 16)),
        start=np.zeros(programmes, dtype=np.int64),
    )
    seats = np.minimum(market.seats, demand[market.owners])
    room = np.zeros(len(own) + programmes, dtype=np.int64)
    room[own] = seats
    np.add.at(room, pools[market.owners], np.where(market.soft, seats, 0))
    categories = np.full(len(room), GENERAL, dtype=np.uint8)
    categories[own] = market.categories
    soft = np.zeros(len(room), dtype=np.bool_)
    soft[own] = market.soft
    most = room.copy()
    most[pools] = np.minimum(room[pools], demand)
    heaps = np.concatenate([[0], np.cumsum(most)])
    keys, who, kinds = (np.empty(heaps[-1], dtype=kind) for kind in (np.int64, np.int32, np.uint64))
    cuts = np.where(room > 0, OPEN, CLOSED)
    return Blocks(first, categories, soft, room, np.zeros_like(room), cuts, heaps, keys, who, kinds)


def _labels(market: Market) -> Ints:
    """The block of the market that each block stands for, int32 (B + P): a pool's seats are those of general."""
    programmes = len(market.block_starts) - 1
    labels = np.full(len(market.seats) + programmes, NOBODY, dtype=np.int32)
    number = np.arange(len(market.seats), dtype=np.int32)
    labels[number + market.owners] = number
    general = np.flatnonzero(market.categories == GENERAL)
    labels[market.block_starts[1:][market.owners[general]] + market.owners[general]] = general
    return labels


@inlined
def _sink(blocks: Any, start: int, size: int, key: int, person: int, kinds: int) -> None:
    """Puts somebody at the top of a heap (the highest key on top) and lets him sink to his place."""
    keys, at, child, end = blocks.keys, start, start + 1, start + size
    while child < end:
        if child + 1 < end:
            child += int(keys[child + 1] > keys[child])
        if keys[child] <= key:
            break
        keys[at], blocks.who[at], blocks.kinds[at] = keys[child], blocks.who[child], blocks.kinds[child]
        at = child
        child = 2 * at + 1 - start
    keys[at], blocks.who[at], blocks.kinds[at] = key, person, kinds


@inlined
def _rise(blocks: Any, start: int, size: int, key: int, person: int, kinds: int) -> None:
    """Adds somebody to a heap of `size`."""
    keys, at = blocks.keys, size
    while at > 0:
        above = (at - 1) // 2
        if keys[start + above] >= key:
            break
        keys[start + at] = keys[start + above]
        blocks.who[start + at] = blocks.who[start + above]
        blocks.kinds[start + at] = blocks.kinds[start + above]
        at = above
    keys[start + at], blocks.who[start + at], blocks.kinds[start + at] = key, person, kinds


@inlined
def _shrink(blocks: Any, pool: int) -> int:
    """Takes one seat off a pool: whom that puts out, NOBODY when all still fit."""
    blocks.room[pool] -= 1
    start, size, out = blocks.heaps[pool], blocks.sizes[pool], NOBODY
    if size > blocks.room[pool]:
        out = int(blocks.who[start])
        size -= 1
        blocks.sizes[pool] = size
        if size > 0:
            last = start + size
            _sink(blocks, start, size, blocks.keys[last], blocks.who[last], blocks.kinds[last])
    if size == blocks.room[pool]:
        blocks.cuts[pool] = blocks.keys[start] if size > 0 else CLOSED
    return out


@inlined
def _ask(blocks: Any, programme: int, key: int, person: int, kinds: int) -> int:
    """A programme considers one more: who goes on from here, he himself or whom he put out; NOBODY when all have a seat."""
    end = blocks.first[programme + 1]
    for at in range(blocks.first[programme], end):
        if key > blocks.cuts[at] or not (kinds >> np.uint64(blocks.categories[at])) & np.uint64(1):
            continue
        start, size = blocks.heaps[at], blocks.sizes[at]
        if size < blocks.room[at]:
            _rise(blocks, start, size, key, person, kinds)
            blocks.sizes[at] = size + 1
            if size + 1 == blocks.room[at]:
                blocks.cuts[at] = blocks.keys[start]
            return _shrink(blocks, end - 1) if blocks.soft[at] else NOBODY
        if size > 0:
            top = blocks.keys[start], int(blocks.who[start]), blocks.kinds[start]
            _sink(blocks, start, size, key, person, kinds)
            blocks.cuts[at] = blocks.keys[start]
            key, person, kinds = top
    return person


@inlined
def _no_requests(most: int) -> Any:
    """Room for so many."""
    whole, half = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int32)
    return Requests(whole, half, np.empty_like(half), np.empty(most, dtype=np.uint64))


@inlined
def _deal(taken: Any, there: int, slots: Ints, dealt: Any) -> None:
    """Orders the first `there` requests by the share of their programme; `slots` counts those of each share, one place on."""
    for share in range(1, len(slots)):
        slots[share] += slots[share - 1]
    for turn in range(there):
        share = taken.whom[turn] >> SHARE
        slot = slots[share]
        dealt.keys[slot], dealt.whom[slot] = taken.keys[turn], taken.whom[turn]
        dealt.who[slot], dealt.kinds[slot] = taken.who[turn], taken.kinds[turn]
        slots[share] = slot + 1


@compiled
def _round(
    asking: Ints, count: int, at_once: int, starts: Ints, programmes: Ints, orders: Ints, members: Ints, asked: Ints,
    blocks: Any,
) -> int:  # fmt: skip
    """The first `count` of `asking` ask for their next wish; those refused or put out stand there afterwards, and are counted.

    `asked` (n) is the wish that each asked for last; `at_once` requests are dealt at a time.
    """
    taken, dealt = _no_requests(min(count, at_once)), _no_requests(min(count, at_once))
    out = 0
    for begin in range(0, count, at_once):
        there = 0
        slots = np.zeros((len(blocks.first) >> SHARE) + 2, dtype=np.int64)
        for turn in range(begin, min(begin + at_once, count)):
            person = asking[turn]
            wish = asked[person] + 1
            asked[person] = wish
            if wish < starts[person + 1]:
                programme = programmes[wish]
                taken.keys[there], taken.whom[there] = orders[wish], programme
                taken.who[there], taken.kinds[there] = person, members[person]
                slots[(programme >> SHARE) + 1] += 1
                there += 1
        _deal(taken, there, slots, dealt)
        for slot in range(there):
            person = _ask(blocks, dealt.whom[slot], dealt.keys[slot], dealt.who[slot], dealt.kinds[slot])
            if person != NOBODY:
                asking[out] = person
                out += 1
    return out


@compiled
def _one_by_one(
    asking: Ints, starts: Ints, programmes: Ints, orders: Ints, members: Ints, asked: Ints, blocks: Any
) -> None:
    """Each asks for the next wish, then whoever that put out, until nobody is out who has a wish left."""
    for beginner in asking:
        person = beginner
        while person != NOBODY:
            asked[person] += 1
            wish = asked[person]
            if wish == starts[person + 1]:
                break
            person = _ask(blocks, programmes[wish], orders[wish], person, members[person])


@compiled
def _seated(blocks: Any, labels: Ints, block: Ints) -> None:
    """Writes the label of everybody's block."""
    for at in range(len(blocks.room)):
        for slot in range(blocks.heaps[at], blocks.heaps[at] + blocks.sizes[at]):
            block[blocks.who[slot]] = labels[at]
