"""Reviewers: the greatest affinity of all assignments by trying everything, its proof by prices, and what the check catches."""

import random
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import assigning_oracles as oracles
from tests.kernel.placement.test_distribution import reseal

from maarif.config.cli.reviewers import command
from maarif.kernel.placement import reviewers, reviewers_files
from maarif.kernel.placement.errors import BadFiles

BIDS = (
    "reviewer,paper,affinity\nAida,x,9\nAida,y,8\nBolat,x,8\nBolat,y,2\nChinara,x,3\nChinara,y,5\nDana,z,4\nDana,x,1\n"
)


@pytest.fixture
def bids(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "bids.csv").write_text(BIDS)
    (folder / "conflicts.csv").write_text("reviewer,paper\nDana,x\n")
    return folder


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 10**9))
def test_the_total_is_the_greatest_and_the_prices_prove_it(seed: int) -> None:
    asked = oracles.random_reviewing(random.Random(seed))
    chosen = reviewers.assign(asked)
    value = (int(chosen.sum()), int(asked.affinities[chosen].sum()))
    assert value == max((int(one.sum()), int(asked.affinities[one].sum())) for one in oracles.assignments(asked))
    by_reviewer, by_paper = reviewers.counts(asked, chosen)
    assert (by_reviewer <= asked.load).all()
    assert (by_paper <= asked.reviews).all()
    everything = reviewers.everything(asked)
    price = reviewers.prices(asked, chosen, everything)
    assert reviewers.bound(asked, price, everything) == reviewers.worth(asked, chosen)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_a_fair_assignment_lifts_the_lowest_first(seed: int) -> None:
    asked = oracles.random_reviewing(random.Random(seed))
    chosen = reviewers.assign(asked, fair=True)
    assert oracles.fair_value(asked, chosen) == max(
        oracles.fair_value(asked, one) for one in oracles.assignments(asked)
    )


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_no_prices_make_a_worse_assignment_look_the_best(seed: int) -> None:
    dice = random.Random(seed)
    asked = oracles.random_reviewing(dice)
    everything = reviewers.everything(asked)
    best = reviewers.worth(asked, reviewers.assign(asked))
    for _ in range(10):
        price = reviewers.Prices(
            np.array([dice.randint(0, 60) for _ in asked.reviewers]),
            np.array([dice.randint(0, 60) for _ in asked.papers]),
        )
        assert reviewers.bound(asked, price, everything) >= best
    for other in oracles.assignments(asked):
        if reviewers.worth(asked, other) < best:
            assert reviewers.bound(asked, reviewers.prices(asked, other, everything), everything) >= best


def test_the_worked_example(bids: Path, tmp_path: Path) -> None:
    facts = reviewers_files.run(bids, tmp_path / "out", reviews=1, load=1)
    assert (tmp_path / "out" / "assignment.csv").read_text().splitlines()[1:] == ["Aida,y,8", "Bolat,x,8", "Dana,z,4"]
    assert (facts["affinity"], facts["short"], facts["lowest"]) == (20, 0, 4)
    assert facts["worth"] == facts["bound"]
    assert not list(reviewers_files.violations(bids, tmp_path / "out"))


def test_fair_gives_up_total_for_the_worst(tmp_path: Path) -> None:
    (tmp_path / "bids.csv").write_text("reviewer,paper,affinity\na,x,9\na,y,4\nb,x,4\nb,y,0\n")
    plain = reviewers_files.run(tmp_path, tmp_path / "plain", reviews=1, load=1)
    fair = reviewers_files.run(tmp_path, tmp_path / "fair", reviews=1, load=1, fair=True)
    assert (plain["affinity"], plain["lowest"]) == (9, 0)
    assert (fair["affinity"], fair["lowest"], fair["level"]) == (8, 4, 4)
    assert not list(reviewers_files.violations(tmp_path, tmp_path / "fair"))


def test_papers_with_too_few_reviewers_are_named(bids: Path, tmp_path: Path) -> None:
    (bids / "papers.csv").write_text("paper\nx\ny\nz\nnobody\n")
    done = CliRunner().invoke(command, [str(bids), "-o", str(tmp_path / "out"), "--reviews", "2"])
    assert done.exit_code == 1
    assert "2 papers have too few reviewers" in done.output
    assert (tmp_path / "out" / "short.csv").read_text() == "paper,missing\nnobody,2\nz,1\n"
    assert CliRunner().invoke(command, ["check", str(bids), str(tmp_path / "out")]).output == "No violation.\n"


def test_no_order_of_rows_matters(bids: Path, tmp_path: Path) -> None:
    reviewers_files.run(bids, tmp_path / "one", reviews=2, load=2)
    header, *rows = BIDS.splitlines()
    (bids / "bids.csv").write_text("\n".join([header, *reversed(rows)]) + "\n")
    reviewers_files.run(bids, tmp_path / "two", reviews=2, load=2)
    for name in reviewers_files.OUTPUTS:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "was", "forged", "fault"),
    [
        ("assignment.csv", "Dana,z,4", "Dana,x,1", "Dana may not review x"),
        ("assignment.csv", "Bolat,x,8", "Bolat,x,9", "the affinity is 8"),
        ("assignment.csv", "Aida,y,8", "Aida,y,8\nAida,x,9", "Aida has 2 papers, more than 1"),
        ("assignment.csv", "Bolat,x,8", "Bolat,x,8\nChinara,x,3", "x has 2 reviews, more than 1"),
        ("assignment.csv", "Aida,y,8\nBolat,x,8", "Aida,x,9\nChinara,y,5", "prove only that none is above"),
        ("short.csv", "missing\n", "missing\nz,1\n", "does not name exactly"),
        ("prices.csv", "reviewer,Chinara,", "reviewer,Chinara,9", "prove only that none is above"),
    ],
)
def test_the_check_names_what_was_forged(
    bids: Path, tmp_path: Path, name: str, was: str, forged: str, fault: str
) -> None:
    out = tmp_path / "out"
    reviewers_files.run(bids, out, reviews=1, load=1)
    assert was in (out / name).read_text()
    (out / name).write_text((out / name).read_text().replace(was, forged))
    assert next(reviewers_files.violations(bids, out)) == f"{name}: is not the file that the run wrote"
    reseal(out)
    assert fault in next(reviewers_files.violations(bids, out))


def test_a_claimed_level_that_is_not_the_highest_is_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bids.csv").write_text("reviewer,paper,affinity\na,x,9\na,y,4\nb,x,4\nb,y,0\n")
    monkeypatch.setattr(reviewers, "fair_level", lambda asked: 0)
    reviewers_files.run(tmp_path, tmp_path / "out", reviews=1, load=1, fair=True)
    monkeypatch.undo()
    assert next(reviewers_files.violations(tmp_path, tmp_path / "out")) == "the level is 0 where 4 is possible"


def test_bad_files_are_named_and_nobody_has_an_answer(bids: Path, tmp_path: Path) -> None:
    (bids / "bids.csv").write_text("reviewer,paper,affinity\na,x,-1\na,y,z\n")
    with pytest.raises(BadFiles, match=r"line 2, affinity: -1 is not from 0(.|\n)*line 3, affinity"):
        reviewers_files.run(bids, tmp_path / "out", reviews=1, load=1)
    (bids / "bids.csv").write_text("reviewer,paper,affinity\n")
    facts = reviewers_files.run(bids, tmp_path / "out", reviews=1, load=1)
    assert (facts["assigned"], facts["worth"], facts["bound"]) == (0, 0, 0)
