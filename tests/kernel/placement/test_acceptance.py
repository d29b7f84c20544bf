"""Deferred acceptance beside a second implementation, and every property that makes it worth publishing."""

import itertools
import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import plain_market as plain
from tests.kernel.placement.plain_market import Block, Plain, Result, place_of
from tests.proofs import placement as proof

from maarif.kernel.placement import acceptance
from maarif.kernel.placement.market import cutoffs, easiest


def placed(market: Plain, side: str = "applicants") -> Result:
    return plain.in_words(market, acceptance.deferred_acceptance(plain.arrays(market), side=side))


def markets(
    applicants: int = 7, programmes: int = 4, reserves: int = 2, *, common: bool = False
) -> st.SearchStrategy[Plain]:
    return st.integers(0, 2**40).map(
        lambda seed: plain.drawn(random.Random(seed), applicants, programmes, reserves, common=common)
    )


def test_a_thousand_random_markets_agree_with_the_second_implementation() -> None:
    assert proof.disagreements(1_000, seed=1) == 0


def test_a_planted_fault_is_seen_by_the_comparison() -> None:
    assert proof.planted(200, seed=2) > 0


@settings(max_examples=80, deadline=None)
@given(markets())
def test_nobody_blocks_and_no_seat_is_wasted_on_either_side(market: Plain) -> None:
    for side in ("applicants", "programmes"):
        result = placed(market, side)
        assert plain.is_stable(market, result)
        for one, had in result.items():
            assert had is None or (had[0] in market.wishes[one] and market.competes(one, had[1]))


@settings(max_examples=40, deadline=None)
@given(markets(applicants=4, programmes=3))
def test_no_stable_placement_is_better_for_any_applicant_nor_worse_than_the_programmes_own(market: Plain) -> None:
    best, worst = placed(market), placed(market, "programmes")
    stable = list(plain.all_stable(market))
    assert best in stable
    assert worst in stable
    for other in stable:
        for one in market.wishes:
            assert place_of(market, one, best) <= place_of(market, one, other) <= place_of(market, one, worst)
    assert len({sum(had is not None for had in other.values()) for other in stable}) == 1
    assert len({frozenset(one for one, had in other.items() if had) for other in stable}) == 1


@settings(max_examples=20, deadline=None)
@given(markets(applicants=5, programmes=3))
def test_no_false_list_helps_whoever_sends_it(market: Plain) -> None:
    truth = placed(market)
    for one in list(market.wishes)[:2]:
        for length in range(len(market.blocks) + 1):
            for lie in itertools.permutations(market.blocks, length):
                false = replace(market, wishes=market.wishes | {one: list(lie)})
                had = placed(false)[one]
                if had is not None and had[0] in market.wishes[one]:
                    assert market.wishes[one].index(had[0]) >= place_of(market, one, truth)


@settings(max_examples=60, deadline=None)
@given(markets())
def test_everybodys_result_follows_from_the_cut_offs_alone(market: Plain) -> None:
    arrays = plain.arrays(market)
    result = acceptance.deferred_acceptance(arrays)
    block, cut = easiest(arrays, cutoffs(arrays, result))
    for one in range(len(market.wishes)):
        wishes = range(arrays.starts[one], arrays.starts[one + 1])
        enough = [wish for wish in wishes if block[wish] >= 0 and arrays.orders[wish] <= cut[wish]]
        assert (enough or [-1])[0] == result.wish[one]


@settings(max_examples=40, deadline=None)
@given(markets(), st.integers(0, 3))
def test_one_seat_more_hurts_nobody_and_one_applicant_less_hurts_no_other(market: Plain, at: int) -> None:
    before = placed(market)
    programme = list(market.blocks)[at % len(market.blocks)]
    first, *rest = market.blocks[programme]
    more = replace(market, blocks=market.blocks | {programme: [replace(first, seats=first.seats + 1), *rest]})
    if all(block.category == "general" for block in market.blocks[programme]):
        after = placed(more)
        assert all(place_of(market, one, after) <= place_of(market, one, before) for one in market.wishes)
    for gone in list(market.wishes)[:3]:
        after = placed(plain.without(market, gone))
        assert all(place_of(market, one, after) <= place_of(market, one, before) for one in after)


