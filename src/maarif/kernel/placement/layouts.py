"""A room of examination: its seats, which of them touch, and the fewest pairs of classmates that must sit close in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

Seat = tuple[int, int]
"""Row and column, each from 1."""

CLOSE: Final = tuple((down, right) for down in (-1, 0, 1) for right in (-1, 0, 1) if (down, right) != (0, 0))
"""The eight seats around one: a king's move of chess."""


@dataclass(frozen=True)
class Room:
    """A grid of `rows` x `columns` without the `closed` seats; `accessible` ones suit whoever has a special need."""

    name: str
    centre: str
    rows: int
    columns: int
    closed: frozenset[Seat] = frozenset()
    accessible: frozenset[Seat] = frozenset()

    @cached_property
    def seats(self) -> tuple[Seat, ...]:
        """The open seats, row by row."""
        return tuple(
            (row, column)
            for row in range(1, self.rows + 1)
            for column in range(1, self.columns + 1)
            if (row, column) not in self.closed
        )

    @cached_property
    def close(self) -> tuple[tuple[int, ...], ...]:
        """For each open seat the places (in `seats`) of those that touch it, diagonals too."""
        return _close(self.seats)

    @cached_property
    def suits(self) -> tuple[bool, ...]:
        """For each open seat whether it is accessible."""
        return tuple(seat in self.accessible for seat in self.seats)

    @cached_property
    def _blocks(self) -> tuple[tuple[int, ...], ...]:
        """For each of the four ways to cut the room into blocks of 2 x 2: how many open seats each block has, empty ones left out."""
        ways = []
        for down in (0, 1):
            for right in (0, 1):
                counts: dict[Seat, int] = {}
                for row, column in self.seats:
                    block = ((row + down) // 2, (column + right) // 2)
                    counts[block] = counts.get(block, 0) + 1
                ways.append(tuple(counts.values()))
        return tuple(ways)

    def least_pairs(self, classmates: Iterable[int]) -> int:
        """What no seating goes below: pairs of classmates that touch, for so many pupils of each school.

        Everybody in a block of 2 x 2 touches everybody else there. Of `n` classmates the first in each block meets nobody, a second
        meets one, a third two, a fourth three; the n smallest of these meetings are unavoidable. Zero whenever no school has more
        than one pupil for each block, that is more than about a quarter of the seats.
        """
        return sum(max(_meetings(blocks, count) for blocks in self._blocks) for count in classmates if count > 1)


def _meetings(blocks: tuple[int, ...], count: int) -> int:
    left, met = count, 0
    for others in range(4):
        here = min(left, sum(1 for seats in blocks if seats > others))
        left -= here
        met += others * here
    return met


@lru_cache(maxsize=256)
def _close(seats: tuple[Seat, ...]) -> tuple[tuple[int, ...], ...]:
    at = {seat: place for place, seat in enumerate(seats)}
    return tuple(
        tuple(at[row + down, column + right] for down, right in CLOSE if (row + down, column + right) in at)
        for row, column in seats
    )


@dataclass
class Filling:
    """Who sits where in a room: for each open seat a pupil's place in a list, or None; `schools` says whose classmates they are."""

    room: Room
    schools: list[str]
    needs: list[bool]
    who: list[int | None] = field(default_factory=list)

    def school(self, seat: int) -> str | None:
        """The school that sits on an open seat."""
        pupil = self.who[seat]
        return None if pupil is None else self.schools[pupil]

    def meets(self, school: str | None, seat: int) -> int:
        """How many of a school touch a seat; nobody meets an empty seat."""
        if school is None:
            return 0
        return sum(1 for other in self.room.close[seat] if self.school(other) == school)

    def may_move(self, here: int, there: int) -> bool:
        """Whether a pupil may go to an empty seat: it suits, and not more classmates touch there."""
        school, pupil = self.school(here), self.who[here]
        met = self.meets(school, there) - (here in self.room.close[there])
        suits = self.room.suits[there] or pupil is None or not self.needs[pupil]
        return suits and met <= self.meets(school, here)

    def pairs(self) -> int:
        """Pairs of classmates that touch."""
        return sum(self.meets(self.school(seat), seat) for seat in range(len(self.who))) // 2
