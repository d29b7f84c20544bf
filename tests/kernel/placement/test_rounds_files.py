"""Rounds from files: the page's example, what a forged file is told, and every fault with its line."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from maarif.config.cli.place import command
from maarif.kernel.placement import proving, rounds_files, running
from maarif.kernel.placement.errors import BadFiles

CHAPTER = Path(__file__).resolve().parents[3] / "docs" / "placement.md"
GIVEN = ("programmes.csv", "wishes.csv", "confirmations.csv")
WRITTEN = ("rounds.csv", "seats.csv", "extra.csv")


def example(folder: Path) -> dict[str, str]:
    """The files of the page's example; what goes in is written into the folder."""
    text = CHAPTER.read_text(encoding="utf-8").split("### Several rounds\n")[1].split("\n### ")[0]
    files = dict(re.findall(r"`([a-z]+\.csv)`\n\n```\n(.*?)```", text, re.DOTALL))
    assert set(files) == {*GIVEN, *WRITTEN}
    for name in GIVEN:
        (folder / name).write_text(files[name], encoding="utf-8")
    return files


def test_the_worked_example_is_what_the_product_computes_and_proves(tmp_path: Path) -> None:
    files, out = example(tmp_path), tmp_path / "out"
    done = CliRunner().invoke(command, ["rounds", str(tmp_path), "-o", str(out)])
    assert done.output.splitlines()[0] == (
        "Round 3: 1 recommended. Confirmed before: 2 of 4 applicants. Open seats: 1."
    )
    for name in WRITTEN:
        assert (out / name).read_text(encoding="utf-8") == files[name]
    checked = CliRunner().invoke(command, ["check", str(tmp_path), str(out)])
    assert checked.output == "Proved for 3 rounds: feasible, stable in each, seats, extra list, record.\n"


def test_rows_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    files = example(tmp_path)
    for name in GIVEN:
        head, *rows = files[name].splitlines()
        (tmp_path / name).write_text("\n".join([head, *reversed(rows)]) + "\n")
    rounds_files.run(tmp_path, tmp_path / "out", running.Rules())
    for name in WRITTEN:
        assert (tmp_path / "out" / name).read_text(encoding="utf-8") == files[name]


def test_whoever_lets_a_place_lapse_may_be_out(tmp_path: Path) -> None:
    example(tmp_path)
    (tmp_path / "confirmations.csv").write_text("round,applicant\n1,Bek\n2,Dina\n")
    done = CliRunner().invoke(command, ["rounds", str(tmp_path), "-o", str(tmp_path / "out"), "--lapsed-leave"])
    assert done.exit_code == 0
    assert (tmp_path / "out" / "rounds.csv").read_text().splitlines()[1:] == [
        "1,Anar,Law,general,1,lapsed", "1,Bek,Arts,general,1,confirmed", "1,Camal,Law,general,2,lapsed",
        "2,Dina,Law,general,2,confirmed",
    ]  # fmt: skip
    assert rounds_files.prove(tmp_path, tmp_path / "out") == 3


def test_only_those_named_take_part_in_a_round(tmp_path: Path) -> None:
    example(tmp_path)
    (tmp_path / "participants.csv").write_text("round,applicant\n1,Bek\n1,Camal\n1,Anar\n3,Dina\n")
    rounds_files.run(tmp_path, tmp_path / "out", running.Rules())
    told = (tmp_path / "out" / "rounds.csv").read_text().splitlines()
    assert told[-1] == "3,Dina,Law,general,2,open"
    assert rounds_files.prove(tmp_path, tmp_path / "out") == 3


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "1,Anar,Law,general,1,lapsed", "1,Dina,Law,general,2,lapsed",
            "no blocking pair: round 1: Anar wished Law more than what came true and comes before Dina, who has a seat of Law (general)",
        ),
        (
            "1,Anar,Law,general,1,lapsed\n", "",
            "no seat wasted: round 1: Anar wished Law more than what came true, where a seat of Law (general) is free",
        ),
        ("3,Anar,Law,general,1", "3,Camal,Law,general,2", "feasible: round 3: Camal takes no part in it"),
        ("3,Anar,Law,general,1", "3,Anar,Law,rural,1", "feasible: rounds.csv, line 7: Anar cannot be recommended that"),
        ("1,Bek,Arts", "4,Bek,Arts", "feasible: rounds.csv, line 3: Bek cannot be recommended that"),
        (
            "general,1,lapsed", "general,1,confirmed",
            "rounds: rounds.csv, line 2: says 1,Anar,Law,general,1,confirmed and must say 1,Anar,Law,general,1,lapsed",
        ),
    ],
)  # fmt: skip
def test_a_forged_round_is_named(tmp_path: Path, old: str, new: str, fault: str) -> None:
    example(tmp_path)
    rounds_files.run(tmp_path, tmp_path / "out", running.Rules())
    path = tmp_path / "out" / "rounds.csv"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(proving.Violation) as caught:
        rounds_files.prove(tmp_path, tmp_path / "out")
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("file", "rows", "fault"),
    [
        ("confirmations.csv", "1,Zed\n", "confirmations.csv, line 2, applicant: Zed has no wishes"),
        ("confirmations.csv", "1,Dina\n", "confirmations.csv, line 2, applicant: nothing was recommended to Dina in round 1"),
        ("confirmations.csv", "0,Anar\n", "confirmations.csv, line 2, round: 0 is not from 1 to 1000"),
        ("confirmations.csv", "1,Bek\n2,Bek\n", "confirmations.csv, line 3, applicant: nothing was recommended to Bek in round 2"),
        ("participants.csv", "2,Bek\n", "participants.csv, line 2, applicant: Bek takes part in round 2, having confirmed a place"),
    ],
)  # fmt: skip
def test_every_fault_is_told_with_its_line(tmp_path: Path, file: str, rows: str, fault: str) -> None:
    example(tmp_path)
    (tmp_path / file).write_text(f"round,applicant\n{rows}")
    with pytest.raises(BadFiles) as caught:
        rounds_files.run(tmp_path, tmp_path / "out", running.Rules())
    assert str(caught.value) == fault


def test_without_confirmations_there_is_one_round_and_the_file_must_be_there(tmp_path: Path) -> None:
    example(tmp_path)
    (tmp_path / "confirmations.csv").write_text("round,applicant\n")
    assert rounds_files.run(tmp_path, tmp_path / "out", running.Rules())["rounds"] == 1
    (tmp_path / "confirmations.csv").unlink()
    with pytest.raises(BadFiles, match=r"confirmations\.csv: there is no such file"):
        rounds_files.run(tmp_path, tmp_path / "out", running.Rules())
