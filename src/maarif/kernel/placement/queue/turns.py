"""Whose turn it is: the rounds of streams, and one line of children in the order of their tickets.

A round of 1 : 3 is a cycle of four turns with a hand that moves on with every offer, so that a place that goes to a
privileged child is followed by three general ones even when the line is looked at anew each time. A turn that nobody can
take is skipped and not saved up. A turn whose offer was refused, lapsed or was recalled is owed: it comes first, for the
same stream.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import merge

from maarif.kernel.placement.queue.rules import Rules, Tier

Key = tuple[int, int]
"""A ticket that sorts: microseconds since 1970 UTC, and the number in the log that parts equal instants."""


@dataclass(frozen=True, slots=True)
class Turns:
    """Where a tier's round stands: the hand, and the turns owed to each of its streams."""

    hand: int
    owed: tuple[int, ...]


def fresh(rules: Rules) -> tuple[Turns, ...]:
    """The rounds of all tiers at their beginning."""
    return tuple(Turns(0, (0,) * len(tier.shares)) for tier in rules.tiers)


def take(tier: Tier, turns: Turns, present: Collection[str]) -> tuple[str, Turns]:
    """The stream whose turn it is among those `present` (at least one of the tier), and the round after it."""
    owed = list(turns.owed)
    for place, stream in enumerate(tier.streams):
        if owed[place] and stream in present:
            owed[place] -= 1
            return stream, Turns(turns.hand, tuple(owed))
        owed[place] = 0
    hand, cycle = turns.hand, tier.round
    while cycle[hand] not in present:
        hand = (hand + 1) % len(cycle)
    return cycle[hand], Turns((hand + 1) % len(cycle), tuple(owed))


def give_back(tier: Tier, turns: Turns, stream: str) -> Turns:
    """The round when a turn of a stream is owed again."""
    place = tier.streams.index(stream)
    owed = (*turns.owed[:place], turns.owed[place] + 1, *turns.owed[place + 1 :])
    return replace(turns, owed=owed)


def given_back(rules: Rules, turns: Sequence[Turns], stream: str) -> tuple[Turns, ...]:
    """The rounds of all tiers when a turn of a stream is owed again."""
    at = rules.tier_of(stream)
    return (*turns[:at], give_back(rules.tiers[at], turns[at], stream), *turns[at + 1 :])


def turns_before(tier: Tier, turns: Turns, stream: str, rank: int) -> dict[str, int]:
    """How many turns each other stream of the tier has before the turn number `rank` (from 0) of a stream."""
    place = tier.streams.index(stream)
    owed = dict(zip(tier.streams, turns.owed, strict=True))
    if rank < owed[stream]:
        return {other: owed[other] if at < place else 0 for at, other in enumerate(tier.streams) if other != stream}
    cycle = tier.round[turns.hand :] + tier.round[: turns.hand]
    rounds, rest = divmod(rank - owed[stream], tier.shares[place].turns)
    mine = [at for at, turn in enumerate(cycle) if turn == stream]
    upto = cycle[: mine[rest]]
    return {
        share.stream: owed[share.stream] + rounds * share.turns + upto.count(share.stream)
        for share in tier.shares
        if share.stream != stream
    }


class Order:
    """The children of one line: sorted lists of tickets for each stream, as many as there are shelves; a look-up takes O(shelves log n)."""

    __slots__ = ("streams",)

    def __init__(self, streams: Mapping[str, Sequence[list[Key]]]) -> None:
        self.streams = streams

    def __len__(self) -> int:
        return sum(map(self._waiting, self.streams))

    def ahead(self, rules: Rules, turns: Sequence[Turns], stream: str, key: Key) -> dict[str, int]:
        """How many of each stream come before a ticket of a stream, whether it is in the line or not; their sum is its rank."""
        before: dict[str, int] = {}
        for tier, at in zip(rules.tiers, turns, strict=True):
            if stream in tier.streams:
                rank = sum(bisect_left(row, key) for row in self.streams.get(stream, ()))
                others = turns_before(tier, at, stream, rank)
                return before | {
                    one: rank if one == stream else min(others[one], self._waiting(one)) for one in tier.streams
                }
            before |= {one: self._waiting(one) for one in tier.streams}
        raise KeyError(stream)

    def first(self, rules: Rules, turns: Sequence[Turns]) -> tuple[Key, str, tuple[Turns, ...]] | None:
        """Whose turn it is, of which stream, and the rounds after it; None when nobody is in the line."""
        for place, tier in enumerate(rules.tiers):
            if present := [stream for stream in tier.streams if self.streams.get(stream)]:
                stream, after = take(tier, turns[place], present)
                head = min(row[0] for row in self.streams[stream])
                return head, stream, (*turns[:place], after, *turns[place + 1 :])
        return None

    def merged(self, rules: Rules, turns: Sequence[Turns]) -> Iterator[Key]:
        """Everybody in the order in which places would go, were each taken."""
        for tier, at in zip(rules.tiers, turns, strict=True):
            rows = {stream: merge(*self.streams.get(stream, ())) for stream in tier.streams}
            heads = {stream: head for stream, row in rows.items() if (head := next(row, None))}
            while heads:
                stream, at = take(tier, at, heads)
                yield heads[stream]
                if (head := next(rows[stream], None)) is None:
                    del heads[stream]
                else:
                    heads[stream] = head

    def _waiting(self, stream: str) -> int:
        return sum(map(len, self.streams.get(stream, ())))
