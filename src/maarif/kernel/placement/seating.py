"""The files of seating: groups, centres and costs to an assignment; rooms and pupils to seats; with the record of each run."""

import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from maarif.kernel.placement import centres, files, runs
from maarif.kernel.placement.centres import LARGEST, Answer, Question, Shortage
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.layouts import Room, Seat
from maarif.kernel.placement.rooms import Place, Pupil, Seating, dealt_to_centres, seat
from maarif.kernel.placement.together import together

CENTRE_FILES: Final = ("groups.csv", "centres.csv", "costs.csv")
ROOM_FILES: Final = ("rooms.csv", "pupils.csv", "assignment.csv")
WIDEST: Final = 200
"""The most rows or columns a room may have."""

NAMED: Final = 5
"""So many groups or centres of a shortage are named in its sentence; the rest are counted."""


def read_question(folder: Path) -> Question:
    """`groups.csv`, `centres.csv` and `costs.csv` of a folder; a pair without a row is not allowed. Raises BadFiles."""
    number = files.whole(0, LARGEST)
    groups = files.table(folder / "groups.csv", {"group": files.text, "size": number}, key=["group"])
    places = files.table(folder / "centres.csv", {"centre": files.text, "capacity": number}, key=["centre"])
    costs = files.table(
        folder / "costs.csv",
        {"group": files.text, "centre": files.text, "cost": number},
        key=["group", "centre"],
    )
    sizes = {row["group"]: row["size"] for _, row in groups}
    capacities = {row["centre"]: row["capacity"] for _, row in places}
    _known("costs.csv", costs, {"group": sizes, "centre": capacities})
    return centres.question(sizes, capacities, {(row["group"], row["centre"]): row["cost"] for _, row in costs})


def _known(file: str, rows: Sequence[tuple[int, Mapping[str, Any]]], names: Mapping[str, Mapping[str, Any]]) -> None:
    """Raises BadFiles for each name in a column that its own file does not have."""
    faults = [
        BadFile(file, line, column, f"there is no {column} {row[column]}")
        for line, row in rows
        for column, known in names.items()
        if row[column] not in known
    ]
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])


def run_centres(folder: Path, out: Path, *, worst_first: bool, keep_together: bool, seconds: float) -> dict[str, Any]:
    """Assigns the groups of a folder to centres; writes `assignment.csv`, `unassigned.csv` and `run.json`; returns the run's facts."""
    began = time.perf_counter()
    asked = read_question(folder)
    way = partial(together, seconds=seconds) if keep_together else centres.split
    answer = way(asked, worst_first=worst_first)
    out.mkdir(parents=True, exist_ok=True)
    rows = [
        (asked.groups[asked.group_of[pair]], asked.centres[asked.centre_of[pair]], int(answer.people[pair]))
        for pair in answer.people.nonzero()[0]
    ]
    files.write(out / "assignment.csv", ["group", "centre", "people"], rows)
    files.write(out / "unassigned.csv", ["group", "people", "reason"], _unassigned(asked, answer, keep_together))
    facts = centre_facts(asked, answer, worst_first, keep_together)
    runs.record(
        out,
        "seat centres",
        inputs=[folder / name for name in CENTRE_FILES],
        outputs=[out / "assignment.csv", out / "unassigned.csv"],
        seconds=time.perf_counter() - began,
        **facts,
    )
    return facts


def centre_facts(asked: Question, answer: Answer, worst_first: bool, keep_together: bool) -> dict[str, Any]:
    """What a run says of its assignment: counts, cost, bound and rules."""
    used = answer.people > 0
    return {
        "solver": f"ortools {version('ortools')}",
        "minimise": "worst" if worst_first else "total",
        "keep_together": keep_together,
        "groups": len(asked.groups),
        "people": int(asked.sizes.sum()),
        "centres": len(asked.centres),
        "seats": int(asked.capacities.sum()),
        "assigned": int(answer.people.sum()),
        "unassigned": int(centres.missing(asked, answer.people).sum()),
        "cost": answer.cost,
        "worst": int(asked.costs[used].max(initial=0)),
        "bound": answer.bound,
        "proved": answer.proved,
    }


def _unassigned(asked: Question, answer: Answer, keep_together: bool) -> list[tuple[str, int, str]]:
    left = centres.missing(asked, answer.people)
    why: dict[str, str] = {}
    for shortage in centres.shortages(asked, answer.people) if not keep_together else ():
        why |= dict.fromkeys(shortage.groups, _sentence(shortage))
    reached = {asked.groups[group] for group in asked.group_of.tolist()}
    return [
        (name, int(left[group]), why.get(name) or (_UNDIVIDED if name in reached else _NOWHERE))
        for group, name in enumerate(asked.groups)
        if left[group]
    ]


