"""Pupils of an examination to rooms, rows, columns and variants, so that classmates do not touch; late pupils move nobody.

Schools are dealt over all rooms of a centre in proportion, so that no room has many of one; then each room is arranged by itself
(`seats`), and variants are given by pattern (`variants`). Everything follows from the files and a published seed: a pupil's lot is the
SHA-256 of seed and code, so nobody chooses a place by a name, and no order of rows matters.
"""

import hashlib
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from maarif.kernel.placement.layouts import Filling, Room, Seat
from maarif.kernel.placement.seats import arrange
from maarif.kernel.placement.variants import patterns, spread_evenly

NO_CENTRE: Final = "no centre is named for the pupil"
NO_ROOM: Final = "the centre has no room"
NO_ACCESSIBLE: Final = "no accessible seat is free at the centre"
NO_SEAT: Final = "no seat is free at the centre"


@dataclass(frozen=True)
class Pupil:
    """Who is to sit: a code, the school whose other pupils are classmates, the centre (None: nobody said), a special need."""

    code: str
    school: str
    centre: str | None = ""
    need: bool = False


@dataclass(frozen=True)
class Place:
    """Where a pupil sits and with which variant."""

    room: str
    seat: Seat
    variant: int


@dataclass(frozen=True)
class RoomReport:
    """A room as filled: `pairs` of classmates touch, and no seating of these pupils has fewer than `least`."""

    room: Room
    people: int
    pairs: int
    least: int


@dataclass(frozen=True)
class Seating:
    """Places by pupil's code, reasons of the unseated by code, and the rooms in the order of their names."""

    places: Mapping[str, Place]
    unseated: Mapping[str, str]
    rooms: tuple[RoomReport, ...]


def seat(
    rooms: Iterable[Room],
    pupils: Iterable[Pupil],
    *,
    seed: int = 1,
    kinds: int = 4,
    before: Mapping[str, Place] | None = None,
    seconds: float = 1.0,
) -> Seating:
    """Seats everybody for whom there is a seat; who sat `before` stays exactly there.

    Where seats do not suffice, special needs come first on the accessible ones, then everybody by lot. `kinds` is the number of variants.
    `seconds` (the solver's own) bound the exact search of each room that repair does not settle. About O(pupils) rooms' work.
    """
    by_centre: dict[str, list[Room]] = defaultdict(list)
    for room in sorted(rooms, key=lambda room: room.name):
        by_centre[room.centre].append(room)
    waiting: dict[str, list[Pupil]] = defaultdict(list)
    unseated: dict[str, str] = {}
    for pupil in sorted(pupils, key=lambda pupil: (lot(seed, pupil.code), pupil.code)):
        if pupil.centre is None or pupil.centre not in by_centre:
            unseated[pupil.code] = NO_CENTRE if pupil.centre is None else NO_ROOM
        else:
            waiting[pupil.centre].append(pupil)
    places: dict[str, Place] = {}
    reports: list[RoomReport] = []
    for centre, here in sorted(by_centre.items()):
        done = _centre(here, waiting[centre], seed, kinds, before or {}, seconds)
        places |= done.places
        unseated |= done.unseated
        reports += done.rooms
    return Seating(places, unseated, tuple(sorted(reports, key=lambda report: report.room.name)))


def lot(seed: int, code: str) -> str:
    """The lot of a pupil: SHA-256 of `seed|code` in hexadecimal; the smallest comes first."""
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def _centre(
    rooms: Sequence[Room], pupils: Sequence[Pupil], seed: int, kinds: int, before: Mapping[str, Place], seconds: float
) -> Seating:
    settled = [pupil for pupil in pupils if pupil.code in before]
    new = [pupil for pupil in pupils if pupil.code not in before]
    if before:
        fillings, people, least = _late(rooms, settled, new, before)
    else:
        fillings, people, least = _fresh(rooms, new, seed, kinds, seconds)
    known: dict[str, dict[Seat, int]] = defaultdict(dict)
    for pupil in settled:
        place = before[pupil.code]
        known[place.room][place.seat] = place.variant
    pattern = patterns(fillings, kinds, known)
    places, reports = {}, []
    for filling, inside, floor in zip(fillings, people, least, strict=True):
        room = filling.room
        for seat_, who in zip(room.seats, filling.who, strict=True):
            if who is not None:
                places[inside[who].code] = Place(room.name, seat_, pattern[room.name].of(seat_))
        reports.append(RoomReport(room, len(inside), filling.pairs(), floor))
    full = {pupil.code: NO_ACCESSIBLE if pupil.need else NO_SEAT for pupil in pupils if pupil.code not in places}
    return Seating(places, full, tuple(reports))


