"""Equipment: the best of all distributions by trying everything, more never harms, and the check catches what is wrong."""

import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.placement import assigning_oracles as oracles

from maarif.config.cli.distribute import command
from maarif.kernel.placement import distribution, distribution_files, runs
from maarif.kernel.placement.distribution import Area, CannotBeMet, School
from maarif.kernel.placement.errors import BadFiles

AREAS = "area,within,most,least\nland,,60,0\nnorth,land,30,0\nsouth,land,60,15\n"
SCHOOLS = (
    "school,shift1,shift2,computers,area,internet\n"
    "a,200,310,30,north,1\nb,90,,0,north,1\nc,500,,100,south,1\nd,40,,0,south,0\ne,600,100,45,south,1\n"
)


@pytest.fixture
def country(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "areas.csv").write_text(AREAS)
    (folder / "schools.csv").write_text(SCHOOLS)
    return folder


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([1, 2, 3]))
def test_the_result_is_the_leximin_one_of_all_and_its_worst_is_the_bound(seed: int, size: int) -> None:
    schools, areas = oracles.random_country(random.Random(seed))
    best = oracles.best_vector(schools, areas, size)
    try:
        sets = distribution.distribute(schools, areas, size)
    except CannotBeMet:
        assert best is None
        return
    counts = [sets.get(school.code, 0) for school in schools]
    assert oracles.keeps(areas, schools, counts)
    assert oracles.vector(schools, counts, size) == best
    assert distribution.worst(schools, sets, areas, size) == distribution.bound(schools, areas, size)
    assert not list(distribution.violations(schools, areas, sets, size))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9))
def test_whatever_keeps_the_rules_and_is_not_the_best_is_caught(seed: int) -> None:
    dice = random.Random(seed)
    schools, areas = oracles.random_country(dice)
    best = oracles.best_vector(schools, areas, 1)
    counts = [dice.randint(0, 3) if school.open else 0 for school in schools]
    sets = {school.code: count for school, count in zip(schools, counts, strict=True)}
    right = oracles.keeps(areas, schools, counts) and oracles.vector(schools, counts, 1) == best
    assert right is not bool(list(distribution.violations(schools, areas, sets)))


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 40))
def test_one_set_more_makes_no_school_worse(seed: int, most: int) -> None:
    dice = random.Random(seed)
    schools = [School(f"s{n}", dice.randint(1, 99), dice.randint(0, 5), "land") for n in range(9)]
    less = distribution.distribute(schools, {"land": Area("land", "", most)})
    more = distribution.distribute(schools, {"land": Area("land", "", most + 1)})
    assert all(more[code] >= count for code, count in less.items())
    assert sum(more.values()) == sum(less.values()) + 1 == most + 1


def test_schools_with_none_come_first_and_equal_ratios_where_it_helps_more() -> None:
    schools = [
        School("a", 1000, 1, "land"),
        School("b", 2, 0, "land"),
        School("c", 4, 2, "land"),
        School("d", 2, 1, "land"),
    ]
    assert distribution.distribute(schools, {"land": Area("land", "", 1)}) == {"b": 1}
    assert distribution.distribute(schools[2:], {"land": Area("land", "", 1)}) == {"d": 1}


def test_the_worst_and_its_bound_read_the_same_when_schools_tie() -> None:
    schools = [School("s0", 2, 2, "land"), School("s2", 1, 1, "land")]
    areas = {"land": Area("land", "", 1)}
    given = distribution.distribute(schools, areas)
    assert str(distribution.worst(schools, given, areas)) == str(distribution.bound(schools, areas)) == "1/1"


def test_close_ratios_are_told_apart_exactly() -> None:
    schools = [School("a", 999_998, 999_999, "land"), School("b", 999_997, 999_998, "land")]
    assert distribution.distribute(schools, {"land": Area("land", "", 1)}) == {"a": 1}


@pytest.mark.parametrize("where", [(), ("internet",)])
def test_the_worked_example(country: Path, tmp_path: Path, where: tuple[str, ...]) -> None:
    facts = distribution_files.run(country, tmp_path / "out", size=15, where=where)
    told = (tmp_path / "out" / "distribution.csv").read_text().splitlines()[1:]
    if where:
        assert told == ["a,310,30,15,45", "b,90,0,15,15", "c,500,100,0,100", "d,40,0,0,0", "e,600,45,30,75"]
        assert (facts["worst"], facts["bound"]) == ("8/1", "8/1")
    else:
        assert told == ["a,310,30,15,45", "b,90,0,15,15", "c,500,100,0,100", "d,40,0,15,15", "e,600,45,15,60"]
        assert facts["worst"] == facts["bound"] == "10/1"
    assert not list(distribution_files.violations(country, tmp_path / "out"))


