"""Slow and obvious answers about seating, written without a look at the product: every way is tried, every pair is looked at."""

import itertools
import random
from collections import Counter
from collections.abc import Iterable, Mapping

from maarif.kernel.placement.centres import Question, question
from maarif.kernel.placement.layouts import Room
from maarif.kernel.placement.rooms import Pupil, Seating


def best_placement(asked: Question, *, worst_first: bool, undivided: bool) -> tuple[int, ...]:
    """(left out, [worst,] total) of the best placement, by trying every centre for every person or undivided group."""
    units = []
    for group, size in enumerate(asked.sizes.tolist()):
        ways = [
            (centre, cost)
            for one, centre, cost in zip(
                asked.group_of.tolist(), asked.centre_of.tolist(), asked.costs.tolist(), strict=True
            )
            if one == group
        ]
        units += [(size, ways)] if undivided else [(1, ways)] * size
    best: tuple[int, ...] | None = None
    for chosen in itertools.product(*[[None, *ways] for _, ways in units]):
        load: Counter[int] = Counter()
        left = total = worst = 0
        for (size, _), way in zip(units, chosen, strict=True):
            if way is None:
                left += size
            elif size:
                load[way[0]] += size
                total += size * way[1]
                worst = max(worst, way[1])
        if all(count <= asked.capacities[centre] for centre, count in load.items()):
            value = (left, worst, total) if worst_first else (left, total)
            best = value if best is None else min(best, value)
    assert best is not None
    return best


def random_question(dice: random.Random, largest: int = 2) -> Question:
    """Up to three groups and centres: some without people, seats or ways, often too tight."""
    sizes = {f"g{n}": dice.randint(0, largest) for n in range(dice.randint(1, 3))}
    seats = {f"c{n}": dice.randint(0, largest + 1) for n in range(dice.randint(1, 3))}
    costs = {(group, centre): dice.randint(0, 5) for group in sizes for centre in seats if dice.random() < 0.8}
    return question(sizes, seats, costs)


def touching(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one != other and abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1


def fewest_pairs(room: Room, schools: Iterable[str]) -> int:
    """The fewest touching pairs of classmates over every way to seat schools (and empty seats) in a room."""
    who: list[str | None] = list(schools)
    who += [None] * (len(room.seats) - len(who))
    pairs = [
        (a, b) for a, b in itertools.combinations(range(len(room.seats)), 2) if touching(room.seats[a], room.seats[b])
    ]
    return min(
        sum(1 for a, b in pairs if way[a] is not None and way[a] == way[b]) for way in set(itertools.permutations(who))
    )


def faults(done: Seating, rooms: Iterable[Room], pupils: Iterable[Pupil], kinds: int) -> list[str]:
    """What a seating does against the rules, by looking at every pair of pupils of every room."""
    by_room = {room.name: room for room in rooms}
    people = {pupil.code: pupil for pupil in pupils}
    found = []
    if sorted([*done.places, *done.unseated]) != sorted(people):
        found.append("not everybody exactly once")
    taken = Counter((place.room, place.seat) for place in done.places.values())
    if any(count > 1 for count in taken.values()):
        found.append("a seat twice")
    for code, place in done.places.items():
        room, pupil = by_room[place.room], people[code]
        if place.seat not in room.seats or room.centre != pupil.centre:
            found.append("a seat that is not there")
        if pupil.need and place.seat not in room.accessible:
            found.append("not accessible")
    for report in done.rooms:
        here = [(code, place) for code, place in done.places.items() if place.room == report.room.name]
        met = 0
        for (one, a), (other, b) in itertools.combinations(here, 2):
            apart = (abs(a.seat[0] - b.seat[0]), abs(a.seat[1] - b.seat[1]))
            met += touching(a.seat, b.seat) and people[one].school == people[other].school
            if (max(apart) == 1 if kinds == 4 else sum(apart) == 1) and a.variant == b.variant:
                found.append("neighbours with one variant")
        if (report.people, report.pairs) != (len(here), met) or report.least > met:
            found.append("a room not told as it is")
    return found


def spread(done: Seating, kinds: int, room: str | None = None) -> int:
    """The difference between the variant held most and the one held least."""
    counts = Counter(place.variant for place in done.places.values() if room in (None, place.room))
    held = [counts[kind] for kind in range(1, kinds + 1)]
    return max(held) - min(held)


def random_hall(dice: random.Random, largest: int = 8) -> tuple[list[Room], list[Pupil]]:
    """One to five rooms with closed and accessible seats, and pupils of large and small schools who fill at least half of them."""
    rooms = []
    for number in range(dice.randint(1, 5)):
        bare = Room(f"r{number}", "", dice.randint(2, largest), dice.randint(2, largest))
        closed = frozenset(seat for seat in bare.seats if dice.random() < 0.05)
        front = frozenset(seat for seat in bare.seats if seat[0] == 1)
        rooms.append(Room(bare.name, "", bare.rows, bare.columns, closed, front))
    seats = sum(len(room.seats) for room in rooms)
    schools = dice.randint(3, 40)
    pupils = [
        Pupil(f"p{n:04}", f"s{min(dice.randint(1, schools), dice.randint(1, schools))}", "", dice.random() < 0.04)
        for n in range(dice.randint(seats // 2, seats))
    ]
    return rooms, pupils


def met_bound(done: Seating, pupils: Iterable[Pupil]) -> Mapping[str, bool]:
    """For each room whose bound is 0 whether no classmates touch."""
    school = {pupil.code: pupil.school for pupil in pupils}
    found = {}
    for report in done.rooms:
        many = Counter(school[code] for code, place in done.places.items() if place.room == report.room.name)
        if report.room.least_pairs(many.values()) == 0:
            found[report.room.name] = report.pairs == 0
    return found
