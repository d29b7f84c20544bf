"""Seating by files and commands: the same bytes for the same rows, faults with their lines, and no planted violation goes unseen."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from maarif.config.cli.seat import command
from maarif.kernel.errors import MaarifError
from maarif.kernel.placement.errors import BadFiles
from maarif.kernel.placement.seating import read_pupils, read_question, read_rooms, run_rooms
from maarif.kernel.placement.seating_check import violations

GROUPS = "group,size\nNorth,4\nSouth,3\nEast,2\n"
CENTRES = "centre,capacity\nA,6\nB,3\n"
COSTS = "group,centre,cost\nNorth,A,3\nNorth,B,1\nSouth,A,2\nSouth,B,4\nEast,A,5\nEast,B,6\n"
ROOMS = "room,rows,columns,centre,accessible,closed\n101,3,4,A,1,3-4\n102,2,2,B,1-1 2-2,\n"
PUPILS = "pupil,school,need,group\n" + "".join(
    f"p{n},{'North' if n < 4 else 'South' if n < 7 else 'East'},{int(n == 5)},\n" for n in range(9)
)


def folder(path: Path, **texts: str) -> Path:
    given = {"groups": GROUPS, "centres": CENTRES, "costs": COSTS, "rooms": ROOMS, "pupils": PUPILS} | texts
    path.mkdir(exist_ok=True)
    for name, text in given.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def shuffled(text: str, dice: random.Random) -> str:
    header, *rows = text.splitlines(keepends=True)
    dice.shuffle(rows)
    return header + "".join(rows)


def maarif(*words: object) -> Result:
    return CliRunner().invoke(command, [str(word) for word in words])


def both(tmp_path: Path) -> tuple[Path, Path, Path]:
    """A folder, its assignment and, with that, its seats."""
    data, assigned, seated = folder(tmp_path / "in"), tmp_path / "assigned", tmp_path / "seated"
    assert maarif("centres", data, "-o", assigned).exit_code == 0
    (data / "assignment.csv").write_text((assigned / "assignment.csv").read_text())
    assert maarif("rooms", data, "-o", seated, "--seed", 7).exit_code == 0
    return data, assigned, seated


def test_from_groups_to_seats_and_back_without_a_violation(tmp_path: Path) -> None:
    data, assigned, seated = both(tmp_path)
    assert (
        assigned / "assignment.csv"
    ).read_text() == "group,centre,people\nEast,A,2\nNorth,A,1\nNorth,B,3\nSouth,A,3\n"
    run = json.loads((assigned / "run.json").read_text())["run"]
    assert (run["cost"], run["bound"], run["proved"], run["unassigned"]) == (22, 22, True, 0)
    run = json.loads((seated / "run.json").read_text())["run"]
    assert (run["seated"], run["pairs"], run["bound"]) == (9, 3, 3)
    for out in (assigned, seated):
        assert maarif("check", data, out).output == "No violation.\n"


def test_the_order_of_rows_changes_no_byte(tmp_path: Path) -> None:
    data, assigned, seated = both(tmp_path)
    before = {path.name: path.read_bytes() for out in (assigned, seated) for path in out.glob("*.csv")}
    for number in range(3):
        dice = random.Random(number)
        for path in data.glob("*.csv"):
            path.write_text(shuffled(path.read_text(), dice))
        maarif("centres", data, "-o", assigned)
        maarif("rooms", data, "-o", seated, "--seed", 7)
        assert {path.name: path.read_bytes() for out in (assigned, seated) for path in out.glob("*.csv")} == before


@pytest.mark.parametrize(
    ("options", "total", "worst"),
    [((), 22, 5), (("--minimise", "worst"), 22, 5), (("--keep-together",), 34, 5)],
)
def test_each_rule_of_centres_is_checked_by_its_own(
    tmp_path: Path, options: tuple[str, ...], total: int, worst: int
) -> None:
    data = folder(tmp_path / "in")
    done = maarif("centres", data, "-o", tmp_path / "out", *options)
    assert f"Total cost {total} (nothing is cheaper), worst {worst}." in done.output
    assert maarif("check", data, tmp_path / "out").exit_code == 0


def test_whoever_has_no_place_is_named_and_the_command_says_so(tmp_path: Path) -> None:
    data = folder(tmp_path / "in", centres="centre,capacity\nA,4\nB,0\n", groups=GROUPS + "Far,1\n")
    done = maarif("centres", data, "-o", tmp_path / "out")
    assert (done.exit_code, "6 people have no centre" in done.output) == (1, True)
    assert (tmp_path / "out" / "unassigned.csv").read_text() == (
        "group,people,reason\n"
        'East,2,"3 groups with 9 people share A, B with 4 seats"\n'
        "Far,1,no centre is open to the group\n"
        'North,3,"3 groups with 9 people share A, B with 4 seats"\n'
    )
    assert maarif("check", data, tmp_path / "out").output == "No violation.\n"


def planted(out: Path, name: str, old: str, new: str) -> None:
    text = (out / name).read_text()
    assert old in text
    (out / name).write_text(text.replace(old, new, 1))


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("assignment.csv", "East,A,2", "Nobody,A,2", "A is not open to Nobody"),
        ("assignment.csv", "East,A,2", "East,A,3", "East: 1 more people are assigned than the group has"),
        ("assignment.csv", "North,A,1\nNorth,B,3", "North,B,4", "B: more people are assigned than it has seats"),
        ("assignment.csv", "East,A,2\n", "", "unassigned.csv: does not name exactly"),
        (
            "assignment.csv",
            "North,A,1\nNorth,B,3\nSouth,A,3",
            "North,A,4\nSouth,B,3",
            "the total cost 34 can be lowered",
        ),
        ("run.json", '"cost": 22', '"cost": 21', "run.json: the cost is 22 and the worst 5"),
    ],
)
def test_no_planted_violation_of_an_assignment_goes_unseen(
    tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    data, assigned, _ = both(tmp_path)
    planted(assigned, name, old, new)
    found = list(violations(data, assigned))
    assert any(said in each for each in found), found
    assert maarif("check", data, assigned).exit_code == 1


def test_a_divided_group_and_people_left_out_for_nothing_are_seen(tmp_path: Path) -> None:
    data, assigned, _ = both(tmp_path)
    planted(assigned, "run.json", '"keep_together": false', '"keep_together": true')
    assert "North: is divided although groups stay together" in list(violations(data, assigned))
    data, assigned, _ = both(tmp_path)
    planted(assigned, "assignment.csv", "East,A,2\n", "")
    planted(assigned, "unassigned.csv", "reason\n", "reason\nEast,2,late\n")
    assert "people are left without a centre who could have one" in list(violations(data, assigned))


def test_a_worst_that_could_be_lower_is_seen(tmp_path: Path) -> None:
    costs = "group,centre,cost\na,x,0\na,y,6\nb,x,5\nb,y,10\n"
    data = folder(tmp_path / "in", groups="group,size\na,1\nb,1\n", centres="centre,capacity\nx,1\ny,1\n", costs=costs)
    maarif("centres", data, "-o", tmp_path / "out")
    planted(tmp_path / "out", "run.json", '"minimise": "total"', '"minimise": "worst"')
    assert "the worst cost is 10 where 6 is possible" in list(violations(data, tmp_path / "out"))


Fault = Callable[[dict[str, list[str]]], None]


def _swap(one: str, other: str, *, without_variant: bool = False) -> Fault:
    def plant(rows: dict[str, list[str]]) -> None:
        cut = 3 if without_variant else 4
        rows[one][:cut], rows[other][:cut] = rows[other][:cut], rows[one][:cut]

    return plant


def _variant(rows: dict[str, list[str]]) -> None:
    for row in rows.values():
        row[3] = "1"


ALONE = "pupil,school,need\n" + "".join(f"p{n},s{n % 4},{int(n == 2)}\n" for n in range(8))
PLAIN = "room,rows,columns,accessible,closed\n1,3,3,2,3-3\n2,1,1,,\n"


@pytest.mark.parametrize(
    ("plant", "said"),
    [
        (lambda rows: rows.pop("p1"), "p1: must be either seated or named with a reason"),
        (lambda rows: rows.update(x=rows.pop("p1")), "x: is seated and is none of the pupils"),
        (_variant, "are neighbours with the same variant"),
        (lambda rows: rows["p2"].__setitem__(slice(0, 3), ["2", "1", "1"]), "p2: has a special need and sits"),
    ],
)
def test_no_planted_violation_of_a_seating_goes_unseen(tmp_path: Path, plant: Fault, said: str) -> None:
    data, out = folder(tmp_path / "in", rooms=PLAIN, pupils=ALONE), tmp_path / "out"
    run_rooms(data, out, seed=1, kinds=4)
    assert list(violations(data, out)) == []
    header, *lines = (out / "seats.csv").read_text().splitlines()
    rows = {cells[0]: cells[1:] for cells in (line.split(",") for line in lines)}
    if "p2: has" in said:
        rows = {code: row for code, row in rows.items() if row[0] != "2"}
    plant(rows)
    (out / "seats.csv").write_text("\n".join([header, *(",".join([code, *row]) for code, row in rows.items())]) + "\n")
    found = list(violations(data, out))
    assert any(said in each for each in found), found


def test_classmates_moved_beside_each_other_are_seen(tmp_path: Path) -> None:
    data, out = (
        folder(tmp_path / "in", rooms="room,rows,columns\n1,2,4\n", pupils=ALONE.replace(",1\n", ",0\n")),
        tmp_path / "o",
    )
    run_rooms(data, out, seed=1, kinds=4)
    assert json.loads((out / "run.json").read_text())["run"]["pairs"] == 0
    header, *lines = (out / "seats.csv").read_text().splitlines()
    rows = [line.split(",") for line in lines]
    sits = {row[0]: row for row in rows}
    beside = next(
        row for row in rows if max(abs(int(row[2]) - int(sits["p0"][2])), abs(int(row[3]) - int(sits["p0"][3]))) == 1
    )
    beside[0], sits["p4"][0] = "p4", beside[0]
    (out / "seats.csv").write_text("\n".join([header, *map(",".join, rows)]) + "\n")
    assert any("pairs of classmates that touch" in each for each in violations(data, out))


def test_somebody_left_out_beside_a_free_seat_is_seen(tmp_path: Path) -> None:
    data, out = (
        folder(tmp_path / "in", rooms="room,rows,columns\n1,2,5\n", pupils=ALONE.replace(",1\n", ",0\n")),
        tmp_path / "o",
    )
    run_rooms(data, out, seed=1, kinds=4)
    rows = (out / "seats.csv").read_text().splitlines(keepends=True)
    (out / "seats.csv").write_text("".join(row for row in rows if not row.startswith("p3,")))
    (out / "unseated.csv").write_text("pupil,reason\np3,no seat is free at the centre\n")
    assert "p3: has no seat although one is free" in list(violations(data, out))


def test_late_pupils_by_command_move_nobody_and_a_move_is_seen(tmp_path: Path) -> None:
    data, out, after = folder(tmp_path / "in", rooms=PLAIN, pupils=ALONE), tmp_path / "out", tmp_path / "after"
    maarif("rooms", data, "-o", out)
    late = tmp_path / "late.csv"
    late.write_text("pupil,school\nlast,s9\nover,s9\n")
    assert maarif("rooms", data, "-o", after, "--late", late).exit_code == 2
    done = maarif("rooms", data, "-o", after, "--late", late, "--seated", out / "seats.csv")
    assert (done.exit_code, "9 of 10 pupils" in done.output) == (1, True)
    before, now = ((each / "seats.csv").read_text().splitlines() for each in (out, after))
    assert set(before) < set(now)
    told = ("--late", late, "--seated", out / "seats.csv")
    assert maarif("check", data, after, *told).output == "No violation.\n"
    one, other = before[1].split(","), before[2].split(",")
    (out / "seats.csv").write_text(
        "\n".join([before[0], ",".join([other[0], *one[1:]]), ",".join([one[0], *other[1:]])]) + "\n"
    )
    assert "these very seats must be given" in maarif("check", data, after, *told).output
    assert "these very seats must be given" in maarif("check", data, after, "--late", late).output


def test_a_published_pupil_who_was_moved_is_seen(tmp_path: Path) -> None:
    data, out, after = folder(tmp_path / "in", rooms=PLAIN, pupils=ALONE), tmp_path / "out", tmp_path / "after"
    maarif("rooms", data, "-o", out)
    maarif("rooms", data, "-o", after, "--seated", out / "seats.csv")
    header, first, second, *rest = (after / "seats.csv").read_text().splitlines()
    one, other = first.split(","), second.split(",")
    swapped = [header, ",".join([one[0], *other[1:]]), ",".join([other[0], *one[1:]]), *rest]
    (after / "seats.csv").write_text("\n".join(swapped) + "\n")
    found = list(violations(data, after, seated=out / "seats.csv"))
    assert "p0: does not sit where seats.csv of before says" in found


def test_a_late_pupil_of_a_divided_group_sends_nobody_to_another_centre(tmp_path: Path) -> None:
    data, _, out = both(tmp_path)
    late, after = tmp_path / "late.csv", tmp_path / "after"
    late.write_text("pupil,school,centre\n" + "".join(f"new{n},North,A\n" for n in range(3)) + "lost,North,\n")
    maarif("rooms", data, "-o", after, "--seed", 7, "--late", late, "--seated", out / "seats.csv")
    before, now = (set((each / "seats.csv").read_text().splitlines()) for each in (out, after))
    assert (before - now, len(now - before)) == (set(), 3)
    assert (after / "unseated.csv").read_text() == "pupil,reason\nlost,no centre is named for the pupil\n"
    assert maarif("check", data, after, "--late", late, "--seated", out / "seats.csv").output == "No violation.\n"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"groups": "group,size\nNorth,-1\n"}, "groups.csv, line 2, size: -1 is not from 0 to 1000000000"),
        ({"costs": "group,centre,cost\nNorth,Z,1\n"}, "costs.csv, line 2: there is no centre Z"),
        (
            {"costs": "group,centre,cost\nNorth,A,1\nNorth,A,2\n"},
            "costs.csv, line 3, group, centre: North, A stands in line 2 already",
        ),
        ({"groups": ""}, "groups.csv, line 1, group, size: column is missing"),
    ],
)
def test_bad_files_of_centres_name_their_lines(tmp_path: Path, texts: dict[str, str], said: str) -> None:
    with pytest.raises(BadFiles) as caught:
        read_question(folder(tmp_path / "in", **texts))
    assert str(caught.value).replace(", centre: there", ": there") == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("room,rows,columns,closed\n1,2,2,3-1\n", "rooms.csv, line 2, closed: 3-1 is not in the room"),
        (
            "room,rows,columns,accessible\n1,2,2,a\n",
            "rooms.csv, line 2, accessible: 'a' is neither a row nor row-column",
        ),
        ("room,rows,columns\n1,2,201\n", "rooms.csv, line 2, columns: 201 is not from 0 to 200"),
    ],
)
def test_bad_rooms_name_their_lines(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(BadFiles) as caught:
        read_rooms(folder(tmp_path / "in", rooms=text) / "rooms.csv")
    assert str(caught.value) == said


def test_a_late_pupil_who_is_known_and_a_seat_that_is_not_there_are_refused(tmp_path: Path) -> None:
    data = folder(tmp_path / "in", rooms=PLAIN, pupils=ALONE)
    late = tmp_path / "late.csv"
    late.write_text("pupil,school\np1,s1\n")
    with pytest.raises(BadFiles, match=r"late.csv, line 2, pupil: p1 stands in pupils.csv already"):
        read_pupils(data, late, 1)
    seats = tmp_path / "seats.csv"
    seats.write_text("pupil,room,row,column,variant\np1,1,3,3,1\np2,1,1,1,1\np3,1,1,1,1\n")
    with pytest.raises(BadFiles) as caught:
        run_rooms(data, tmp_path / "out", seed=1, kinds=4, seated=seats)
    assert str(caught.value).splitlines() == [
        "seats.csv, line 2: room 1 has no open seat in row 3, column 3",
        "seats.csv, line 4: the seat is that of line 3 already",
    ]
    seats.write_text("pupil,room,row,column,variant\np1,1,1,1,1\np2,1,1,2,1\n")
    with pytest.raises(MaarifError, match="fits no pattern"):
        run_rooms(data, tmp_path / "out", seed=1, kinds=4, seated=seats)
    assert not (tmp_path / "out").exists()


def test_empty_files_and_a_room_of_one_seat_have_answers(tmp_path: Path) -> None:
    data = folder(tmp_path / "in", rooms="room,rows,columns\n1,1,1\n", pupils="pupil,school\n")
    assert run_rooms(data, tmp_path / "out", seed=1, kinds=2)["seated"] == 0
    folder(data, rooms="room,rows,columns\n1,1,1\n", pupils="pupil,school\na,s\n")
    assert run_rooms(data, tmp_path / "out", seed=1, kinds=2)["variants"] == {"1": 1, "2": 0}
    folder(data, rooms="room,rows,columns\n")
    assert run_rooms(data, tmp_path / "out", seed=1, kinds=2)["unseated"] == 9
