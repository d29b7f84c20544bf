"""Several rounds: each is stable among those who take part, what was confirmed stays, and every place is confirmed or open."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import plain_market as plain
from tests.kernel.placement.plain_market import Block, Plain, Seat

from maarif.kernel.placement import rounds
from maarif.kernel.placement.market import Ints, Placement


def left_over(market: Plain, held: dict[str, Seat]) -> dict[str, list[Block]]:
    """The blocks with the seats that nobody has confirmed; general seats beyond their own come off the last soft reserves."""
    blocks = {}
    for programme, all_of_it in market.blocks.items():
        taken = Counter(category for where, category in held.values() if where == programme)
        own = sum(block.seats for block in all_of_it if block.category == "general")
        over = max(0, taken["general"] - own)
        kept = []
        for block in reversed(all_of_it):
            seats = max(0, block.seats - taken[block.category])
            if block.category != "general" and not block.hard:
                seats, over = max(0, seats - over), over - min(seats, over)
            kept.insert(0, Block(block.category, seats, block.hard))
        assert over == 0
        blocks[programme] = kept
    return blocks


def words(market: Plain, placement: Placement) -> dict[str, Seat]:
    return {one: had for one, had in plain.in_words(market, placement).items() if had is not None}


def some(dice: random.Random, among: Ints, share: float) -> Ints:
    return among & np.array([dice.random() < share for _ in among], dtype=bool)


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 2**40))
def test_each_round_is_stable_and_nothing_confirmed_is_lost(seed: int) -> None:
    dice = random.Random(seed)
    market = plain.drawn(dice, 10, 4, 2)
    names = list(market.wishes)
    state = rounds.begin(plain.arrays(market))
    held: dict[str, Seat] = {}
    for _ in range(4):
        taking = some(dice, state.held.wish < 0, 0.8)
        now = replace(
            market,
            wishes={one: market.wishes[one] if takes else [] for one, takes in zip(names, taking, strict=True)},
            blocks=left_over(market, held),
        )
        recommended = rounds.recommend(state, taking)
        told = words(market, recommended)
        assert told == {one: had for one, had in plain.by_applicants(now).items() if had is not None}
        assert plain.is_stable(now, dict.fromkeys(names) | told)
        confirmed = some(dice, recommended.wish >= 0, 0.6)
        state = rounds.confirm(state, recommended, confirmed)
        held |= {one: told[one] for one, yes in zip(names, confirmed, strict=True) if yes}
        assert words(market, state.held) == held
        free = rounds.open_seats(state)
        assert (free >= 0).all()
        arrays = state.market
        for number, blocks in enumerate(market.blocks.values()):
            mine = arrays.owners == number
            sitting = sum(where == list(market.blocks)[number] for where, _ in held.values())
            assert free[mine].sum() + sitting == sum(block.seats for block in blocks)


def one_programme(people: str, seats: int) -> Plain:
    return Plain(
        {one: ["p"] for one in people},
        {(one, "p"): at for at, one in enumerate(people)},
        {"p": [Block("general", seats)]},
    )


def mask(market: Plain, who: str) -> Ints:
    return np.array([one in who for one in market.wishes])


def test_what_was_not_confirmed_goes_to_the_next_in_the_extra_list() -> None:
    market = one_programme("abcde", 2)
    state = rounds.begin(plain.arrays(market))
    first = rounds.recommend(state, mask(market, "abcde"))
    assert words(market, first).keys() == {"a", "b"}
    state = rounds.confirm(state, first, mask(market, "b"))
    assert rounds.open_seats(state).tolist() == [1]
    assert [list(market.wishes)[wish] for wish in rounds.extra_list(state, 0)] == ["a", "c", "d", "e"]
    second = rounds.recommend(state, mask(market, "cde"))
    assert words(market, second).keys() == {"c"}
    assert words(market, rounds.confirm(state, second, mask(market, "c")).held).keys() == {"b", "c"}


def test_whoever_has_confirmed_takes_part_no_more_and_nobody_confirms_nothing() -> None:
    market = one_programme("abc", 1)
    state = rounds.begin(plain.arrays(market))
    first = rounds.recommend(state, mask(market, "abc"))
    with pytest.raises(rounds.NotRecommended) as caught:
        rounds.confirm(state, first, mask(market, "ab"))
    assert caught.value.params["applicant"] == 1
    state = rounds.confirm(state, first, mask(market, "a"))
    with pytest.raises(rounds.AlreadyConfirmed) as again:
        rounds.recommend(state, mask(market, "ac"))
    assert again.value.params["applicant"] == 0


def test_of_two_coupons_one_is_confirmed_and_the_other_place_is_free_at_once() -> None:
    """Grants and contracts are two markets of the same people; a is recommended in both and confirms the grant."""
    grants, contracts = one_programme("ab", 1), one_programme("ab", 1)
    states = [rounds.begin(plain.arrays(market)) for market in (grants, contracts)]
    told = [rounds.recommend(state, mask(grants, "ab")) for state in states]
    grant = rounds.confirm(states[0], told[0], mask(grants, "a"))
    contract = rounds.confirm(states[1], told[1], mask(grants, ""))
    assert rounds.open_seats(grant).tolist() == [0]
    assert rounds.open_seats(contract).tolist() == [1]
    free = (grant.held.wish < 0) & (contract.held.wish < 0)
    assert words(contracts, rounds.recommend(contract, free)).keys() == {"b"}


def test_a_better_place_may_come_back_after_a_lesser_one_was_confirmed() -> None:
    """Why rounds are no substitute for one long list: b confirmed q, a let p go, and c, who is behind b, gets it."""
    market = Plain(
        {"a": ["p"], "b": ["p", "q"], "c": ["p"]},
        {("a", "p"): 1, ("b", "p"): 2, ("c", "p"): 3, ("b", "q"): 1},
        {"p": [Block("general", 1)], "q": [Block("general", 1)]},
    )
    state = rounds.begin(plain.arrays(market))
    first = rounds.recommend(state, mask(market, "abc"))
    state = rounds.confirm(state, first, mask(market, "b"))
    second = rounds.recommend(state, mask(market, "ac") & ~mask(market, "a"))
    assert words(market, rounds.confirm(state, second, mask(market, "c")).held) == {
        "b": ("q", "general"), "c": ("p", "general"),
    }  # fmt: skip
