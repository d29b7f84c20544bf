"""Verifies a published seating from its files alone: the first violation is named, whoever computed it and by whatever means."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from maarif.kernel.placement import centres, files, runs
from maarif.kernel.placement.layouts import CLOSE, Room
from maarif.kernel.placement.rooms import NO_CENTRE, Place, Pupil
from maarif.kernel.placement.seating import centres_of, read_pupils, read_question, read_rooms, read_seats
from maarif.kernel.placement.variants import close

FACTS: Final = {
    "seat centres": {"cost": int, "worst": int, "keep_together": bool, "minimise": str},
    "seat rooms": {"seed": int, "variants": dict},
}


def violations(folder: Path, out: Path, *, late: Path | None = None, seated: Path | None = None) -> Iterator[str]:
    """The violations of the seating in `out` for the question in `folder`, in the order in which they are looked for.

    `seated` are the seats published before: whoever has one and still takes part must have
    kept it. Files are read as a reader of strange files does (BadFiles); what the run says of itself is believed in nothing but its rules.
    """
    run = runs.said(out, FACTS)
    yield from runs.faults(out, [folder, *([late.parent] if late else [])])
    if run["command"] == "seat centres":
        yield from _centres(folder, out, run)
    else:
        if "seated_before" in run and (seated is None or files.digest(seated) != run["seated_before"]):
            yield "the run added to seats published before: these very seats must be given (--seated)"
            return
        yield from _rooms(folder, out, run, late, seated)
        yield from _moved(folder, out, late, seated) if seated else ()


def _centres(folder: Path, out: Path, run: Mapping[str, Any]) -> Iterator[str]:
    asked = read_question(folder)
    number = files.whole(1, centres.LARGEST)
    rows = files.table(
        out / "assignment.csv",
        {"group": files.text, "centre": files.text, "people": number},
        key=["group", "centre"],
    )
    names = zip(asked.group_of.tolist(), asked.centre_of.tolist(), strict=True)
    at = {(asked.groups[group], asked.centres[centre]): pair for pair, (group, centre) in enumerate(names)}
    people = np.zeros(len(asked.costs), dtype=np.int64)
    for line, row in rows:
        pair = at.get((row["group"], row["centre"]))
        if pair is None:
            yield f"assignment.csv, line {line}: {row['centre']} is not open to {row['group']}"
        else:
            people[pair] = row["people"]
    left = centres.missing(asked, people)
    for place in np.flatnonzero(left < 0):
        yield f"{asked.groups[place]}: {-left[place]} more people are assigned than the group has"
    for place in np.flatnonzero(centres.loads(asked, people) > asked.capacities):
        yield f"{asked.centres[place]}: more people are assigned than it has seats"
    told = files.table(out / "unassigned.csv", {"group": files.text, "people": number}, key=["group"])
    said = {row["group"]: row["people"] for _, row in told}
    if said != {asked.groups[place]: int(left[place]) for place in np.flatnonzero(left)}:
        yield "unassigned.csv: does not name exactly those who have no centre"
    yield from _best(asked, people, run)


def _best(asked: centres.Question, people: centres.Ints, run: Mapping[str, Any]) -> Iterator[str]:
    """Whether the assignment keeps its own rules and is as good as it says."""
    cost, worst = centres.total(asked, people), int(asked.costs[people > 0].max(initial=0))
    if (run["cost"], run["worst"]) != (cost, worst):
        yield f"run.json: the cost is {cost} and the worst {worst}"
    if run["keep_together"]:
        parted = np.flatnonzero(np.bincount(asked.group_of[people > 0], minlength=len(asked.groups)) > 1)
        yield from (f"{asked.groups[place]}: is divided although groups stay together" for place in parted)
        return
    if int(people.sum()) < centres.most(asked, asked.everywhere):
        yield "people are left without a centre who could have one"
        return
    allowed = asked.everywhere
    if run["minimise"] == "worst":
        level = centres.bottleneck(asked)
        if worst > level:
            yield f"the worst cost is {worst} where {level} is possible"
            return
        allowed = asked.costs <= level
    least = centres.bound(asked, people, allowed)
    if cost > least:
        yield f"the total cost {cost} can be lowered: the bound that this assignment proves is {least}"


def _rooms(folder: Path, out: Path, run: Mapping[str, Any], late: Path | None, seated: Path | None) -> Iterator[str]:
    rooms = read_rooms(folder / "rooms.csv")
    sat = centres_of(read_seats(seated, rooms), rooms) if seated else None
    pupils = {pupil.code: pupil for pupil in read_pupils(folder, late, run["seed"], sat)}
    places = read_seats(out / "seats.csv", rooms)
    told = files.table(out / "unseated.csv", {"pupil": files.text, "reason": files.text}, key=["pupil"])
    unseated = {row["pupil"]: row["reason"] for _, row in told}
    yield from (f"{code}: is seated and is none of the pupils" for code in places if code not in pupils)
    for code in pupils:
        if (code in places) == (code in unseated):
            yield f"{code}: must be either seated or named with a reason"
    by_name = {room.name: room for room in rooms}
    here = [(pupils[code], place) for code, place in places.items() if code in pupils]
    for pupil, place in here:
        if by_name[place.room].centre != pupil.centre:
            yield f"{pupil.code}: sits at another centre"
        if pupil.need and place.seat not in by_name[place.room].accessible:
            yield f"{pupil.code}: has a special need and sits on a seat that is not accessible"
    yield from _left_out(rooms, pupils, places, unseated)
    yield from _neighbours(rooms, pupils, places, out, run)


def _moved(folder: Path, out: Path, late: Path | None, seated: Path) -> Iterator[str]:
    rooms = read_rooms(folder / "rooms.csv")
    here = {pupil.code for pupil in read_pupils(folder, late, 0)}
    now = read_seats(out / "seats.csv", rooms)
    for code, place in read_seats(seated, rooms).items():
        if code in here and now.get(code) != place:
            yield f"{code}: does not sit where {seated.name} of before says"


def _left_out(
    rooms: list[Room], pupils: Mapping[str, Pupil], places: Mapping[str, Place], unseated: Mapping[str, str]
) -> Iterator[str]:
    """Nobody is without a seat while one is free that suits."""
    taken = {(place.room, place.seat) for place in places.values()}
    free: Counter[str] = Counter()
    suits: Counter[str] = Counter()
    for room in rooms:
        open_ = [seat for seat in room.seats if (room.name, seat) not in taken]
        free[room.centre] += len(open_)
        suits[room.centre] += len(room.accessible.intersection(open_))
    for code in unseated:
        if code not in pupils:
            yield f"{code}: is named without a seat and is none of the pupils"
            continue
        pupil = pupils[code]
        if pupil.centre is None:
            if unseated[code] != NO_CENTRE:
                yield f"{code}: has no centre, which is not the reason given"
        elif (suits if pupil.need else free)[pupil.centre]:
            yield f"{code}: has no seat although one is free"


def _neighbours(
    rooms: list[Room], pupils: Mapping[str, Pupil], places: Mapping[str, Place], out: Path, run: Mapping[str, Any]
) -> Iterator[str]:
    """Variants differ between neighbours, and classmates touch exactly where `filled.csv` says so, never more than it says."""
    kinds, fresh = len(run["variants"]), "seated_before" not in run
    at = {(place.room, place.seat): code for code, place in places.items() if code in pupils}
    pairs: Counter[str] = Counter()
    classmates: dict[str, Counter[str]] = defaultdict(Counter)
    for (room, seat), code in sorted(at.items()):
        classmates[room][pupils[code].school] += 1
        for down, right in CLOSE:
            other = at.get((room, (seat[0] + down, seat[1] + right)))
            if other is None or other < code:
                continue
            pairs[room] += pupils[code].school == pupils[other].school
            if close(kinds, seat, places[other].seat) and places[code].variant == places[other].variant:
                yield f"{code} and {other}: are neighbours with the same variant"
    number = files.whole(0)
    told = files.table(
        out / "filled.csv", {"room": files.text, "people": number, "pairs": number, "least": number}, key=["room"]
    )
    said = {row["room"]: (row["people"], row["pairs"]) for _, row in told}
    for each in sorted(rooms, key=lambda each: each.name):
        people = classmates[each.name].total()
        if said.get(each.name) != (people, pairs[each.name]):
            yield f"filled.csv: room {each.name} has {people} people and {pairs[each.name]} pairs of classmates that touch"
    for line, row in told:
        if row["pairs"] and not row["least"] and fresh:
            yield f"filled.csv, line {line}: classmates touch in room {row['room']} where no bound says that they must"
