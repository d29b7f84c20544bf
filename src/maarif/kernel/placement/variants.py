"""Variants of the paper by seat: neighbours never hold the same one, and each variant is held by as many people, within one if it can be.

With four variants, lines (rows; columns where only their number is even) hold variants 1 and 2 or 3 and 4 by turns, so all eight neighbours differ.
Which of its two variants a line begins with, and which pair the odd lines hold, is free: that levels the counts. With two variants,
they alternate like the fields of a chess board: left and right, front and back differ.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from maarif.kernel.placement.errors import NoPattern
from maarif.kernel.placement.layouts import Filling, Room, Seat

KINDS: Final = (4, 2)
"""How many variants there may be."""


@dataclass
class Pattern:
    """What a room's seats hold, also the empty ones: `turned` exchanges the pairs (or the two variants), `phases` begin lines."""

    room: Room
    kinds: int
    turned: int
    phases: dict[int, int]

    def line(self, seat: Seat) -> tuple[int, int]:
        """The seat's line and its place there."""
        by_columns = self.room.rows % 2 == 1 and self.room.columns % 2 == 0
        return (seat[1], seat[0]) if by_columns else seat

    def of(self, seat: Seat) -> int:
        """The variant of a seat, from 1."""
        line, place = self.line(seat)
        if self.kinds == 2:
            return 1 + (line + place + self.turned) % 2
        return 1 + 2 * ((line + self.turned) % 2) + (place + self.phases.get(line, 0)) % 2


def close(kinds: int, one: Seat, other: Seat) -> bool:
    """Whether two seats must hold different variants: of four all neighbours, of two those left, right, in front and behind."""
    down, right = abs(one[0] - other[0]), abs(one[1] - other[1])
    return max(down, right) == 1 and (kinds == 4 or down + right == 1)


def patterns(fillings: Iterable[Filling], kinds: int, known: Mapping[str, Mapping[Seat, int]]) -> dict[str, Pattern]:
    """Patterns by room name that level the variants, first within each room, then over all of them.

    `known` are variants given out before, by room and seat: what follows from them stays. Raises NoPattern where they
    follow none.
    """
    counts: Counter[int] = Counter()
    found: dict[str, Pattern] = {}
    for filling in fillings:
        room = filling.room
        taken = [seat for seat, pupil in zip(room.seats, filling.who, strict=True) if pupil is not None]
        pattern, fixed = _read(room, kinds, known.get(room.name, {}))
        _level(pattern, fixed, taken, counts)
        counts.update(pattern.of(seat) for seat in taken)
        found[room.name] = pattern
    return found


def _read(room: Room, kinds: int, known: Mapping[Seat, int]) -> tuple[Pattern, set[int]]:
    """The pattern behind variants given out, and the lines (and 0 for the pairs) that it settles."""
    pattern, fixed = Pattern(room, kinds, 0, {}), set[int]()
    for seat, variant in sorted(known.items()):
        line, place = pattern.line(seat)
        pair = variant - 1 if kinds == 2 else (variant - 1) // 2
        if 0 not in fixed:
            pattern.turned = (pair + line + (place if kinds == 2 else 0)) % 2
        if line not in fixed and kinds == 4:
            pattern.phases[line] = (variant - 1 + place) % 2
        fixed |= {0, line}
        if pattern.of(seat) != variant:
            raise NoPattern(room.name, *seat, variant)
    return pattern, fixed


def _level(pattern: Pattern, fixed: set[int], taken: list[Seat], counts: Counter[int]) -> None:
    """Chooses what is free: lines with the largest difference first, each so that the room, then the whole, is more level."""
    lines: Counter[int] = Counter()
    for seat in taken:
        line, place = pattern.line(seat)
        lines[line] += 1 if place % 2 == 0 else -1
    if 0 not in fixed:
        pattern.turned = min((0, 1), key=lambda turned: _uneven(pattern, turned, taken, counts))
    if pattern.kinds == 2:
        return
    here: Counter[int] = Counter()
    for line in sorted(fixed & set(lines)) + sorted(set(lines) - fixed, key=lambda line: (-abs(lines[line]), line)):
        pair = (line + pattern.turned) % 2
        if line not in fixed:
            tilt = here[pair] or counts[1 + 2 * pair] - counts[2 + 2 * pair]
            pattern.phases[line] = int(tilt * lines[line] > 0)
        here[pair] += -lines[line] if pattern.phases[line] else lines[line]


def _uneven(pattern: Pattern, turned: int, taken: list[Seat], counts: Counter[int]) -> int:
    """The difference that remains over all rooms between the pairs (or the two variants) for one turn of this room."""
    tried = Pattern(pattern.room, pattern.kinds, turned, {})
    half = pattern.kinds // 2
    low = sum(1 for seat in taken if tried.of(seat) <= half) + sum(counts[variant] for variant in range(1, half + 1))
    return abs(2 * low - len(taken) - counts.total())
