"""Common quotas: as a second, slow implementation gives them, stable, best for all, safe, and as the page says."""

import itertools
import random
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import plain_quotas
from tests.kernel.placement.plain_market import in_words
from tests.kernel.placement.plain_quotas import Quotas, arrays, drawn, programmes_of

from maarif.kernel.placement import acceptance, proving, quotas, running, stories, telling
from maarif.kernel.placement.acceptance import deferred_acceptance
from maarif.kernel.placement.errors import BadFiles
from maarif.kernel.placement.market import Market, cutoffs, easiest
from maarif.kernel.placement.market_files import EqualKeys

CHAPTER = Path(__file__).resolve().parents[3] / "docs" / "placement.md"

SOME = settings(max_examples=120, deadline=None, derandomize=True)
SMALL = st.integers(0, 10**9).map(lambda seed: drawn(random.Random(seed), 5, 4))
MARKETS = st.integers(0, 10**9).map(lambda seed: drawn(random.Random(seed), 10, 6))


def ours(market: Quotas) -> dict[str, str | None]:
    return programmes_of(in_words(market.plain, deferred_acceptance(arrays(market))))


def place(market: Quotas, one: str, result: dict[str, str | None]) -> int:
    """Lower is better; past the last wish for no place."""
    wished, had = market.plain.wishes[one], result[one]
    return len(wished) if had is None else wished.index(had)


def disagreements(count: int) -> int:
    dice = random.Random(3)
    markets = [drawn(dice, 9 if turn % 10 else 25, 6) for turn in range(count)]
    return sum(ours(market) != plain_quotas.by_applicants(market) for market in markets)


def test_five_hundred_random_markets_agree_with_the_second_implementation() -> None:
    assert disagreements(500) == 0


