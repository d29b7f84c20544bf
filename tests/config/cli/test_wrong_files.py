"""The commands of places as a stranger meets them: whatever a file holds, a clear line and an exit code, never a traceback."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from maarif.config.cli import main

Files = dict[str, bytes]

COMMANDS: dict[str, tuple[list[str], Files]] = {
    "place run": (
        ["place", "run"],
        {
            "programmes.csv": b"programme,category,seats,precedence\nLaw,rural,1,1\nLaw,general,1,2\nArts,general,1,1\n",
            "wishes.csv": b"applicant,rank,programme,key1\nA,1,Law,1\nA,2,Arts,1\nB,1,Law,2\nC,1,Law,3\n",
            "categories.csv": b"applicant,category\nC,rural\nB,other\n",
        },
    ),
    "place run under quotas, siblings sharing a lot": (
        ["place", "run", "--lottery", "single", "--seed", "s", "--shared-lot", "siblings.csv"],
        {
            "programmes.csv": b"programme,category,seats,precedence,quota\nLaw,general,1,1,Abroad\nArts,general,1,1,Abroad\n",
            "wishes.csv": b"applicant,rank,programme,key1\nA,1,Law,1\nA,2,Arts,1\nB,1,Law,2\nC,1,Law,3\n",
            "quotas.csv": b"quota,most,within\nAll,2,\nAbroad,1,All\n",
            "siblings.csv": b"family,applicant\nf,A\nf,B\n",
        },
    ),
    "place rounds": (
        ["place", "rounds"],
        {
            "programmes.csv": b"programme,category,seats,precedence\nLaw,general,2,1\nArts,general,1,1\n",
            "wishes.csv": b"applicant,rank,programme,key1\nA,1,Law,1\nA,2,Arts,1\nB,1,Law,2\nC,1,Law,3\n",
            "confirmations.csv": b"round,applicant\n1,A\n2,C\n",
            "participants.csv": b"round,applicant\n2,C\n",
        },
    ),
    "seat centres": (
        ["seat", "centres"],
        {
            "groups.csv": b"group,size\nNorth,4\nSouth,3\n",
            "centres.csv": b"centre,capacity\nX,5\nY,5\n",
            "costs.csv": b"group,centre,cost\nNorth,X,1\nNorth,Y,2\nSouth,X,3\nSouth,Y,1\n",
        },
    ),
    "seat rooms": (
        ["seat", "rooms"],
        {
            "rooms.csv": b"room,rows,columns\n1,3,4\n2,2,2\n",
            "pupils.csv": b"pupil,school\na,N\nb,N\nc,S\nd,S\n",
        },
    ),
    "slots": (
        ["slots"],
        {
            "interviews.csv": b"candidate,step,subject\nAida,1,law\nBolat,1,law\n",
            "members.csv": b"panel,member,subject\nP,m,law\nR,n,law\n",
            "slots.csv": b"slot,panel,start,minutes\np1,P,2026-06-26T09:30,30\np2,R,2026-06-26T10:00,30\n",
            "conflicts.csv": b"candidate,member\nAida,n\nBolat,m\n",
        },
    ),
    "distribute": (
        ["distribute"],
        {
            "schools.csv": b"school,shift1,computers,area\na,310,30,x\nb,90,0,x\n",
            "areas.csv": b"area,most\nx,30\ny,5\n",
        },
    ),
    "reviewers": (
        ["reviewers", "--reviews", "1", "--load", "2"],
        {
            "bids.csv": b"reviewer,paper,affinity\nAida,x,9\nBolat,y,2\n",
            "conflicts.csv": b"reviewer,paper\nAida,y\nBolat,x\n",
        },
    ),
}
"""For each command its arguments and small files that it answers."""

NUMBERS = {
    "round",
    "seats",
    "rank",
    "size",
    "capacity",
    "cost",
    "rows",
    "step",
    "minutes",
    "shift1",
    "most",
    "affinity",
}


@pytest.fixture(params=COMMANDS)
def command(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def run(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Runs the command as a shell would, on its files with some changed; exit code and what was said on standard error."""

    def as_a_shell(*, out: Path = tmp_path / "out") -> tuple[int, str]:
        arguments, _files = COMMANDS[command]
        monkeypatch.setattr(sys, "argv", ["maarif", *arguments, str(tmp_path / "in"), "-o", str(out)])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return as_a_shell


