"""Seating an examination of a country, files to files: 50 000 pupils of 4 400 schools, 90 centres, their rooms and seats, beside the bounds.

The bound of the assignment is that of linear duality, of the seats the sum over rooms of pairs that no seating avoids. Beside ours stand
naive ways: each school, the largest first, to its nearest centre with room; pupils by lot onto seats from the first to the last.
CPU seconds of this process, one thread; `MAARIF_BENCH_PUPILS` sets the size.
"""

import csv
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from maarif.kernel.placement import runs, seating, seating_check
from maarif.kernel.placement.layouts import Filling
from maarif.kernel.placement.rooms import Pupil, lot

PUPILS = int(os.environ.get("MAARIF_BENCH_PUPILS", "50000"))
SCHOOLS, CENTRES, NEAREST = PUPILS * 88 // 1000, max(1, PUPILS * 9 // 5000), 15


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _country(folder, random.Random(2026))
        rows = [
            _centres(folder, folder / "split", worst=False),
            _centres(folder, folder / "fair", worst=True),
            _together(folder, folder / "whole"),
        ]
        (folder / "assignment.csv").write_bytes((folder / "split" / "assignment.csv").read_bytes())
        rows += _rooms(folder, folder / "seats")
    print(f"{PUPILS:,} pupils, {SCHOOLS:,} schools, {CENTRES} centres, {NEAREST} ways a school\n")
    print("| what | CPU s | result | bound | naive | naive, CPU s |\n|---|---|---|---|---|---|")
    print("\n".join(f"| {' | '.join(row)} |" for row in rows))


def _country(folder: Path, dice: random.Random) -> None:
    """Schools and centres on a square, costs in tenths of a percent of its side; a tenth more seats than pupils."""
    weights = [dice.lognormvariate(0, 0.8) for _ in range(SCHOOLS)]
    schools = [*range(SCHOOLS), *dice.choices(range(SCHOOLS), weights, k=PUPILS - SCHOOLS)]
    sizes = [0] * SCHOOLS
    for school in schools:
        sizes[school] += 1
    homes = [(dice.random(), dice.random()) for _ in range(SCHOOLS)]
    places = [(dice.random(), dice.random()) for _ in range(CENTRES)]
    rooms = [
        (f"c{n % CENTRES:02}", *dice.choice([(5, 6), (6, 5), (4, 6), (5, 5), (7, 5), (6, 8)])) for n in range(99999)
    ]
    kept, seats = [], 0
    for number, (centre, rows, columns) in enumerate(rooms):
        if seats >= PUPILS * 1.1 and number % CENTRES == 0:
            break
        kept.append((f"r{number:05}", centre, rows, columns, "1"))
        seats += rows * columns
    room_of = [
        sum(rows * columns for _, centre, rows, columns, _ in kept if centre == f"c{n:02}") for n in range(CENTRES)
    ]
    costs = []
    for school, (x, y) in enumerate(homes):
        far = sorted(
            (round(1000 * ((x - a) ** 2 + (y - b) ** 2) ** 0.5), centre) for centre, (a, b) in enumerate(places)
        )
        costs += [(f"s{school:04}", f"c{centre:02}", cost) for cost, centre in far[:NEAREST]]
    _write(folder / "groups.csv", "group,size", [(f"s{n:04}", size) for n, size in enumerate(sizes)])
    _write(folder / "centres.csv", "centre,capacity", [(f"c{n:02}", size) for n, size in enumerate(room_of)])
    _write(folder / "costs.csv", "group,centre,cost", costs)
    _write(folder / "rooms.csv", "room,centre,rows,columns,accessible", kept)
    pupils = [(f"p{n:06}", f"s{school:04}", int(n % 100 == 0)) for n, school in enumerate(schools)]
    _write(folder / "pupils.csv", "pupil,school,need", pupils)


def _write(path: Path, header: str, rows: list[tuple[object, ...]]) -> None:
    with path.open("w", newline="") as opened:
        csv.writer(opened).writerows([header.split(","), *rows])


