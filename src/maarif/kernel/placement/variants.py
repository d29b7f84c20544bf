"""Variants of the paper by seat: neighbours never hold the same one, and each variant is held by as many people, within one if it can be.

With four variants, lines (rows; columns where only their number is even) hold variants 1 and 2 or 3 and 4 by turns, so all eight neighbours differ.
Which of its two variants a line begins with, and which pair the odd lines hold, is free: that levels the counts. With two variants,
they alternate like the fields of a chess board: left and right, front and back differ.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
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
    free: list[tuple[Pattern, set[int], list[Seat]]] = []
    for filling in fillings:
        room = filling.room
        taken = [seat for seat, pupil in zip(room.seats, filling.who, strict=True) if pupil is not None]
        pattern, fixed = _read(room, kinds, known.get(room.name, {}))
        _level(pattern, fixed, taken, counts)
        counts.update(pattern.of(seat) for seat in taken)
        found[room.name] = pattern
        free.append((pattern, fixed, taken))
    for pattern, fixed, taken in free + free[::-1]:
        _polish(pattern, fixed, taken, counts)
    return found


def spread_evenly(filling: Filling, kinds: int) -> None:
    """Moves pupils to empty seats of the other half of the variants, where nobody meets a classmate for it, until both halves are alike."""
    pattern = Pattern(filling.room, kinds, 0, {})
    half = [(pattern.of(seat) - 1) * 2 // kinds for seat in filling.room.seats]
    while True:
        taken = Counter(half[seat] for seat, pupil in enumerate(filling.who) if pupil is not None)
        heavy = int(taken[1] > taken[0])
        if taken[heavy] - taken[1 - heavy] <= 1:
            return
        there = [seat for seat, pupil in enumerate(filling.who) if pupil is None and half[seat] != heavy]
        here = [seat for seat, pupil in enumerate(filling.who) if pupil is not None and half[seat] == heavy]
        moves = ((one, other) for one in here for other in there if filling.may_move(one, other))
        move = next(moves, None)
        if move is None:
            return
        filling.who[move[0]], filling.who[move[1]] = None, filling.who[move[0]]


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


def _polish(pattern: Pattern, fixed: set[int], taken: list[Seat], counts: Counter[int]) -> None:
    """Turns of a whole room that leave it as level as it is: the one that makes all rooms together most level."""
    lines = {pattern.line(seat)[0] for seat in taken}
    halves = [{line for line in lines if line % 2 == odd} for odd in (0, 1)]
    free = [pattern.kinds == 4 and not half & fixed for half in halves] + [0 not in fixed]
    ways = list(product(*[(0, 1) if each else (0,) for each in free]))
    held = Counter(pattern.of(seat) for seat in taken)
    counts.subtract(held)
    tried = {way: Counter(map(_turned(pattern, way).of, taken)) for way in ways}
    best = min(
        ways, key=lambda way: (sum((counts[kind] + tried[way][kind]) ** 2 for kind in range(1, pattern.kinds + 1)), way)
    )
    counts.update(tried[best])
    turned = _turned(pattern, best)
    pattern.turned, pattern.phases = turned.turned, turned.phases


def _turned(pattern: Pattern, way: tuple[int, ...]) -> Pattern:
    """The pattern with all even lines, all odd lines and the pairs exchanged or not."""
    lines = range(1, max(pattern.room.rows, pattern.room.columns) + 1)
    phases = {line: (pattern.phases.get(line, 0) + way[line % 2]) % 2 for line in lines}
    return Pattern(pattern.room, pattern.kinds, (pattern.turned + way[2]) % 2, phases)


def _uneven(pattern: Pattern, turned: int, taken: list[Seat], counts: Counter[int]) -> int:
    """The difference that remains over all rooms between the pairs (or the two variants) for one turn of this room."""
    tried = Pattern(pattern.room, pattern.kinds, turned, {})
    half = pattern.kinds // 2
    low = sum(1 for seat in taken if tried.of(seat) <= half) + sum(counts[variant] for variant in range(1, half + 1))
    return abs(2 * low - len(taken) - counts.total())
