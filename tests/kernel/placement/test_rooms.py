"""Seats: everybody once, accessible where needed, classmates apart whenever that can be, variants that differ, late pupils that move nobody."""

import random
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.kernel.placement.seating_oracles import faults, fewest_pairs, met_bound, random_hall, spread

from maarif.kernel.placement import rooms as seating
from maarif.kernel.placement.errors import NoPattern
from maarif.kernel.placement.layouts import Room
from maarif.kernel.placement.rooms import Place, Pupil, seat
from maarif.kernel.placement.seats import arrange
from maarif.kernel.placement.variants import patterns

calm = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 2), (2, 3), (3, 2), (2, 4), (1, 7)])
def test_a_tiny_room_has_the_fewest_pairs_of_all_seatings(shape: tuple[int, int]) -> None:
    room, dice = Room("r", "", *shape), random.Random(str(shape))
    for _ in range(6):
        schools = [f"s{dice.randint(1, 4)}" for _ in range(dice.randint(0, min(7, len(room.seats))))]
        filling, least = arrange(room, schools, [False] * len(schools), random.Random(1))
        assert filling.pairs() == least == fewest_pairs(room, schools), schools


def test_full_nine_with_three_of_three_cannot_be_and_is_proved() -> None:
    filling, least = arrange(Room("r", "", 3, 3), list("aaabbbccc"), [False] * 9, random.Random(1), seconds=5)
    assert Room("r", "", 3, 3).least_pairs([3, 3, 3]) == 0
    assert filling.pairs() == least == 2


@calm
@given(st.integers(0, 10**6), st.sampled_from([4, 2]))
def test_every_hall_keeps_the_rules(number: int, kinds: int) -> None:
    rooms, pupils = random_hall(random.Random(number), largest=6)
    done = seat(rooms, pupils, seed=number, kinds=kinds, seconds=0.1)
    assert faults(done, rooms, pupils, kinds) == []
    assert set(met_bound(done, pupils).values()) <= {True}


@settings(calm, max_examples=10)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing_and_the_seed_does(number: int) -> None:
    dice = random.Random(number)
    rooms, pupils = random_hall(dice, largest=5)
    first = seat(rooms, pupils, seed=3, seconds=0.1)
    dice.shuffle(rooms)
    dice.shuffle(pupils)
    assert seat(rooms, pupils, seed=3, seconds=0.1) == first
    if len(first.places) > 8:
        assert seat(rooms, pupils, seed=4, seconds=0.1).places != first.places


@calm
@given(st.integers(0, 10**6), st.sampled_from([4, 2]))
def test_late_pupils_move_nobody_and_keep_the_rules(number: int, kinds: int) -> None:
    dice = random.Random(number)
    rooms, pupils = random_hall(dice, largest=6)
    early = [pupil for pupil in pupils if dice.random() < 0.8]
    published = seat(rooms, early, kinds=kinds, seconds=0.1)
    stayed = [pupil for pupil in pupils if pupil.code in published.places and dice.random() < 0.95]
    late = [pupil for pupil in pupils if pupil not in early]
    kept = {pupil.code: published.places[pupil.code] for pupil in stayed}
    after = seat(rooms, [*stayed, *late], kinds=kinds, before=kept)
    assert {code: after.places[code] for code in kept} == kept
    assert faults(after, rooms, [*stayed, *late], kinds) == []


def test_full_rooms_with_an_even_side_give_each_variant_alike() -> None:
    for rows, columns in ((2, 3), (4, 5), (5, 4), (3, 8), (6, 6), (7, 2)):
        room = Room("r", "", rows, columns)
        pupils = [Pupil(f"p{n}", f"s{n}") for n in range(rows * columns)]
        for kinds in (4, 2):
            assert spread(seat([room], pupils, kinds=kinds), kinds) <= 1, (rows, columns, kinds)


def test_odd_rooms_level_each_other() -> None:
    rooms = [Room(f"r{n}", "", 5, 5) for n in range(4)]
    done = seat(rooms, [Pupil(f"p{n}", f"s{n}") for n in range(100)])
    assert Counter(place.variant for place in done.places.values()) == {1: 25, 2: 25, 3: 25, 4: 25}


def test_a_school_is_dealt_over_rooms_like_their_seats() -> None:
    pupils = [Pupil(f"p{n}", "big" if n < 60 else f"s{n % 17}") for n in range(120)]
    inside = seating.deal(pupils, [60, 30, 30])
    assert [len(mine) for mine in inside] == [60, 30, 30]
    assert [sum(pupil.school == "big" for pupil in mine) for mine in inside] == [30, 15, 15]


def test_who_finds_no_seat_is_told_why() -> None:
    rooms = [Room("r", "a", 1, 2, accessible=frozenset({(1, 1)})), Room("none", "b", 0, 5)]
    pupils = [
        Pupil("w1", "s", "a", need=True),
        Pupil("w2", "s", "a", need=True),
        Pupil("x1", "t", "a"),
        Pupil("x2", "u", "a"),
        Pupil("y", "t", "b"),
        Pupil("z", "t", "c"),
        Pupil("lost", "t", None),
    ]
    done = seat(rooms, pupils)
    assert sorted(done.unseated.values()) == sorted(
        [seating.NO_ACCESSIBLE, seating.NO_SEAT, seating.NO_SEAT, seating.NO_ROOM, seating.NO_CENTRE]
    )
    assert (done.unseated["z"], done.unseated["lost"]) == (seating.NO_ROOM, seating.NO_CENTRE)
    assert len(done.places) == 2
    assert seat([], pupils).places == {}
    assert seat(rooms, []).places == {}


def test_variants_that_follow_no_pattern_are_refused() -> None:
    room = Room("r", "", 2, 2)
    before = {"a": Place("r", (1, 1), 1), "b": Place("r", (1, 2), 1)}
    with pytest.raises(NoPattern, match="fits no pattern"):
        seat([room], [Pupil("a", "s"), Pupil("b", "t")], before=before)
    assert patterns([], 4, {}) == {}


def test_a_room_with_free_seats_levels_its_variants_by_them() -> None:
    pupils = [Pupil(f"p{n}", f"s{n}") for n in range(20)]
    assert spread(seat([Room("r", "", 5, 5)], pupils), 4) <= 1
