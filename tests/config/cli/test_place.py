"""`maarif place`: what a family or a court would type, and each violation that `check` must name."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.kernel.placement.test_families import folder as families
from tests.kernel.placement.test_market_files import PROGRAMMES, WISHES, folder

from maarif.config.cli import place
from maarif.kernel.placement import market_files, proving, running, stories, telling


def run(*arguments: object) -> Result:
    return CliRunner().invoke(place.command, [str(argument) for argument in arguments])


@pytest.fixture
def done(tmp_path: Path) -> tuple[Path, Path]:
    data, out = folder(tmp_path / "in"), tmp_path / "out"
    result = run("run", data, "-o", out)
    assert result.output.startswith("3 of 4 applicants placed, 2 in their first wish; 0 of 3 seats idle.\nDigest ")
    return data, out


def test_a_true_result_is_proved(done: tuple[Path, Path]) -> None:
    result = run("check", *done)
    assert (result.exit_code, result.output) == (
        0, "Proved for 4 applicants: feasible, no blocking pair, no seat wasted, reserves, cut-offs, explanations, record.\n",
    )  # fmt: skip


ANAR, BELLA, CAMAL, DINA = "Anar,Law,general,1", "Bella,Arts,general,3", "Camal,,,", "Dina,Law,rural,1"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("placements.csv", CAMAL, "Eldar,,,", "feasible: placements.csv, line 4: Eldar has no wishes"),
        ("placements.csv", CAMAL, ANAR, "feasible: placements.csv, line 4: Anar stands there twice"),
        ("placements.csv", f"{CAMAL}\n", "", "feasible: placements.csv: Camal is missing"),
        ("placements.csv", CAMAL, "Camal,Arts,general,1", "feasible: placements.csv, line 4: Camal has no wish 1 for Arts"),
        ("placements.csv", BELLA, "Bella,Arts,general,2", "feasible: placements.csv, line 3: Bella has no wish 2 for Arts"),
        ("placements.csv", BELLA, "Bella,Law,rural,1", "feasible: placements.csv, line 3: Bella cannot have a seat of rural in Law"),
        ("placements.csv", CAMAL, "Camal,Law,rural,1", "feasible: Law (rural) has given 2 seats, more than there are"),
        ("placements.csv", CAMAL, "Camal,Law,general,1", "feasible: Law (general) has given 2 seats, more than there are"),
        (
            "placements.csv", f"{CAMAL}\n{DINA}", "Camal,Law,rural,1\nDina,,,",
            "no blocking pair: Dina wished Law more than what came true and comes before Camal, who has a seat of Law (rural)",
        ),
        (
            "placements.csv", BELLA, "Bella,,,",
            "no seat wasted: Bella wished Arts more than what came true, where a seat of Arts (general) is free",
        ),
        (
            "placements.csv", DINA, "Dina,,,",
            "no seat wasted: Bella wished Law more than what came true, where a seat of Law (general) is free",
        ),
        ("cutoffs.csv", "Law,rural,30,1", "Law,rural,30,2", "cut-offs: cutoffs.csv, line 4: says Law,rural,30,2 and must say Law,rural,30,1"),
        ("cutoffs.csv", "Law,rural,30,1\n", "", "cut-offs: cutoffs.csv, line 4: says nothing and must say Law,rural,30,1"),
        (
            "explanations.csv", "general,key1,10", "general,key1,9",
            "explanations: explanations.csv, line 4: says Bella,1,Law,below-cut-off,general,key1,9 "
            "and must say Bella,1,Law,below-cut-off,general,key1,10",
        ),
        ("run.json", '"seats": 3', '"seats": 4', "record: run.json: the digest is not that of what it says"),
    ],
)  # fmt: skip
def test_each_planted_violation_is_the_first_one_named(
    done: tuple[Path, Path], file: str, old: str, new: str, fault: str
) -> None:
    path = done[1] / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    result = run("check", *done)
    assert isinstance(result.exception, proving.Violation)
    assert str(result.exception).startswith(fault)


def test_blocks_filled_in_another_order_are_named(tmp_path: Path) -> None:
    """Dina, a member, is the best of all: the reserve, filled first, is hers; a general seat for her would be over and above."""
    data = folder(tmp_path / "in", wishes="applicant,rank,programme,key1\nDina,1,Law,1\nAnar,1,Law,2\nCamal,1,Law,3\n")
    out = tmp_path / "out"
    run("run", data, "-o", out)
    path = out / stories.PLACEMENTS
    assert path.read_text().splitlines()[1:] == ["Anar,Law,general,1", "Camal,,,", "Dina,Law,rural,1"]
    path.write_text("applicant,programme,category,rank\nAnar,,,\nCamal,Law,rural,1\nDina,Law,general,1\n")
    result = run("check", data, out)
    assert (
        str(result.exception) == "reserves: Anar has no seat there; filled in their order the blocks give Law (general)"
    )


def test_inputs_changed_after_the_run_are_named(done: tuple[Path, Path]) -> None:
    path = done[0] / "categories.csv"
    path.write_text(path.read_text() + "Somebody,rural\n")
    assert str(run("check", *done).exception) == "record: categories.csv: is not the file that the run read"


def test_an_applicant_is_told_the_story_and_what_would_have_been_enough(done: tuple[Path, Path]) -> None:
    assert run("explain", *done, "Camal").output.splitlines() == [
        "Camal, who competes in general, rural: not placed.",
        "1. Law: below the cut-off; keys key1 30, key2 2.",
        "   rural: the last one placed has key1 30, key2 1; key2 is 1 higher.",
        "   general: the last one placed has key1 10, key2 1; key1 is 20 higher.",
        "   Any keys lower than key1 30, key2 1 would have been enough, and no others.",
    ]
    assert run("explain", *done, "Anar").output.splitlines() == [
        "Anar, who competes in general: placed in Law, wish 1.",
        "1. Law: placed in a seat of general; keys key1 10, key2 1.",
        "2. Arts: not needed, a better wish came true.",
    ]
    assert isinstance(run("explain", *done, "Nobody").exception, telling.NoApplicant)


def test_what_was_called_enough_is_enough(tmp_path: Path) -> None:
    for keys in ("30,0", "29,9"):
        data = folder(tmp_path / "in", wishes=WISHES.replace("Camal,1,Law,30,2", f"Camal,1,Law,{keys}"))
        run("run", data, "-o", tmp_path / "out")
        assert "Camal,Law,rural,1" in (tmp_path / "out" / stories.PLACEMENTS).read_text()


def test_other_rules_say_who_gains_and_who_loses(tmp_path: Path) -> None:
    data, other = folder(tmp_path / "in"), tmp_path / "larger"
    other.mkdir()
    (other / "programmes.csv").write_text(PROGRAMMES.replace("Law,rural,1", "Law,rural,0"))
    result = run("compare", data, other, "side=programmes", "-o", tmp_path / "told")
    assert result.output.splitlines() == [
        f"{other}:", "  gains 0", "  loses 1: Dina", "  same 3",
        "side=programmes:", "  gains 0", "  loses 0", "  same 4",
    ]  # fmt: skip
    assert (tmp_path / "told" / "1.csv").read_text().splitlines() == [
        "applicant,before,after,change", "Anar,Law,Law,same", "Bella,Arts,Arts,same", "Camal,,,same", "Dina,Law,,loses",
    ]  # fmt: skip
    for wrong in ("nothing", "side=none", "side=programmes,x", "colour=red"):
        assert "is neither a folder nor options" in str(run("compare", data, wrong).exception)


def test_a_programme_in_a_script_gets_counts(tmp_path: Path) -> None:
    result = run(
        "run", folder(tmp_path / "in"), "-o", tmp_path / "out", "--lottery", "single", "--seed", "sun", "--json"
    )
    assert '"placed": 3' in result.output
    rules = running.rules_of(tmp_path / "out")
    assert (rules.lottery, rules.seed) == ("single", "sun")
    assert market_files.LOT in (tmp_path / "out" / stories.CUTOFFS).read_text()


def test_families_together_are_run_proved_told_and_a_planted_one_is_named(tmp_path: Path) -> None:
    data, out = families(tmp_path / "in", "family,applicant\nTwins,B\nTwins,A\n"), tmp_path / "out"
    result = run("run", data, "-o", out, "--together", "together.csv")
    assert "1 of 1 families together." in result.output
    assert "reserves, families, cut-offs" in run("check", data, out).output
    assert "1. X: wished more, and given up so that the family is together." in run("explain", data, out, "A").output
    assert (
        run("compare", data, "together=together.csv").output
        == "together=together.csv:\n  gains 0\n  loses 1: A\n  same 2\n"
    )
    path = out / "families.csv"
    path.write_text(path.read_text().replace("Twins,Y", "Twins,X"))
    assert str(run("check", data, out).exception) == "families: families.csv, line 2: says Twins,X and must say Twins,Y"
    assert "does not lie in" in run("run", data, "-o", out, "--together", tmp_path / "other.csv").output
