"""The files of a market: defined answers for whatever stands in them, the same bytes in any order of the rows."""

import hmac
import json
import random
from pathlib import Path

import pytest

from maarif.kernel.errors import MaarifError
from maarif.kernel.placement import acceptance, lottery, market_files, running, stories
from maarif.kernel.placement.errors import BadFiles

PROGRAMMES = "programme,category,seats,precedence,hard\nLaw,rural,1,1,0\nLaw,general,1,2,\nArts,general,1,1,\n"
WISHES = """applicant,rank,programme,key1,key2
Anar,1,Law,10,1
Anar,2,Arts,10,1
Bella,1,Law,20,1
Bella,3,Arts,5,1
Camal,1,Law,30,2
Dina,1,Law,30,1
Dina,2,Arts,30,1
"""
CATEGORIES = "applicant,category\nDina,rural\nCamal,rural\nNobody,rural\nAnar,unheard of\n"
THREE = (stories.PLACEMENTS, stories.CUTOFFS, stories.EXPLANATIONS)


def folder(path: Path, programmes: str = PROGRAMMES, wishes: str = WISHES, categories: str = CATEGORIES) -> Path:
    path.mkdir(exist_ok=True)
    for name, text in (("programmes.csv", programmes), ("wishes.csv", wishes), ("categories.csv", categories)):
        (path / name).write_text(text, encoding="utf-8")
    return path


def results(tmp_path: Path, rules: running.Rules | None = None, **texts: str) -> list[list[str]]:
    running.run(folder(tmp_path / "in", **texts), tmp_path / "out", rules or running.Rules())
    return [(tmp_path / "out" / name).read_text(encoding="utf-8").splitlines()[1:] for name in THREE]


def faults(tmp_path: Path, **texts: str) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        results(tmp_path, **texts)
    return str(caught.value).splitlines()


def test_every_wish_is_explained_and_the_record_counts(tmp_path: Path) -> None:
    placed, cuts, told = results(tmp_path)
    assert placed == ["Anar,Law,general,1", "Bella,Arts,general,3", "Camal,,,", "Dina,Law,rural,1"]
    assert cuts == ["Arts,general,5,1", "Law,general,10,1", "Law,rural,30,1"]
    assert told == [
        "Anar,1,Law,placed,general,,",
        "Anar,2,Arts,better-wish,,,",
        "Bella,1,Law,below-cut-off,general,key1,10",
        "Bella,3,Arts,placed,general,,",
        "Camal,1,Law,below-cut-off,rural,key2,1",
        "Dina,1,Law,placed,rural,,",
        "Dina,2,Arts,better-wish,,,",
    ]
    said = json.loads((tmp_path / "out" / "run.json").read_text())
    assert said["run"]["counts"] == {
        "applicants": 4, "wishes": 7, "programmes": 2, "seats": 3, "placed": 3, "first_wish": 2, "idle_seats": 0,
    }  # fmt: skip
    assert set(said["run"]["inputs"]) == {"programmes.csv", "wishes.csv", "categories.csv"}
    assert set(said["run"]["outputs"]) == set(THREE)


def test_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    def shuffled(text: str, seed: int) -> str:
        header, *rows = text.splitlines()
        random.Random(seed).shuffle(rows)
        return "\n".join([header, *rows, ""])

    rules = running.Rules(lottery="multiple", seed="sun")
    first = results(tmp_path, rules)
    for seed in range(5):
        texts = {"programmes": PROGRAMMES, "wishes": WISHES, "categories": CATEGORIES}
        assert results(tmp_path, rules, **{name: shuffled(text, seed) for name, text in texts.items()}) == first


def test_columns_may_stand_in_any_order_among_others_with_blank_lines_and_blanks(tmp_path: Path) -> None:
    _, *rows = WISHES.splitlines()
    turned = ["key2,note,programme,key1,applicant,rank"]
    for row in rows:
        applicant, rank, programme, key1, key2 = row.split(",")
        turned += [f'{key2},"a, b", {programme} ,{key1},{applicant},{rank}', ""]
    assert results(tmp_path, wishes="\n".join(turned)) == results(tmp_path)


def test_a_block_that_is_not_filled_has_no_cut_off_and_one_without_seats_an_empty_one(tmp_path: Path) -> None:
    placed, cuts, told = results(
        tmp_path,
        programmes="programme,category,seats,precedence,hard\nLaw,rural,3,1,1\nLaw,general,0,2,\nArts,rural,1,1,1\n",
        wishes="applicant,rank,programme,key1\nAnar,1,Law,1\nAnar,2,Arts,1\nDina,1,Law,2\nDina,2,Arts,2\n",
    )
    assert placed == ["Anar,,,", "Dina,Law,rural,1"]
    assert cuts == ["Law,general,"]
    assert told == [
        "Anar,1,Law,no-seats,,,",
        "Anar,2,Arts,not-eligible,,,",
        "Dina,1,Law,placed,rural,,",
        "Dina,2,Arts,better-wish,,,",
    ]