def _took(what: Callable[[], object]) -> tuple[float, object]:
    began = time.process_time()
    found = what()
    return time.process_time() - began, found


def _centres(folder: Path, out: Path, *, worst: bool) -> tuple[str, ...]:
    took, _ = _took(lambda: seating.run_centres(folder, out, worst_first=worst, keep_together=False, seconds=1))
    facts = _facts(out)
    assert next(seating_check.violations(folder, out), None) is None
    naive_took, naive = _took(lambda: _nearest(folder))
    name = "schools to centres, least worst first" if worst else "schools to centres, least total"
    return (
        name,
        f"{took:.2f}",
        f"{facts['cost']:,}, worst {facts['worst']}",
        f"{facts['bound']:,}",
        str(naive),
        f"{naive_took:.2f}",
    )


def _together(folder: Path, out: Path) -> tuple[str, ...]:
    took, _ = _took(lambda: seating.run_centres(folder, out, worst_first=False, keep_together=True, seconds=1))
    facts = _facts(out)
    said = f"{facts['cost']:,}, {facts['unassigned']} left out"
    return ("schools undivided", f"{took:.2f}", said, f"{facts['bound']:,}", "", "")


def _facts(out: Path) -> dict[str, object]:
    return dict(runs.read(out)["run"])


def _nearest(folder: Path) -> str:
    """The largest school first, its people to the nearest centre that has a free seat."""
    asked = seating.read_question(folder)
    free, total, worst, left = asked.capacities.tolist(), 0, 0, 0
    ways: list[list[tuple[int, int]]] = [[] for _ in asked.groups]
    for group, centre, cost in zip(
        asked.group_of.tolist(), asked.centre_of.tolist(), asked.costs.tolist(), strict=True
    ):
        ways[group].append((cost, centre))
    for size, group in sorted(((size, group) for group, size in enumerate(asked.sizes.tolist())), reverse=True):
        for cost, centre in sorted(ways[group]):
            people = min(size, free[centre])
            free[centre] -= people
            size -= people
            total += people * cost
            worst = max(worst, cost if people else 0)
        left += size
    return f"{total:,}, worst {worst}, {left} left out"


def _rooms(folder: Path, out: Path) -> list[tuple[str, ...]]:
    took, _ = _took(lambda: seating.run_rooms(folder, out, seed=1, kinds=4))
    facts = _facts(out)
    checked, first = _took(lambda: next(seating_check.violations(folder, out), None))
    assert first is None, first
    naive_took, naive = _took(lambda: _by_lot(folder))
    seated = (
        f"{facts['seated']:,} seated in {facts['rooms']:,} rooms, {facts['pairs']} pairs, variants {facts['variants']}"
    )
    return [
        (
            "pupils to rooms, seats and variants",
            f"{took:.2f}",
            seated,
            str(facts["bound"]),
            str(naive),
            f"{naive_took:.2f}",
        ),
        ("the check of the seats", f"{checked:.2f}", "no violation", "", "", ""),
    ]


def _by_lot(folder: Path) -> str:
    """Everybody by lot onto the seats of the centre, from the first to the last."""
    rooms = seating.read_rooms(folder / "rooms.csv")
    waiting: dict[str | None, list[Pupil]] = {}
    for pupil in sorted(seating.read_pupils(folder, None, 1), key=lambda pupil: lot(1, pupil.code), reverse=True):
        waiting.setdefault(pupil.centre, []).append(pupil)
    pairs = 0
    for room in sorted(rooms, key=lambda room: room.name):
        line = waiting.get(room.centre, [])
        inside = [line.pop() for _ in range(min(len(line), len(room.seats)))]
        who = [*range(len(inside)), *[None] * (len(room.seats) - len(inside))]
        pairs += Filling(room, [pupil.school for pupil in inside], [False] * len(inside), who).pairs()
    return f"{pairs:,} pairs"


if __name__ == "__main__":
    main()
