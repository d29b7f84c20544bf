"""What reserves, lotteries and ties promise, and the markets on which they promise less."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import plain_market as plain
from tests.kernel.placement.plain_market import Block, Plain, place_of
from tests.kernel.placement.test_acceptance import markets, placed
from tests.kernel.placement.test_market_files import folder, results

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import acceptance, comparing, lottery, running
from maarif.kernel.placement.errors import BadFiles
from maarif.kernel.placement.market import Market


def members_in(market: Plain, blocks: list[Block]) -> int:
    """Members of r0 whom the only programme takes."""
    had = placed(replace(market, blocks={"p0": blocks}))
    return sum(had[one] is not None and market.competes(one, "r0") for one in market.wishes)


@settings(max_examples=80, deadline=None)
@given(markets(applicants=9, reserves=1), st.integers(0, 3), st.integers(1, 3), st.booleans(), st.booleans())
def test_a_reserve_of_one_more_never_means_fewer_members_in_one_programme(
    market: Plain, reserve: int, general: int, first: bool, hard: bool
) -> None:
    people = [one for one in market.wishes if "p0" in market.wishes[one]]
    alone = replace(market, wishes={one: ["p0"] for one in people})

    def blocks(seats: int) -> list[Block]:
        found = [Block("r0", seats, hard), Block("general", reserve + general - seats)]
        return found if first else found[::-1]

    assert members_in(alone, blocks(reserve + 1)) >= members_in(alone, blocks(reserve))


def test_in_a_market_a_reserve_may_hurt_a_member() -> None:
    """m leaves p for its reserve; the general applicant whom that puts out of p wins m's friend's seat in q."""
    market = Plain(
        {"m": ["p"], "n": ["q"], "g": ["p", "q"]},
        {("g", "p"): 1, ("m", "p"): 2, ("g", "q"): 1, ("n", "q"): 2},
        {"p": [Block("r", 0), Block("general", 1)], "q": [Block("general", 1)]},
        {"m": {"r"}, "n": {"r"}},
    )
    without = placed(market)
    with_it = placed(replace(market, blocks=market.blocks | {"p": [Block("r", 1), Block("general", 0)]}))
    assert (without["n"], with_it["n"]) == (("q", "general"), None)
    assert with_it["m"] == ("p", "r")


@settings(max_examples=60, deadline=None)
@given(markets(reserves=1))
def test_reserves_filled_first_everywhere_never_hurt_all_members(market: Plain) -> None:
    """With the same seats in all, some member is as well off as without any reserve (Hafalir, Yenmez and Yildirim 2013)."""
    dice = random.Random(str(market))
    seats = {p: (dice.randint(0, 2), dice.randint(0, 2)) for p in market.blocks}
    with_it = replace(market, blocks={p: [Block("r0", r), Block("general", g)] for p, (r, g) in seats.items()})
    without = replace(market, blocks={p: [Block("r0", 0), Block("general", r + g)] for p, (r, g) in seats.items()})
    had, would = placed(with_it), placed(without)
    members = [one for one in market.wishes if market.competes(one, "r0")]
    assert not members or any(place_of(market, one, had) <= place_of(market, one, would) for one in members)


@settings(max_examples=40, deadline=None)
@given(markets(applicants=5, programmes=3, reserves=0))
def test_a_programme_that_is_not_full_has_the_same_people_in_every_stable_placement(market: Plain) -> None:
    """The rural hospitals theorem (Roth 1986)."""
    stable = list(plain.all_stable(market))
    assert len({frozenset(one for one, had in each.items() if had) for each in stable}) == 1, (
        "the same people are placed"
    )
    for programme, blocks in market.blocks.items():
        people = [frozenset(one for one, had in each.items() if had and had[0] == programme) for each in stable]
        if min(map(len, people)) < sum(block.seats for block in blocks):
            assert len(set(people)) == 1


@settings(max_examples=40, deadline=None)
@given(markets(applicants=5, programmes=3, reserves=0, common=True))
def test_one_common_order_leaves_nothing_to_improve_for_all(market: Plain) -> None:
    """Serial dictatorship is Pareto-efficient: no other way of giving the seats is better for one and worse for nobody."""
    had = placed(market)
    names = list(market.wishes)
    now = [place_of(market, one, had) for one in names]
    seats = {p: sum(block.seats for block in blocks) for p, blocks in market.blocks.items()}
    for picks in itertools.product(*[range(len(market.wishes[one]) + 1) for one in names]):
        given_ = [market.wishes[one][at] for one, at in zip(names, picks, strict=True) if at < len(market.wishes[one])]
        feasible = all(given_.count(p) <= count for p, count in seats.items())
        assert not (feasible and list(picks) != now and all(a <= b for a, b in zip(picks, now, strict=True)))


def lots_drawn(people: int, places: int, *, single: bool, seed: str) -> Market:
    """Everybody wishes every place, in an own order; one seat for two people; only lots decide."""
    dice = np.random.default_rng(5)
    names, wished = [f"a{n}" for n in range(people)], np.array([dice.permutation(places) for _ in range(people)])
    one = lottery.single(seed, names)
    each = lottery.multiple(
        seed, [name for name in names for _ in range(places)], [f"p{place}" for place in wished.ravel()]
    )
    return Market(
        np.arange(0, people * places + 1, places),
        wished.astype(np.int32).ravel(),
        np.repeat(one, places) if single else each,
        np.ones(people, dtype=np.uint64),
        np.arange(places + 1, dtype=np.int32),
        np.zeros(places, dtype=np.uint8),
        np.full(places, people // (2 * places), dtype=np.int64),
        np.zeros(places, dtype=bool),
    )


@pytest.mark.parametrize("seed", ["sun", "moon", "rain"])
def test_one_lot_each_gives_more_first_wishes_and_a_lot_a_wish_fewer_late_ones(seed: str) -> None:
    ranks = {}
    for single in (True, False):
        market = lots_drawn(1_000, 20, single=single, seed=seed)
        wish = acceptance.deferred_acceptance(market).wish
        ranks[single] = (wish - market.starts[:-1])[wish >= 0]
    assert len(ranks[True]) == len(ranks[False]) == 500
    assert (ranks[True] == 0).sum() > 1.5 * (ranks[False] == 0).sum()
    assert ranks[True].mean() < ranks[False].mean()


TIED = """applicant,rank,programme,key1,key2
Anar,1,Arts,10,1
Anar,2,Law,20,1
Bella,1,Law,20,9
Camal,1,Law,20,5
"""
ONE_SEAT = "programme,category,seats,precedence\nLaw,general,1,1\nArts,general,0,1\n"


def test_on_equal_scores_the_higher_wish_comes_first_if_the_rules_say_so(tmp_path: Path) -> None:
    plainly, _, _ = results(tmp_path, programmes=ONE_SEAT, wishes=TIED)
    assert [row for row in plainly if "Law" in row] == ["Anar,Law,general,2"]
    rules = running.Rules(tie_prefers_wish_rank="key1")
    given_, cuts, told = results(tmp_path, rules, programmes=ONE_SEAT, wishes=TIED)
    assert [row for row in given_ if "Law" in row] == ["Camal,Law,general,1"]
    assert cuts == ["Arts,general,,,", "Law,general,20,1,5"]
    assert "Anar,2,Law,below-cut-off,general,wish_rank,1" in told
    assert "Bella,1,Law,below-cut-off,general,key2,4" in told
    assert running.rules_of(tmp_path / "out") == rules


def test_a_better_score_still_beats_a_higher_wish_and_an_unknown_key_is_named(tmp_path: Path) -> None:
    better = TIED.replace("Anar,2,Law,20,1", "Anar,2,Law,19,1")
    rules = running.Rules(tie_prefers_wish_rank="key1")
    assert "Anar,Law,general,2" in results(tmp_path, rules, programmes=ONE_SEAT, wishes=better)[0]
    with pytest.raises(BadFiles, match=r"wishes\.csv, line 1, key7: column is missing"):
        results(tmp_path, running.Rules(tie_prefers_wish_rank="key7"), programmes=ONE_SEAT, wishes=TIED)


def test_a_higher_wish_is_worth_a_lie_only_where_the_rules_prefer_it(tmp_path: Path) -> None:
    """What the parameter costs: Anar gets Law by wishing it first, not by the truth."""
    lie = TIED.replace("Anar,1,Arts,10,1", "Anar,2,Arts,10,1").replace("Anar,2,Law", "Anar,1,Law")
    rules = running.Rules(tie_prefers_wish_rank="key1")
    assert "Anar,,," in results(tmp_path, rules, programmes=ONE_SEAT, wishes=TIED)[0]
    assert "Anar,Law,general,1" in results(tmp_path, rules, programmes=ONE_SEAT, wishes=lie)[0]
    for wishes in (TIED, lie):
        assert any(row.startswith("Anar,Law") for row in results(tmp_path, programmes=ONE_SEAT, wishes=wishes)[0])


def test_other_rules_may_be_said_as_on_the_command_line(tmp_path: Path) -> None:
    data = folder(tmp_path / "in", programmes=ONE_SEAT, wishes=TIED)
    _, changed = comparing.other(data, running.Rules(), "tie-prefers-wish-rank=key1")
    assert changed.tie_prefers_wish_rank == "key1"
    with pytest.raises(MaarifError):
        comparing.other(data, running.Rules(), "tie-prefers=key1")


def test_names_decide_nothing(tmp_path: Path) -> None:
    """Other names for the same people and programmes give the same result under the other names."""
    names = {"Anar": "Zara", "Bella": "Adil", "Camal": "Mira", "Law": "Botany", "Arts": "Yurt"}

    def renamed(text: str) -> str:
        for old, new in names.items():
            text = text.replace(old, new)
        return text

    first = results(tmp_path, programmes=ONE_SEAT, wishes=TIED)
    other = results(tmp_path, programmes=renamed(ONE_SEAT), wishes=renamed(TIED))
    assert [sorted(map(renamed, rows)) for rows in first] == [sorted(rows) for rows in other]