_NOWHERE: Final = "no centre is open to the group"
_UNDIVIDED: Final = "no centre open to the group has room for all of it"


def _sentence(shortage: Shortage) -> str:
    if not shortage.centres:
        return _NOWHERE
    return f"{len(shortage.groups)} groups with {shortage.people} people share {_some(shortage.centres)} with {shortage.seats} seats"


def _some(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def marked(cell: str) -> tuple[tuple[int, int | None], ...]:
    """Seats named in a cell: `2-5` is row 2, column 5; `2` the whole row 2; apart by spaces."""
    found = []
    for word in cell.split():
        row, dash, column = word.partition("-")
        if not (row.isascii() and row.isdigit() and (not dash or (column.isascii() and column.isdigit()))):
            raise ValueError(f"{word!r} is neither a row nor row-column")
        found.append((int(row), int(column) if dash else None))
    return tuple(found)


def read_rooms(path: Path) -> list[Room]:
    """`rooms.csv`: room, rows, columns and, where wanted, centre, closed and accessible seats. Raises BadFiles."""
    side = files.whole(0, WIDEST)
    rows = files.table(
        path,
        {"room": files.text, "rows": side, "columns": side},
        optional={"centre": (files.text, ""), "closed": (marked, ()), "accessible": (marked, ())},
        key=["room"],
    )
    faults: list[BadFile] = []
    found = [
        Room(
            row["room"],
            row["centre"],
            row["rows"],
            row["columns"],
            _seats(path.name, line, row, "closed", faults),
            _seats(path.name, line, row, "accessible", faults),
        )
        for line, row in rows
    ]
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])
    return found


def _seats(file: str, line: int, row: Mapping[str, Any], column: str, faults: list[BadFile]) -> frozenset[Seat]:
    found: set[Seat] = set()
    for place, across in row[column]:
        if not (1 <= place <= row["rows"] and (across is None or 1 <= across <= row["columns"])):
            said = f"{place}" if across is None else f"{place}-{across}"
            faults.append(BadFile(file, line, column, f"{said} is not in the room"))
        elif across is None:
            found |= {(place, each) for each in range(1, row["columns"] + 1)}
        else:
            found.add((place, across))
    return frozenset(found)


def read_pupils(folder: Path, late: Path | None, seed: int, seated: Mapping[str, str] | None = None) -> list[Pupil]:
    """`pupils.csv`, and the late ones in a file of the same columns: pupil, school and, where wanted, need, centre and group.

    Where the folder has an `assignment.csv` (of `seat centres`), pupils without a centre get one of their group's, whose name is
    the school's unless `group` says another. Whoever is `seated` already (centre by pupil) stays at that centre. Raises BadFiles.
    """
    columns = {"pupil": files.text, "school": files.text}
    optional: dict[str, tuple[files.Kind, Any]] = {
        "need": (files.flag, False),
        "centre": (files.text, ""),
        "group": (files.text, ""),
    }
    rows = files.table(folder / "pupils.csv", columns, optional=optional, key=["pupil"])
    if late is not None:
        more = files.table(late, columns, optional=optional, key=["pupil"])
        known = {row["pupil"] for _, row in rows}
        twice = [
            BadFile(late.name, line, "pupil", f"{row['pupil']} stands in pupils.csv already")
            for line, row in more
            if row["pupil"] in known
        ]
        if twice:
            raise BadFiles(twice[: files.MOST_FAULTS])
        rows += more
    at = seated or {}
    pupils = [Pupil(row["pupil"], row["school"], at.get(row["pupil"], row["centre"]), row["need"]) for _, row in rows]
    assignment = _read_assignment(folder / "assignment.csv")
    if assignment is None:
        return pupils
    groups = {row["pupil"]: row["group"] or row["school"] for _, row in rows}
    told = [pupil for pupil in pupils if pupil.centre or pupil.code in at]
    for pupil in told:
        _take(assignment.get(groups[pupil.code], []), pupil.centre)
    return told + dealt_to_centres(
        [pupil for pupil in pupils if not (pupil.centre or pupil.code in at)], groups, assignment, seed
    )


def _take(given: list[tuple[str, int]], centre: str | None) -> None:
    """One of a group's places at a centre is taken, where it has one there."""
    for place, (name, people) in enumerate(given):
        if name == centre and people:
            given[place] = (name, people - 1)


