"""The files of a run: every fault with its line and column, and the same bytes for the same rows."""

from pathlib import Path

import pytest

from maarif.kernel.placement import files
from maarif.kernel.placement.errors import BadFiles

COLUMNS = {"centre": files.text, "capacity": files.whole(0)}


def faults(path: Path, text: str, **how: object) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadFiles) as caught:
        files.table(path, COLUMNS, **how)  # type: ignore[arg-type]
    return str(caught.value).splitlines()


def test_rows_come_with_their_lines_and_defaults(tmp_path: Path) -> None:
    path = tmp_path / "centres.csv"
    path.write_text('\ufeffcapacity,centre,colour\n30,"A, 1",red\n\n0,B,blue\n', encoding="utf-8")
    assert files.table(path, COLUMNS, optional={"hard": (files.flag, False)}) == [
        (2, {"centre": "A, 1", "capacity": 30, "hard": False}),
        (4, {"centre": "B", "capacity": 0, "hard": False}),
    ]


def test_every_fault_is_told_with_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "centres.csv"
    assert faults(path, "centre,capacity\nA,-1\n,5\nB,1.5\nC\nD,7\nD,8\n", key=["centre"]) == [
        "centres.csv, line 2, capacity: -1 is not 0 or more",
        "centres.csv, line 3, centre: is empty",
        "centres.csv, line 4, capacity: '1.5' is not a whole number",
        "centres.csv, line 5: 1 cells where the header has 2",
        "centres.csv, line 7, centre: D stands in line 6 already",
    ]


def test_of_very_many_faults_the_first_are_told_and_nothing_further_is_read(tmp_path: Path) -> None:
    rows = [f"C{number},{'x' if number % 2 else number}" for number in range(200)]
    rows[10] = "C8,10"
    told = faults(tmp_path / "centres.csv", "\n".join(["centre,capacity", *rows, "\x00,,,"]), key=["centre"])
    assert len(told) == files.MOST_FAULTS
    assert told[5:7] == [
        "centres.csv, line 12, centre: C8 stands in line 10 already",
        "centres.csv, line 13, capacity: 'x' is not a whole number",
    ]
    assert told[-1] == "centres.csv, line 99, capacity: 'x' is not a whole number"


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("", "centres.csv, line 1, centre, capacity: column is missing"),
        ("centre\nA\n", "centres.csv, line 1, capacity: column is missing"),
        ('centre,capacity\n"A,1\n', "centres.csv, line 2: unexpected end of data"),
    ],
)
def test_a_file_that_is_none(tmp_path: Path, content: str, fault: str) -> None:
    assert faults(tmp_path / "centres.csv", content) == [fault]


def test_other_bytes_and_no_file(tmp_path: Path) -> None:
    path = tmp_path / "centres.csv"
    with pytest.raises(BadFiles, match="there is no such file"):
        files.table(path, COLUMNS)
    assert files.table(path, COLUMNS, required=False) == []
    path.write_bytes(b"centre,capacity\n\xff\xfe,1\n")
    with pytest.raises(BadFiles, match="is not UTF-8"):
        files.table(path, COLUMNS)


def test_what_is_written_has_one_digest(tmp_path: Path) -> None:
    first = files.write(tmp_path / "a.csv", ["a", "b"], [[1, "x,y"], [2, ""]])
    assert first == files.write(tmp_path / "b.csv", ["a", "b"], [[1, "x,y"], [2, ""]])
    assert (tmp_path / "a.csv").read_bytes() == b'a,b\n1,"x,y"\n2,\n'