def test_no_order_of_rows_matters(country: Path, tmp_path: Path) -> None:
    distribution_files.run(country, tmp_path / "one", size=15)
    for name in ("areas.csv", "schools.csv"):
        header, *rows = (country / name).read_text().splitlines()
        (country / name).write_text("\n".join([header, *reversed(rows)]) + "\n")
    distribution_files.run(country, tmp_path / "two", size=15)
    assert (tmp_path / "one" / "distribution.csv").read_bytes() == (tmp_path / "two" / "distribution.csv").read_bytes()


def reseal(out: Path) -> None:
    """Makes the record fit the files again, as a careful forger would."""
    kept = json.loads((out / runs.NAME).read_text())
    run = kept["run"]
    facts = {name: value for name, value in run.items() if name not in ("command", "version", "inputs", "outputs")}
    folder = out.parent / "in"
    runs.record(
        out,
        run["command"],
        inputs=[folder / name for name in run["inputs"]],
        outputs=[out / name for name in run["outputs"]],
        seconds=0,
        **facts,
    )


@pytest.mark.parametrize(
    ("was", "forged", "fault"),
    [
        ("a,310,30,15,45", "a,310,30,10,40", "no whole number of sets"),
        ("a,310,30,15,45", "a,311,30,15,45", "are not those of the school"),
        ("c,500,100,0,100\n", "", "school c is missing"),
        ("d,40,0,0,0", "d,40,0,15,15", "may not be given any"),
        ("e,600,45,30,75", "e,600,45,0,45", "area south has 0 sets, not 1 to 4"),
        ("e,600,45,30,75", "e,600,45,15,60", "a set is left that school"),
        (
            "c,500,100,0,100\nd,40,0,0,0\ne,600,45,30,75",
            "c,500,100,15,115\nd,40,0,0,0\ne,600,45,15,60",
            "moved from school c to school e",
        ),
    ],
)
def test_the_check_names_what_was_forged(country: Path, tmp_path: Path, was: str, forged: str, fault: str) -> None:
    out = tmp_path / "out"
    distribution_files.run(country, out, size=15, where=["internet"])
    path = out / "distribution.csv"
    assert was in path.read_text()
    path.write_text(path.read_text().replace(was, forged))
    assert next(distribution_files.violations(country, out)) == "distribution.csv: is not the file that the run wrote"
    reseal(out)
    assert fault in next(distribution_files.violations(country, out))


def test_bad_files_and_impossible_minima_are_named(country: Path, tmp_path: Path) -> None:
    (country / "areas.csv").write_text("area,within,most,least\nland,north,9,0\nnorth,land,9,0\nsouth,,9,0\n")
    with pytest.raises(BadFiles, match=r"areas.csv, line 2, within: land lies within itself"):
        distribution_files.run(country, tmp_path / "out")
    (country / "areas.csv").write_text("area,within,most,least\nland,,9,0\nnorth,land,9,x\n")
    with pytest.raises(BadFiles, match=r"areas.csv, line 3, least: 'x' is not a whole number"):
        distribution_files.run(country, tmp_path / "out")
    (country / "areas.csv").write_text("area,within,most,least\nnorth,,9,0\nsouth,,9,10\n")
    with pytest.raises(CannotBeMet, match=r"area south: minima ask for 10 sets where 9"):
        distribution_files.run(country, tmp_path / "out")


def test_nobody_and_nothing_have_answers(country: Path, tmp_path: Path) -> None:
    (country / "areas.csv").write_text("area,most\nnorth,0\nsouth,0\n")
    assert distribution_files.run(country, tmp_path / "out")["given"] == 0
    (country / "schools.csv").write_text("school,shift1,computers,area\n")
    facts = distribution_files.run(country, tmp_path / "out")
    assert (facts["given"], facts["worst"], facts["bound"]) == (0, "", "")


def test_the_command_runs_and_checks(country: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    done = CliRunner().invoke(command, [str(country), "-o", out, "--set", "15", "--where", "internet"])
    assert (done.exit_code, done.output) == (
        0,
        "60 computers given, 0 left; 4 of 5 schools open.\nWorst ratio 8/1 (none is better than 8/1).\n",
    )
    assert CliRunner().invoke(command, ["check", str(country), out]).output == "No violation.\n"
    (tmp_path / "out" / "distribution.csv").write_text("school,pupils,before,given,after\n")
    failed = CliRunner().invoke(command, ["check", str(country), out])
    assert failed.exit_code == 1
    assert "is not the file that the run wrote" in failed.output