def _read_assignment(path: Path) -> dict[str, list[tuple[str, int]]] | None:
    if not path.is_file():
        return None
    rows = files.table(
        path, {"group": files.text, "centre": files.text, "people": files.whole(0, LARGEST)}, key=["group", "centre"]
    )
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for _, row in rows:
        found[row["group"]].append((row["centre"], row["people"]))
    return {group: sorted(given) for group, given in found.items()}


def read_seats(path: Path, rooms: Sequence[Room]) -> dict[str, Place]:
    """A published `seats.csv`: places by pupil. Raises BadFiles for a room or seat that is not there and a seat given twice."""
    one = files.whole(1)
    rows = files.table(
        path,
        {"pupil": files.text, "room": files.text, "row": one, "column": one, "variant": files.whole(1, 4)},
        key=["pupil"],
    )
    open_ = {room.name: set(room.seats) for room in rooms}
    faults, taken = [], dict[tuple[str, Seat], int]()
    for line, row in rows:
        room, place = row["room"], (row["row"], row["column"])
        if place not in open_.get(room, set()):
            faults.append(
                BadFile(path.name, line, "", f"room {room} has no open seat in row {place[0]}, column {place[1]}")
            )
        elif (room, place) in taken:
            faults.append(BadFile(path.name, line, "", f"the seat is that of line {taken[room, place]} already"))
        taken.setdefault((room, place), line)
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])
    return {row["pupil"]: Place(row["room"], (row["row"], row["column"]), row["variant"]) for _, row in rows}


def centres_of(places: Mapping[str, Place], rooms: Sequence[Room]) -> dict[str, str]:
    """The centre of each pupil who has a place."""
    centre = {room.name: room.centre for room in rooms}
    return {code: centre[place.room] for code, place in places.items()}


def run_rooms(
    folder: Path,
    out: Path,
    *,
    seed: int,
    kinds: int,
    seated: Path | None = None,
    late: Path | None = None,
    seconds: float = 1.0,
) -> dict[str, Any]:
    """Seats the pupils of a folder; writes `seats.csv`, `unseated.csv`, `filled.csv` and `run.json`; returns the run's facts."""
    began = time.perf_counter()
    rooms = read_rooms(folder / "rooms.csv")
    before = read_seats(seated, rooms) if seated else {}
    pupils = read_pupils(folder, late, seed, centres_of(before, rooms))
    sealed_before = files.digest(seated) if seated else ""
    here = {pupil.code for pupil in pupils}
    kept = {code: place for code, place in before.items() if code in here}
    done = seat(rooms, pupils, seed=seed, kinds=kinds, before=kept, seconds=seconds)
    out.mkdir(parents=True, exist_ok=True)
    outputs = _write_seating(out, done)
    facts = room_facts(done, seed, kinds) | {"kept": len(kept), "withdrawn": len(before) - len(kept)}
    facts |= {"seated_before": sealed_before} if seated else {}
    runs.record(
        out,
        "seat rooms",
        inputs=[*(folder / name for name in ROOM_FILES), *([late] if late else [])],
        outputs=outputs,
        seconds=time.perf_counter() - began,
        **facts,
    )
    return facts


def _write_seating(out: Path, done: Seating) -> list[Path]:
    files.write(
        out / "seats.csv",
        ["pupil", "room", "row", "column", "variant"],
        [(code, place.room, *place.seat, place.variant) for code, place in sorted(done.places.items())],
    )
    files.write(out / "unseated.csv", ["pupil", "reason"], sorted(done.unseated.items()))
    files.write(
        out / "filled.csv",
        ["room", "people", "seats", "pairs", "least"],
        [(one.room.name, one.people, len(one.room.seats), one.pairs, one.least) for one in done.rooms],
    )
    return [out / "seats.csv", out / "unseated.csv", out / "filled.csv"]


def room_facts(done: Seating, seed: int, kinds: int) -> dict[str, Any]:
    """What a run says of its seating: counts, pairs of classmates that touch beside the bound, variants."""
    variants = Counter(place.variant for place in done.places.values())
    return {
        "seed": seed,
        "solver": f"ortools {version('ortools')}",
        "pupils": len(done.places) + len(done.unseated),
        "rooms": len(done.rooms),
        "seats": sum(len(one.room.seats) for one in done.rooms),
        "seated": len(done.places),
        "unseated": len(done.unseated),
        "pairs": sum(one.pairs for one in done.rooms),
        "bound": sum(one.least for one in done.rooms),
        "variants": {str(variant): variants[variant] for variant in range(1, kinds + 1)},
    }