@settings(max_examples=40, deadline=None)
@given(markets(), st.randoms(use_true_random=False))
def test_the_order_of_applicants_and_programmes_decides_nothing(market: Plain, dice: random.Random) -> None:
    people, places = list(market.wishes), list(market.blocks)
    dice.shuffle(people)
    dice.shuffle(places)
    other = replace(
        market, wishes={one: market.wishes[one] for one in people}, blocks={p: market.blocks[p] for p in places}
    )
    for side in ("applicants", "programmes"):
        assert placed(other, side) == placed(market, side)


@settings(max_examples=40, deadline=None)
@given(markets(common=True))
def test_one_common_order_makes_it_serial_dictatorship(market: Plain) -> None:
    in_turn = plain.in_words(market, acceptance.serial_dictatorship(plain.arrays(market)))
    assert in_turn == placed(market) == placed(market, "programmes")


@settings(max_examples=60, deadline=None)
@given(markets(reserves=1))
def test_a_reserve_filled_first_hurts_no_member_in_one_programme_alone(market: Plain) -> None:
    programme = "p0"
    people = [one for one, wished in market.wishes.items() if programme in wished]
    alone = replace(market, wishes={one: [programme] for one in people})
    with_it = placed(replace(alone, blocks={programme: [Block("r0", 2), Block("general", 2)]}))
    without = placed(replace(alone, blocks={programme: [Block("r0", 0), Block("general", 4)]}))
    members = [one for one in people if market.competes(one, "r0")]
    assert all(with_it[one] is not None for one in members if without[one] is not None)
    assert sum(had is not None for had in with_it.values()) == min(4, len(people))


def single(blocks: list[Block], people: str, members: str) -> str:
    """Who gets in where one programme has these blocks; people stand in the order of their keys."""
    market = Plain(
        {one: ["p"] for one in people},
        {(one, "p"): at for at, one in enumerate(people)},
        {"p": blocks},
        {one: {"r"} for one in members},
    )
    return " ".join(f"{one}:{had[1][0]}" for one, had in placed(market).items() if had)


@pytest.mark.parametrize(
    ("blocks", "who"),
    [
        ([Block("r", 1), Block("general", 2)], "a:r d:g f:g"),
        ([Block("general", 2), Block("r", 1)], "a:g d:g e:r"),
        ([Block("r", 3), Block("general", 1)], "a:r d:g f:g e:r"),
        ([Block("r", 3, hard=True)], "a:r e:r"),
        ([Block("r", 3)], "a:r d:g e:r"),
        ([Block("general", 0)], ""),
    ],
)
def test_the_order_of_the_blocks_decides(blocks: list[Block], who: str) -> None:
    assert single(blocks, "adfeg", "ae") == who


def test_the_smallest_market_where_first_choice_first_differs() -> None:
    """b is better at p1 than a; a asked p1 first and would keep it under immediate acceptance."""
    market = Plain(
        {"a": ["p1"], "b": ["p0", "p1"], "c": ["p0"]},
        {("a", "p1"): 2, ("b", "p1"): 1, ("b", "p0"): 2, ("c", "p0"): 1},
        {"p0": [Block("general", 1)], "p1": [Block("general", 1)]},
    )
    assert plain.first_choice_first(market) == {"a": ("p1", "general"), "b": None, "c": ("p0", "general")}
    assert placed(market) == {"a": None, "b": ("p1", "general"), "c": ("p0", "general")}
    for gone in market.wishes:
        smaller = plain.without(market, gone)
        assert plain.first_choice_first(smaller) == placed(smaller)


def test_serial_dictatorship_refuses_what_it_cannot_decide() -> None:
    market = Plain(
        {"a": ["p", "q"]}, {("a", "p"): 1, ("a", "q"): 2}, {"p": [Block("general", 1)], "q": [Block("general", 1)]}
    )
    with pytest.raises(acceptance.KeysDiffer) as caught:
        acceptance.serial_dictatorship(plain.arrays(market))
    assert caught.value.params["wish"] == 1
    soft = replace(market, wishes={"a": ["p"]}, blocks={"p": [Block("r", 1), Block("general", 1)]})
    with pytest.raises(acceptance.SeatsGoOver):
        acceptance.serial_dictatorship(plain.arrays(soft))
