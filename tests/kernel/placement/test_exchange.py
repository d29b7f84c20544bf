"""Exchange of places by top trading cycles: tiny markets beside every possible exchange, and large ones in time."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import exchange_model

from maarif.kernel.placement.exchange import top_trading_cycles


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_nobody_loses_nothing_is_left_and_no_lie_helps(dice: random.Random) -> None:
    exchange_model.check(exchange_model.market(dice))


def test_an_exchange_of_pairs_only_is_caught() -> None:
    assert exchange_model.pairs_only_caught(40) > 0


def test_three_who_want_each_the_next_ones_place_all_get_it() -> None:
    holds = {"ann": "a", "bob": "b", "cid": "c", "dan": "a"}
    wants = {"ann": ["b"], "bob": ["c"], "cid": ["a", "b"], "dan": ["b"]}
    ticket = ["dan", "ann", "bob", "cid"]
    assert top_trading_cycles(holds, wants, ticket) == {"dan": "b", "bob": "c", "cid": "a", "ann": "a"}
    assert top_trading_cycles(holds, wants, ticket[::-1]) == {"dan": "a", "bob": "c", "cid": "a", "ann": "b"}


def test_nobody_and_nothing_wanted() -> None:
    assert top_trading_cycles({}, {}, []) == {}
    assert top_trading_cycles({"ann": "a"}, {"ann": ["nowhere"]}, ["ann"]) == {"ann": "a"}


def test_a_long_chain_is_walked_without_recursion() -> None:
    people = [f"p{number}" for number in range(20_000)]
    holds = {person: f"g{number}" for number, person in enumerate(people)}
    wants = {person: [f"g{(number + 1) % len(people)}"] for number, person in enumerate(people)}
    result = top_trading_cycles(holds, wants, people)
    assert all(result[person] == wants[person][0] for person in people)
