"""The files of a distribution: schools and areas in, sets by school out, with the record of the run and its check."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from maarif.kernel.placement import distribution, files, runs
from maarif.kernel.placement.distribution import Area, School
from maarif.kernel.placement.errors import BadFile, BadFiles

INPUTS: Final = ("schools.csv", "areas.csv")
OUTPUT: Final = "distribution.csv"
HEADER: Final = ("school", "pupils", "before", "given", "after")
MOST: Final = 10**6
"""The most pupils, computers and budget that files may state."""


def read(folder: Path, where: Sequence[str] = (), size: int = 1) -> tuple[list[School], dict[str, Area]]:
    """Schools in the order of their codes, and areas in sets of `size` by code. Raises BadFiles.

    `schools.csv`: school, shift1, computers, area; shift2 and shift3 may be missing; each column of `where` is 0 or 1 and a school
    must have 1 in all. `areas.csv`: area, most; within and least may be missing; both count computers.
    """
    number = files.whole(0, MOST)
    areas = files.table(
        folder / "areas.csv",
        {"area": files.text, "most": number},
        optional={"within": (files.text, ""), "least": (number, 0)},
        key=["area"],
    )
    budgets = {
        row["area"]: Area(row["area"], row["within"], row["most"] // size, -(-row["least"] // size)) for _, row in areas
    }
    files.known("areas.csv", areas, {"within": {"", *budgets}})
    _no_circle(areas, budgets)
    rows = files.table(
        folder / "schools.csv",
        {"school": files.text, "shift1": number, "computers": number, "area": files.text}
        | dict.fromkeys(where, files.flag),
        optional={"shift2": (number, 0), "shift3": (number, 0)},
        key=["school"],
    )
    files.known("schools.csv", rows, {"area": budgets})
    schools = [
        School(
            row["school"],
            max(row["shift1"], row["shift2"], row["shift3"]),
            row["computers"],
            row["area"],
            all(row[name] for name in where),
        )
        for _, row in rows
    ]
    return sorted(schools, key=lambda school: school.code), budgets


def _no_circle(rows: Sequence[tuple[int, dict[str, Any]]], areas: dict[str, Area]) -> None:
    for line, row in rows:
        code, steps = row["area"], 0
        while code and steps <= len(areas):
            code, steps = areas[code].within, steps + 1
        if code:
            raise BadFiles([BadFile("areas.csv", line, "within", f"{row['area']} lies within itself")])


def run(folder: Path, out: Path, *, size: int = 1, where: Sequence[str] = ()) -> dict[str, Any]:
    """Distributes; writes `distribution.csv` and `run.json`; returns the run's facts. Raises BadFiles and CannotBeMet."""
    began = time.perf_counter()
    schools, areas = read(folder, where, size)
    given = distribution.distribute(schools, areas, size)
    out.mkdir(parents=True, exist_ok=True)
    rows = []
    for school in schools:
        more = given.get(school.code, 0) * size
        rows.append((school.code, school.pupils, school.computers, more, school.computers + more))
    files.write(out / OUTPUT, HEADER, rows)
    facts = _facts(schools, areas, given, size) | {"set": size, "where": sorted(where)}
    inputs = [folder / name for name in INPUTS]
    runs.record(out, "distribute", inputs=inputs, outputs=[out / OUTPUT], seconds=time.perf_counter() - began, **facts)
    return facts


def _facts(schools: list[School], areas: dict[str, Area], given: dict[str, int], size: int) -> dict[str, Any]:
    reached, floor = (
        distribution.worst(schools, given, areas, size),
        distribution.bound(schools, areas, size),
    )
    sets = sum(given.values())
    return {
        "schools": len(schools),
        "open": sum(school.open for school in schools),
        "given": sets * size,
        "left": (distribution.budget(areas) - sets) * size,
        "worst": str(reached) if reached else "",
        "bound": str(floor) if floor else "",
    }


def violations(folder: Path, out: Path) -> Iterator[str]:
    """What is wrong with a published distribution, in the order in which it is looked for; only the set and the conditions are believed."""
    told = runs.said(out, {"distribute": {"set": int, "where": list}})
    yield from runs.faults(out, [folder])
    size = told["set"]
    schools, areas = read(folder, told["where"], size)
    number = files.whole(0)
    rows = files.table(out / OUTPUT, {"school": files.text} | dict.fromkeys(HEADER[1:], number), key=["school"])
    by_code = {school.code: school for school in schools}
    files.known(OUTPUT, rows, {"school": by_code})
    given = {}
    for line, row in rows:
        school = by_code[row["school"]]
        given[school.code], rest = divmod(row["given"], size)
        if rest:
            yield f"{OUTPUT}, line {line}: {row['given']} is no whole number of sets of {size}"
        if (row["pupils"], row["before"], row["after"]) != (
            school.pupils,
            school.computers,
            school.computers + row["given"],
        ):
            yield f"{OUTPUT}, line {line}: pupils, before or after are not those of the school"
    yield from (f"{OUTPUT}: school {code} is missing" for code in sorted(by_code.keys() - given.keys()))
    yield from distribution.violations(schools, areas, given, size)
    for name, value in _facts(schools, areas, given, size).items():
        if told.get(name) != value:
            yield f"{runs.NAME}: {name} is {value}"