@pytest.mark.parametrize("fault", ["only the programmes count", "the outermost quota decides", "quotas do not add up"])
def test_a_quota_kept_wrongly_is_seen_by_the_comparison(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = quotas.chains
    wrong = {
        "only the programmes count": lambda market: [chain[:1] and [chain[0]] for chain in right(market)],
        "the outermost quota decides": lambda market: [chain[::-1] for chain in right(market)],
        "quotas do not add up": lambda market: [chain[-1:] for chain in right(market)],
    }
    monkeypatch.setattr(quotas, "chains", wrong[fault])
    assert disagreements(500) > 0


@SOME
@given(market=MARKETS)
def test_nothing_exceeds_a_quota_and_nobody_has_a_justified_complaint(market: Quotas) -> None:
    result = ours(market)
    kept = {(one, p) for one, p in result.items() if p in market.of}
    assert market.fits({(one, str(p)) for one, p in kept})
    assert plain_quotas.is_stable(market, result)


@settings(SOME, max_examples=60)
@given(market=SMALL)
def test_no_stable_placement_is_better_for_anybody(market: Quotas) -> None:
    result = ours(market)
    others = list(plain_quotas.all_stable(market))
    assert result in others
    for other in others:
        assert all(place(market, one, result) <= place(market, one, other) for one in result)
        assert {one for one, p in other.items() if p} == {one for one, p in result.items() if p}


@settings(SOME, max_examples=40)
@given(market=SMALL)
def test_no_false_list_helps_under_quotas(market: Quotas) -> None:
    result = ours(market)
    for one, wished in market.plain.wishes.items():
        for length in range(len(wished) + 1):
            for lie in itertools.permutations(wished, length):
                told = replace(market, plain=replace(market.plain, wishes=market.plain.wishes | {one: list(lie)}))
                assert place(market, one, ours(told)) >= place(market, one, result)


@SOME
@given(market=MARKETS, at=st.integers(0, 99))
def test_a_quota_of_one_more_hurts_nobody_and_one_applicant_less_hurts_no_other(market: Quotas, at: int) -> None:
    before, name = ours(market), list(market.most)[at % len(market.most)]
    after = ours(replace(market, most=market.most | {name: market.most[name] + 1}))
    assert all(place(market, one, after) <= place(market, one, before) for one in before)
    for gone in [*before][:3]:
        wishes = {one: wished for one, wished in market.plain.wishes.items() if one != gone}
        fewer = ours(replace(market, plain=replace(market.plain, wishes=wishes)))
        assert all(place(market, one, fewer) <= place(market, one, before) for one in fewer)


@SOME
@given(market=MARKETS)
def test_the_result_follows_from_the_cut_offs_alone(market: Quotas) -> None:
    given_ = arrays(market)
    placement = deferred_acceptance(given_)
    _, cut = easiest(given_, cutoffs(given_, placement))
    reached = given_.orders <= cut
    for who in range(len(given_.members)):
        own = range(given_.starts[who], given_.starts[who + 1])
        assert next((wish for wish in own if reached[wish]), -1) == placement.wish[who]


@SOME
@given(market=MARKETS)
def test_quotas_that_bind_nobody_change_nothing(market: Quotas) -> None:
    wide: Market = arrays(replace(market, most=dict.fromkeys(market.most, 999)))
    without = replace(wide, quotas=np.zeros(0, np.int64), most=np.zeros(0, np.int64), within=np.zeros(0, np.int64))
    assert deferred_acceptance(wide).wish.tolist() == deferred_acceptance(without).wish.tolist()
    assert deferred_acceptance(wide).block.tolist() == deferred_acceptance(without).block.tolist()


def test_what_keeps_no_quotas_says_so() -> None:
    market = arrays(drawn(random.Random(1)))
    with pytest.raises(quotas.NotUnderQuotas):
        acceptance.serial_dictatorship(market)
    with pytest.raises(quotas.NotUnderQuotas):
        deferred_acceptance(market, side="programmes")


def example(folder: Path) -> dict[str, str]:
    """The files of the page's example; what goes in is written into the folder."""
    text = CHAPTER.read_text(encoding="utf-8").split("### Common quotas\n")[1].split("\n### ")[0]
    files = dict(re.findall(r"`([a-z]+\.csv)`\n\n```\n(.*?)```", text, re.DOTALL))
    for name in ("programmes.csv", "quotas.csv", "wishes.csv"):
        (folder / name).write_text(files[name], encoding="utf-8")
    return files


def test_the_worked_example_is_what_the_product_computes_and_proves(tmp_path: Path) -> None:
    files = example(tmp_path)
    rules = running.Rules()
    running.run(tmp_path, tmp_path / "out", rules)
    for name in ("placements.csv", "cutoffs.csv"):
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == files[name]
    market = running.given(running.sources(tmp_path), rules)
    proving.prove(market, tmp_path / "out", [tmp_path])
    told = telling.story(market, proving.read(market, tmp_path / "out" / stories.PLACEMENTS), "Dina")
    assert told == [
        "Dina, who competes in general: not placed.",
        "1. Bridges: below the cut-off; keys key1 45.",
        "   general: the quota Engineers is used up; the last one placed under it has key1 30; key1 is 15 higher.",
        "   Any keys lower than key1 30 would have been enough, and no others.",
    ]


@pytest.mark.parametrize(
    ("row", "instead", "fault"),
    [
        ("Dina,,,", "Dina,Bridges,general,1", "quotas: 4 seats were given under Abroad, which allows 3"),
        ("Bek,,,", "Bek,Medicine,general,1", "quotas: 4 seats were given under Abroad, which allows 3"),
        ("Camal,Roads,general,1", "Camal,,,", "no seat wasted: Bek wished Medicine more than what came true, where a seat of Medicine (general) is free"),
    ],
)  # fmt: skip
def test_a_forged_result_is_named(tmp_path: Path, row: str, instead: str, fault: str) -> None:
    example(tmp_path)
    running.run(tmp_path, tmp_path / "out", running.Rules())
    path = tmp_path / "out" / "placements.csv"
    path.write_text(path.read_text().replace(row, instead))
    with pytest.raises(proving.Violation) as caught:
        proving.prove(running.given(running.sources(tmp_path), running.Rules()), tmp_path / "out", [tmp_path])
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("quotas.csv", "Engineers,2,Abroad", "Engineers,2,Nowhere", "quotas.csv, line 3, within: Nowhere is no quota of this file"),
        ("quotas.csv", "Abroad,3,", "Abroad,3,Engineers", "quotas.csv, line 2, within: Abroad lies within itself"),
        ("quotas.csv", "Abroad,3,", "Abroad,three,", "quotas.csv, line 2, most: 'three' is not a whole number"),
        ("quotas.csv", "Engineers,2,Abroad", "Abroad,2,", "quotas.csv, line 3, quota: Abroad stands in line 2 already"),
        ("programmes.csv", "Roads,general,2,1,Engineers", "Roads,general,2,1,Builders", "programmes.csv, line 3, quota: Builders is not in quotas.csv"),
        ("programmes.csv", "Roads,general,2,1,Engineers", "Roads,rural,2,1,Engineers", "programmes.csv, line 3, hard: a reserve under a quota is hard"),
        ("programmes.csv", "Roads,general,2,1,Engineers", "Roads,general,2,1,Engineers\nRoads,rural,1,2,",
         "programmes.csv, line 3, quota: Roads has several blocks; under a quota it has one"),
    ],
)  # fmt: skip
def test_every_fault_of_quotas_is_told_with_its_line(tmp_path: Path, file: str, old: str, new: str, fault: str) -> None:
    example(tmp_path)
    path = tmp_path / file
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(BadFiles) as caught:
        running.given(running.sources(tmp_path), running.Rules())
    assert fault in str(caught.value).splitlines()


def test_equal_keys_of_two_programmes_under_one_quota_are_a_tie(tmp_path: Path) -> None:
    example(tmp_path)
    path = tmp_path / "wishes.csv"
    path.write_text(path.read_text().replace("Dina,1,Bridges,45", "Dina,1,Bridges,30"))
    with pytest.raises(EqualKeys, match="Bridges and Roads cannot tell Camal from Dina: both have the keys 30"):
        running.given(running.sources(tmp_path), running.Rules())