def _fresh(
    rooms: Sequence[Room], pupils: Sequence[Pupil], seed: int, kinds: int, seconds: float
) -> tuple[list[Filling], list[list[Pupil]], list[int]]:
    """Deals and arranges a centre's pupils, who come in the order of their lots."""
    special = [pupil for pupil in pupils if pupil.need][: sum(sum(room.suits) for room in rooms)]
    plain = [pupil for pupil in pupils if not pupil.need][: sum(len(room.seats) for room in rooms) - len(special)]
    inside = deal(special, [sum(room.suits) for room in rooms])
    left = [len(room.seats) - len(mine) for room, mine in zip(rooms, inside, strict=True)]
    for mine, more in zip(inside, deal(plain, left), strict=True):
        mine += more
    fillings, least = [], []
    for room, mine in zip(rooms, inside, strict=True):
        filling, floor = arrange(
            room,
            [pupil.school for pupil in mine],
            [pupil.need for pupil in mine],
            random.Random(f"{seed}|{room.name}"),  # noqa: S311 - a published seed makes it repeatable, which is the point
            seconds,
        )
        spread_evenly(filling, kinds)
        fillings.append(filling)
        least.append(floor)
    return fillings, inside, least


def deal(pupils: Sequence[Pupil], seats: Sequence[int]) -> list[list[Pupil]]:
    """Pupils by room, in proportion to its seats: each room's turns are spread evenly, and schools take turns one after another.

    So a school of n is divided like the seats, within one or two. There are at least as many seats as pupils.
    """
    share = _shares(len(pupils), seats)
    turns = sorted((((2 * turn + 1) / (2 * count)), room) for room, count in enumerate(share) for turn in range(count))
    many = Counter(pupil.school for pupil in pupils)
    order = sorted(pupils, key=lambda pupil: (-many[pupil.school], pupil.school))
    found: list[list[Pupil]] = [[] for _ in seats]
    for pupil, (_, room) in zip(order, turns, strict=True):
        found[room].append(pupil)
    return found


def _shares(people: int, seats: Sequence[int]) -> list[int]:
    """People by room in proportion to seats, by largest remainders (the first room wins a tie)."""
    whole = sum(seats)
    if not whole:
        return [0 for _ in seats]
    share = [people * count // whole for count in seats]
    rest = sorted(range(len(seats)), key=lambda room: (-(people * seats[room] % whole), room))
    for room in rest[: people - sum(share)]:
        share[room] += 1
    return share


def _late(
    rooms: Sequence[Room], settled: Sequence[Pupil], late: Sequence[Pupil], before: Mapping[str, Place]
) -> tuple[list[Filling], list[list[Pupil]], list[int]]:
    """Puts late pupils on free seats, one after the other: those with a need, then by lot; the fewest classmates around first."""
    fillings = [Filling(room, [], [], [None] * len(room.seats)) for room in rooms]
    people: list[list[Pupil]] = [[] for _ in rooms]
    at = {room.name: place for place, room in enumerate(rooms)}
    for pupil in settled:
        place = before[pupil.code]
        room = at[place.room]
        _sit(fillings[room], people[room], pupil, rooms[room].seats.index(place.seat))
    for pupil in sorted(late, key=lambda pupil: not pupil.need):
        free = [
            (
                filling.meets(pupil.school, seat_),
                not pupil.need and filling.room.suits[seat_],
                len(people[room]),
                room,
                seat_,
            )
            for room, filling in enumerate(fillings)
            for seat_, who in enumerate(filling.who)
            if who is None and (filling.room.suits[seat_] or not pupil.need)
        ]
        if free:
            *_, room, seat_ = min(free)
            _sit(fillings[room], people[room], pupil, seat_)
    least = [
        filling.room.least_pairs(Counter(pupil.school for pupil in mine).values())
        for filling, mine in zip(fillings, people, strict=True)
    ]
    return fillings, people, least


def _sit(filling: Filling, people: list[Pupil], pupil: Pupil, seat_: int) -> None:
    filling.who[seat_] = len(people)
    filling.schools.append(pupil.school)
    filling.needs.append(pupil.need)
    people.append(pupil)


def dealt_to_centres(
    pupils: Iterable[Pupil], groups: Mapping[str, str], assignment: Mapping[str, Sequence[tuple[str, int]]], seed: int
) -> list[Pupil]:
    """Pupils with the centres of their groups: by lot, as many to each centre of the group as it was given; None when none is left.

    `groups` by pupil's code; `assignment` by group: (centre, people).
    """
    left = {
        group: [centre for centre, count in centres for _ in range(count)][::-1]
        for group, centres in assignment.items()
    }
    found = []
    for pupil in sorted(pupils, key=lambda pupil: (lot(seed, pupil.code), pupil.code)):
        open_ = left.get(groups[pupil.code], [])
        found.append(replace(pupil, centre=open_.pop() if open_ else None))
    return found