@pytest.fixture
def given(command: str, tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, content in COMMANDS[command][1].items():
        (folder / name).write_bytes(content)
    return folder


def results(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def lines(name: str, command: str) -> list[bytes]:
    return COMMANDS[command][1][name].splitlines()


def test_a_mark_of_order_and_other_line_ends_change_nothing(
    command: str, given: Path, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert run(out=tmp_path / "plain")[0] == 0
    for name, content in COMMANDS[command][1].items():
        (given / name).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert run(out=tmp_path / "marked") == (0, "")
    assert results(tmp_path / "marked") == results(tmp_path / "plain") != {}


def with_cell(name: str, command: str, cell: bytes, *, number: bool) -> tuple[bytes, int] | None:
    """The file with another cell in its last row, the first that is a number or the first; and that row's line."""
    header, *rows = lines(name, command)
    columns = [at for at, column in enumerate(header.decode().split(",")) if (column in NUMBERS) is number]
    if not columns:
        return None
    cells = rows[-1].split(b",")
    cells[columns[0]] = cell
    return b"\n".join([header, *rows[:-1], b",".join(cells), b""]), len(rows) + 1


FAULTS = {
    "a number without end": lambda name, command: with_cell(name, command, b"9" * 5_000, number=True),
    "a number a little too large": lambda name, command: with_cell(name, command, str(2**63).encode(), number=True),
    "a word for a number": lambda name, command: with_cell(name, command, b"many", number=True),
    "half a number": lambda name, command: with_cell(name, command, b"1.5", number=True),
    "other digits": lambda name, command: with_cell(name, command, "٣".encode(), number=True),
    "below nothing": lambda name, command: with_cell(name, command, b"-1", number=True),
    "a byte of nothing": lambda name, command: with_cell(name, command, b"a\x00b", number=False),
    "no name": lambda name, command: with_cell(name, command, b"", number=False),
    "a name of two lines": lambda name, command: with_cell(name, command, b'"a\nb"', number=False),
    "another alphabet's bytes": lambda name, command: with_cell(name, command, "ә".encode("utf-16"), number=False),
    "a row twice": lambda name, command: (b"\n".join([*lines(name, command), lines(name, command)[-1]]), len(lines(name, command)) + 1),
    "a row too short": lambda name, command: (COMMANDS[command][1][name] + b"x\n", len(lines(name, command)) + 1),
    "a quotation without end": lambda name, command: (COMMANDS[command][1][name] + b'"x\n', len(lines(name, command)) + 1),
    "nothing": lambda name, command: (b"", 1),
    "a column missing": lambda name, command: (b"\n".join(line.split(b",", 1)[1] for line in lines(name, command)), 1),
    "a column twice": lambda name, command: (b"\n".join(line.split(b",", 1)[0] + b"," + line for line in lines(name, command)), 1),
    "no text at all": lambda name, command: (bytes(range(256)) * 40, 2),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_of_each_file_is_told_with_its_line(
    command: str, given: Path, run: Callable[..., tuple[int, str]], fault: str
) -> None:
    tried = 0
    for name, content in COMMANDS[command][1].items():
        broken = FAULTS[fault](name, command)
        if broken is None:
            continue
        tried += 1
        (given / name).write_bytes(broken[0])
        code, said = run()
        assert code == 2, f"{name}: {said}"
        assert f"{name}, line {broken[1]}" in said or (fault == "a name of two lines" and f"{name}, line" in said), said
        assert "Traceback" not in said
        assert len(said) < 2_000
        (given / name).write_bytes(content)
    assert tried


def test_a_folder_in_place_of_a_file_and_a_place_where_nothing_can_be_written(
    command: str, given: Path, run: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    code, said = run(out=tmp_path / "file" / "out")
    assert (code, "Traceback" in said) == (2, False)
    assert "out" in said
    first = next(iter(COMMANDS[command][1]))
    (given / first).unlink()
    assert run()[0] == 2
    (given / first).mkdir()
    code, said = run()
    assert (code, f"{first}: there is no such file" in said) == (2, True)


@pytest.mark.parametrize(
    "record", ["", "{", "[]", "{}", '{"run": {}}', '{"run": {"command": "x"}, "digest": 1}', "[" * 100_000]
)
def test_a_record_that_is_none_is_told(
    command: str, given: Path, run: Callable[..., tuple[int, str]], tmp_path: Path, record: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert run()[0] == 0
    (tmp_path / "out" / "run.json").write_text(record)
    monkeypatch.setattr(sys, "argv", ["maarif", command.split()[0], "check", str(given), str(tmp_path / "out")])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "run.json: is not the record of" in capsys.readouterr().err
