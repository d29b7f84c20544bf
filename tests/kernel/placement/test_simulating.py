"""Several rounds beside one: by hand on a small market, and what must hold on random ones."""

import json
import random
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from tests.kernel.placement import plain_market
from tests.kernel.placement.plain_market import Block, Plain, Result

from maarif.config.cli.place import command
from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.simulating import simulate, sorry


def test_short_lists_in_rounds_take_away_what_better_keys_would_have_had() -> None:
    """Anar names only Law at first; when she comes to Arts, Camal has taken it with worse keys than hers."""
    market = plain_market.arrays(
        Plain(
            {"Anar": ["Law", "Arts"], "Bek": ["Law"], "Camal": ["Arts"]},
            {("Anar", "Law"): 20, ("Bek", "Law"): 10, ("Anar", "Arts"): 20, ("Camal", "Arts"): 30},
            {"Law": [Block("general", 1)], "Arts": [Block("general", 1)]},
        )
    )
    found = simulate(market, count=2, length=1)
    assert (found.once.wish.tolist(), found.several.wish.tolist()) == ([1, 2, -1], [-1, 2, 3])
    assert (found.better_once, found.better_several, found.sorry.tolist()) == (1, 1, [True, False, False])


def test_whoever_waits_for_better_may_get_it_when_a_place_is_let_lapse() -> None:
    market = plain_market.arrays(
        Plain(
            {"Anar": ["Law", "Arts"], "Bek": ["Arts", "Law"]},
            {("Anar", "Law"): 1, ("Bek", "Law"): 2, ("Anar", "Arts"): 1, ("Bek", "Arts"): 2},
            {"Law": [Block("general", 1)], "Arts": [Block("general", 0)]},
        )
    )
    taken = simulate(market, count=3, length=2, content=1)
    assert taken.several.wish.tolist() == [0, -1]
    assert simulate(market, count=1, length=1).several.wish.tolist() == [0, -1]


def complaining(market: Plain, result: Result) -> set[str]:
    """Who would be chosen by a programme wished more, among those who sit there."""
    found = set()
    for one, wished in market.wishes.items():
        had = result[one]
        for p in wished if had is None else wished[: wished.index(had[0])]:
            sitting = {other for other, place in result.items() if place and place[0] == p}
            if one in market.choose(p, sitting | {one}):
                found.add(one)
    return found


def test_one_long_round_is_what_one_round_gives_and_nobody_is_sorry_for_it() -> None:
    dice = random.Random(4)
    several_better = 0
    for _ in range(150):
        plain = plain_market.drawn(dice, 9, 4)
        market = plain_market.arrays(plain)
        found = simulate(market, count=1, length=9)
        assert found.several.wish.tolist() == found.once.wish.tolist() == deferred_acceptance(market).wish.tolist()
        assert not found.sorry.any()
        short = simulate(market, count=3, length=1, content=2)
        names = list(plain.wishes)
        told = {names[at] for at in np.flatnonzero(sorry(market, short.several))}
        if all(block.category == "general" for blocks in plain.blocks.values() for block in blocks):
            assert told == complaining(plain, plain_market.in_words(plain, short.several))
        assert (short.better_once == 0) or short.sorry.any(), (
            "who would do better by one round has somebody's seat to name"
        )
        several_better += short.better_several > 0
    assert several_better > 0


def test_the_command_says_how_many_would_do_better_by_which(tmp_path: Path) -> None:
    (tmp_path / "programmes.csv").write_text("programme,category,seats,precedence\nLaw,general,1,1\nArts,general,1,1\n")
    (tmp_path / "wishes.csv").write_text(
        "applicant,rank,programme,key1\nAnar,1,Law,20\nAnar,2,Arts,20\nBek,1,Law,10\nCamal,1,Arts,30\n"
    )
    told = CliRunner().invoke(command, ["simulate", str(tmp_path), "--rounds", "2", "--length", "1"])
    assert told.output.splitlines() == [
        "Placed by one round with whole lists: 2 of 3 applicants; by 2 rounds with lists of 1: 2.",
        "Better off by one round: 1; by several: 1; all others alike.",
        "With a seat of a better wish free, or held by worse keys: 0 after one round, 1 after several.",
    ]
    counts = CliRunner().invoke(command, ["simulate", str(tmp_path), "--rounds", "2", "--length", "1", "--json"])
    assert json.loads(counts.output) == {
        "applicants": 3, "placed_once": 2, "placed_several": 2, "better_once": 1, "better_several": 1, "sorry_once": 0,
        "sorry_several": 1,
    }  # fmt: skip
