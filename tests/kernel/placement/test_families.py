"""Families together: beside every combination of programmes and every stable placement of tiny markets, and what others may complain of."""

import itertools
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import plain_market as plain
from tests.kernel.placement.plain_market import Plain

from maarif.kernel.placement import acceptance, families, running, stories
from maarif.kernel.placement.errors import BadFiles
from maarif.kernel.placement.families import SEPARATE, Family
from maarif.kernel.placement.market import Placement
from maarif.kernel.placement.market_files import Given

Pairs = tuple[tuple[str, ...], ...]


def taken_in(market: Plain) -> Given:
    """The market as files would have given it."""
    arrays = plain.arrays(market)
    ranks = np.concatenate(
        [np.arange(1, len(wished) + 1) for wished in market.wishes.values()] or [np.zeros(0, dtype=int)]
    )
    return Given(arrays, list(market.wishes), list(market.blocks), [], ["key1"], arrays.orders[:, None], ranks)


def decided(asked: Given) -> Placement:
    return acceptance.deferred_acceptance(asked.market)


def arranged(market: Plain, pairs: Pairs) -> tuple[Given, Placement]:
    names = list(market.wishes)
    asking = [Family(f"f{at}", tuple(names.index(one) for one in pair)) for at, pair in enumerate(pairs)]
    found = families.arranged(taken_in(market), asking, decided)
    return found, decided(found)


def places(market: Plain, found: Given, placement: Placement) -> dict[str, str | None]:
    return {
        one: None if (wish := placement.wish[at]) < 0 else found.programmes[found.market.programmes[wish]]
        for at, one in enumerate(market.wishes)
    }


def drawn(seed: int, applicants: int = 5) -> tuple[Plain, Pairs]:
    """A random market with one or two families of two."""
    dice = random.Random(seed)
    while True:
        market = plain.drawn(dice, applicants, 3, 1)
        people = [one for one in market.wishes if market.wishes[one]]
        market = replace(market, wishes={one: market.wishes[one] for one in people})
        if len(people) >= 3:
            dice.shuffle(people)
            return market, tuple(tuple(sorted(people[at : at + 2])) for at in range(0, len(people) - 1, 2))[
                : dice.randint(1, 2)
            ]


def can_be_together(market: Plain, pairs: Pairs, picks: tuple[str | None, ...]) -> bool:
    """Whether any stable placement gives each family the programme picked for it, its members wishing nothing else."""
    only = {one: [p] for pair, p in zip(pairs, picks, strict=True) if p is not None for one in pair}
    narrowed = replace(market, wishes=market.wishes | only)
    return any(
        all(had is not None for one, had in result.items() if one in only) for result in plain.all_stable(narrowed)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40))
def test_as_many_families_are_together_as_any_stable_placement_allows(seed: int) -> None:
    market, pairs = drawn(seed)
    found, placement = arranged(market, pairs)
    assert families.broken(found, placement) == []
    common = [[p for p in market.blocks if all(p in market.wishes[one] for one in pair)] for pair in pairs]
    most = max(
        sum(p is not None for p in picks)
        for picks in itertools.product(*([*wished, None] for wished in common))
        if can_be_together(market, pairs, picks)
    )
    assert sum(family.programme != SEPARATE for family in found.families) == most


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40), st.booleans())
def test_nobody_else_may_complain_and_no_seat_is_wasted(seed: int, many: bool) -> None:
    """Also where so many combinations are possible that families ask one after another."""
    market, pairs = drawn(seed, 8)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(families, "MOST_TOGETHER", 0 if many else 512)
        found, placement = arranged(market, pairs)
    assert families.broken(found, placement) == []
    had = places(market, found, placement)
    first = {
        found.applicants[who]: found.programmes[family.programme]
        for family in found.families
        for who in family.members
        if family.programme != SEPARATE
    }
    for one, programme in first.items():
        assert had[one] == programme
    lists = {one: sorted(wished, key=lambda p, one=one: p != first.get(one)) for one, wished in market.wishes.items()}  # type: ignore[misc]
    assert plain.is_stable(replace(market, wishes=lists), plain.in_words(replace(market, wishes=lists), placement))


def test_a_family_takes_its_best_common_programme_and_an_unreachable_one_is_passed_over() -> None:
    market = Plain(
        wishes={"a": ["x", "y"], "b": ["x", "y"], "c": ["x"]},
        keys={("a", "x"): 1, ("b", "x"): 3, ("c", "x"): 2, ("a", "y"): 1, ("b", "y"): 2, ("c", "y"): 3},
        blocks={"x": [plain.Block("general", 2)], "y": [plain.Block("general", 2)]},
    )
    found, placement = arranged(market, (("a", "b"),))
    assert places(market, found, placement) == {"a": "y", "b": "y", "c": "x"}
    assert places(market, taken_in(market), decided(taken_in(market))) == {"a": "x", "b": "y", "c": "x"}


WISHES = "applicant,rank,programme,key1\nA,1,X,1\nA,2,Y,1\nB,1,X,3\nB,2,Y,3\nC,1,X,2\n"
PROGRAMMES = "programme,category,seats,precedence\nX,general,2,1\nY,general,2,1\n"


def folder(path: Path, together: str) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in (("wishes.csv", WISHES), ("programmes.csv", PROGRAMMES), ("together.csv", together)):
        (path / name).write_text(text, encoding="utf-8")
    return path


def test_the_files_say_what_the_family_gave_up(tmp_path: Path) -> None:
    done = running.run(
        folder(tmp_path / "in", "family,applicant\nTwins,B\nTwins,A\n"),
        tmp_path / "out",
        running.Rules(together="together.csv"),
    )
    assert (done["families"], done["families_together"], done["first_wish"]) == (1, 1, 1)
    assert (tmp_path / "out" / families.FAMILIES).read_text() == "family,programme\nTwins,Y\n"
    assert (tmp_path / "out" / stories.EXPLANATIONS).read_text().splitlines()[1:] == [
        "A,1,X,together,,,", "A,2,Y,placed,general,,", "B,1,X,together,,,", "B,2,Y,placed,general,,", "C,1,X,placed,general,,",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("F,A\nF,D\n", "together.csv, line 3, applicant: D has no wishes"),
        ("F,A\nG,B\nG,C\n", "together.csv, line 2, family: F has one member only"),
        ("F,A\nF,B\nG,A\nG,C\n", "together.csv, line 4, applicant: A stands in line 2 already"),
    ],
)
def test_bad_families_are_told_with_their_line(tmp_path: Path, rows: str, fault: str) -> None:
    given_in = folder(tmp_path / "in", f"family,applicant\n{rows}")
    with pytest.raises(BadFiles) as caught:
        running.run(given_in, tmp_path / "out", running.Rules(together="together.csv"))
    assert str(caught.value) == fault
