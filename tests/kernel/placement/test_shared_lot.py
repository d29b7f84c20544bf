"""Siblings who draw one lot: one number for all of a family, their turns by their own, and everybody else's number as before."""

import itertools
from pathlib import Path

import pytest

from maarif.kernel.placement import lottery, market_files, proving, running
from maarif.kernel.placement.errors import BadFiles

NAMES = [f"a{number:02d}" for number in range(60)]


def folder(path: Path) -> Path:
    """Sixty applicants with equal keys for one programme of thirty seats; every third has two siblings behind him."""
    (path / "programmes.csv").write_text("programme,category,seats,precedence\np,general,30,1\n")
    (path / "wishes.csv").write_text("applicant,rank,programme\n" + "".join(f"{name},1,p\n" for name in NAMES))
    rows = [f"f{at // 3},{name}\n" for at, name in enumerate(NAMES[:30])]
    (path / "siblings.csv").write_text("family,applicant\n" + "".join(rows))
    return path


def drawn(path: Path, seed: str = "s") -> market_files.Given:
    rules = running.Rules(lottery="single", seed=seed, shared_lot="siblings.csv")
    return running.given(running.sources(path, rules.files), rules)


def test_all_of_a_family_have_the_lot_of_the_first_by_name(tmp_path: Path) -> None:
    given = drawn(folder(tmp_path))
    own = dict(zip(NAMES, lottery.single("s", NAMES).tolist(), strict=True))
    assert given.key_names == ["lottery", "sibling"]
    for at, name in enumerate(NAMES):
        family = NAMES[at - at % 3 : at - at % 3 + 3] if at < 30 else [name]
        turn = sorted(family, key=lambda one: own[one]).index(name)
        assert given.keys[at].tolist() == [own[family[0]], turn]


def test_siblings_stand_next_to_each_other_in_the_order_of_the_lots(tmp_path: Path) -> None:
    given = drawn(folder(tmp_path))
    order = sorted(range(60), key=lambda at: int(given.market.orders[at]))
    families = [at // 3 if at < 30 else at + 100 for at in order]
    assert len([None for one, other in itertools.pairwise(families) if one != other]) == 39, (
        "ten families and thirty others make forty neighbours"
    )


def test_a_family_is_no_more_often_first_than_anybody_alone(tmp_path: Path) -> None:
    folder(tmp_path)
    firsts = [
        min(range(60), key=lambda at: int(given.market.orders[at]))
        for given in (drawn(tmp_path, str(seed)) for seed in range(400))
    ]
    of_families = sum(at < 30 for at in firsts)
    assert 70 <= of_families <= 130, (
        "ten of forty numbers are families': a hundred of four hundred, within three deviations"
    )


def test_a_run_with_siblings_is_proved_and_the_file_is_in_the_record(tmp_path: Path) -> None:
    rules = running.Rules(lottery="single", seed="s", shared_lot="siblings.csv")
    running.run(folder(tmp_path), tmp_path / "out", rules)
    assert running.rules_of(tmp_path / "out") == rules
    proving.prove(drawn(tmp_path), tmp_path / "out", [tmp_path])
    (tmp_path / "siblings.csv").write_text("family,applicant\nf,a00\nf,a01\n")
    with pytest.raises(proving.Violation):
        proving.prove(drawn(tmp_path), tmp_path / "out", [tmp_path])


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("f,a00\n", "siblings.csv, line 2, family: f has one member only"),
        ("f,a00\nf,zed\n", "siblings.csv, line 3, applicant: zed has no wishes"),
        ("f,a00\nf,a01\ng,a01\ng,a02\n", "siblings.csv, line 4, applicant: a01 stands in line 3 already"),
    ],
)
def test_bad_siblings_are_told_with_their_line(tmp_path: Path, rows: str, fault: str) -> None:
    (folder(tmp_path) / "siblings.csv").write_text(f"family,applicant\n{rows}")
    with pytest.raises(BadFiles) as caught:
        drawn(tmp_path)
    assert str(caught.value) == fault


def test_a_shared_lot_needs_the_lot_that_everybody_draws_once() -> None:
    for lots in ("", "multiple"):
        with pytest.raises(running.SeedMissing, match="--shared-lot needs --lottery single"):
            running.Rules(lottery=lots, seed="s" if lots else "", shared_lot="siblings.csv")