def test_seats_of_a_soft_reserve_go_to_general_also_without_a_general_block(tmp_path: Path) -> None:
    placed, cuts, _ = results(
        tmp_path,
        programmes="programme,category,seats,precedence\nLaw,rural,2,1\n",
        wishes="applicant,rank,programme,key1\nAnar,1,Law,1\nBella,1,Law,2\nDina,1,Law,3\n",
    )
    assert placed == ["Anar,Law,general,1", "Bella,,,", "Dina,Law,rural,1"]
    assert cuts == ["Law,general,1"]


def test_empty_files_have_empty_answers(tmp_path: Path) -> None:
    assert results(tmp_path, wishes=WISHES.splitlines()[0]) == [[], [], []]
    assert results(tmp_path, wishes="applicant,rank,programme\n", programmes=PROGRAMMES.splitlines()[0]) == [[], [], []]
    assert results(tmp_path, categories="applicant,category\n")[0] == [
        "Anar,Law,general,1",
        "Bella,Law,general,1",
        "Camal,,,",
        "Dina,Arts,general,2",
    ]
    assert faults(tmp_path, wishes="") == ["wishes.csv, line 1, applicant, rank, programme: column is missing"]
    (tmp_path / "in" / "wishes.csv").unlink()
    with pytest.raises(BadFiles, match=r"wishes\.csv: there is no such file"):
        running.run(tmp_path / "in", tmp_path / "out", running.Rules())


def test_every_fault_of_the_wishes_is_told_with_its_line(tmp_path: Path) -> None:
    head = "applicant,rank,programme,key1\n"
    assert faults(tmp_path, wishes=f"{head}A,1,Law,1\n\nA,2,Mars,1\nB,1,Law,2\nB,2,Law,2\n") == [
        "wishes.csv, line 4, programme: Mars is not in programmes.csv",
        "wishes.csv, line 6, programme: B wishes Law in line 5 already",
    ]
    assert faults(tmp_path, wishes=f"{head}A,1,Law,1\nA,1,Arts,1\n,0,Law,x\nB,1,Law\n") == [
        "wishes.csv, line 3, applicant, rank: A, 1 stands in line 2 already",
        "wishes.csv, line 4, applicant: is empty",
        f"wishes.csv, line 4, rank: 0 is not from 1 to {market_files.MOST_KEY}",
        "wishes.csv, line 4, key1: 'x' is not a whole number",
        "wishes.csv, line 5: 3 cells where the header has 4",
    ]


def test_every_fault_of_the_programmes_is_told_with_its_line(tmp_path: Path) -> None:
    head = "programme,category,seats,precedence,hard\n"
    assert faults(tmp_path, programmes=f"{head}Law,general,1,1,1\nLaw,rural,-1,2,0\n") == [
        "programmes.csv, line 3, seats: -1 is not from 0 to 1000000000000",
    ]
    assert faults(tmp_path, programmes=f"{head}Law,general,1,1,1\nLaw,rural,1,1,0\n") == [
        "programmes.csv, line 2, hard: general is open to everybody and cannot be hard",
        "programmes.csv, line 3, precedence: Law fills the block of line 2 at 1 too",
    ]


def test_a_tie_is_an_error_that_names_it(tmp_path: Path) -> None:
    wishes = "applicant,rank,programme,key1\nZ,1,Law,7\nA,1,Law,7\nB,1,Arts,7\n"
    with pytest.raises(market_files.EqualKeys) as caught:
        results(tmp_path, wishes=wishes)
    assert dict(caught.value.params) == {"programme": "Law", "first": "A", "second": "Z", "keys": (7,)}
    assert len(results(tmp_path, running.Rules(lottery="single", seed="sun"), wishes=wishes)[0]) == 3


def test_a_seed_and_a_lottery_come_together() -> None:
    for rules in ({"lottery": "single"}, {"seed": "sun"}):
        with pytest.raises(running.SeedMissing):
            running.Rules(**rules)


def test_lots_follow_from_the_seed_and_the_name_alone_and_are_fair(tmp_path: Path) -> None:
    names = [f"a{number}" for number in range(4_000)]
    drawn = lottery.single("sun", names)
    by_hand = hmac.digest(b"sun", b"a0", "sha256")
    assert int(drawn[0]) == int.from_bytes(by_hand[:8], "big") // 2
    assert (drawn != lottery.single("moon", names)).all()
    shares = [int(((drawn >> 60) == part).sum()) for part in range(8)]
    assert sum((share - 500) ** 2 / 500 for share in shares) < 24.3  # chi-square, 7 degrees, one in a thousand
    several = lottery.multiple("sun", ["a", "a"], ["p", "q"])
    assert several[0] != several[1]


def test_serial_dictatorship_names_whose_keys_differ(tmp_path: Path) -> None:
    hard = PROGRAMMES.replace("Law,rural,1,1,0", "Law,rural,1,1,1")
    with pytest.raises(acceptance.KeysDiffer, match="the keys of Bella for Arts"):
        results(tmp_path, running.Rules(mechanism="serial-dictatorship"), programmes=hard)
    with pytest.raises(MaarifError, match="hard reserves"):
        results(tmp_path, running.Rules(mechanism="serial-dictatorship"))
    wishes = WISHES.replace("Bella,3,Arts,5", "Bella,3,Arts,20")
    in_turn = results(tmp_path, running.Rules(mechanism="serial-dictatorship"), programmes=hard, wishes=wishes)
    assert in_turn == results(tmp_path, programmes=hard, wishes=wishes)
