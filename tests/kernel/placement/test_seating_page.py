"""The chapter on seats computes: its files give its results, line by line."""

import re
from pathlib import Path

import pytest

from maarif.config.environment import PROJECT
from maarif.kernel.placement import runs
from maarif.kernel.placement.seating import run_centres, run_rooms
from maarif.kernel.placement.seating_check import violations

CHAPTER = (PROJECT / "docs" / "placement.md").read_text(encoding="utf-8").split("## Seats in examinations", 1)[1]
BLOCKS = dict(re.findall(r"```csv (\S+)\n(.*?)```", CHAPTER.split("\n## ", 1)[0], re.DOTALL))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("groups", "centres", "costs", "rooms", "pupils", "late"):
        (folder / f"{name}.csv").write_text(BLOCKS[f"{name}.csv"], encoding="utf-8")
    return folder


def test_the_assignment_of_the_page_is_what_its_files_give(data: Path, tmp_path: Path) -> None:
    run_centres(data, tmp_path / "out", worst_first=False, keep_together=False, seconds=1)
    run = runs.read(tmp_path / "out")["run"]
    assert (tmp_path / "out" / "assignment.csv").read_text(encoding="utf-8") == BLOCKS["assignment.csv"]
    assert (run["cost"], run["bound"], run["proved"]) == (22, 22, True)
    assert list(violations(data, tmp_path / "out")) == []


def test_the_seats_of_the_page_are_what_its_files_and_seed_give(data: Path, tmp_path: Path) -> None:
    out, after = tmp_path / "out", tmp_path / "after"
    assert run_rooms(data, out, seed=2026, kinds=4)["pairs"] == 0
    assert (out / "seats.csv").read_text(encoding="utf-8") == BLOCKS["seats.csv"]
    run_rooms(data, after, seed=2026, kinds=4, seated=out / "seats.csv", late=data / "late.csv")
    before, now = (set((each / "seats.csv").read_text(encoding="utf-8").splitlines()) for each in (out, after))
    assert (before - now, now - before) == (set(), set(BLOCKS["added"].splitlines()))
