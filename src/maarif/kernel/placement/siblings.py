"""The file that says who belongs to one family (`family,applicant`), and the lot that siblings share."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from maarif.kernel.placement import files
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import Ints


def read(path: Path, applicants: Sequence[str]) -> list[tuple[str, tuple[int, ...]]]:
    """The families by name, their members by number; BadFiles for an unknown applicant, one in two families, and one alone."""
    rows = files.table(path, {"family": files.text, "applicant": files.text}, key=("applicant",))
    number = {name: at for at, name in enumerate(applicants)}
    faults = [
        BadFile(path.name, line, "applicant", f"{row['applicant']} has no wishes")
        for line, row in rows
        if row["applicant"] not in number
    ]
    members: dict[str, list[tuple[int, str]]] = {}
    for line, row in rows:
        members.setdefault(row["family"], []).append((line, row["applicant"]))
    faults += [
        BadFile(path.name, one[0][0], "family", f"{name} has one member only")
        for name, one in members.items()
        if len(one) == 1
    ]
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: int(str(fault.params["line"])))[: files.MOST_FAULTS])
    return [(name, tuple(sorted(number[who] for _, who in of))) for name, of in sorted(members.items())]


def shared(own: Ints, families: Sequence[tuple[str, tuple[int, ...]]]) -> tuple[Ints, Ints]:
    """The lot of each applicant, that of the first by name for all of a family, and the turn among siblings, both int64 (n).

    `own` are the lots that everybody would have alone; siblings have their turns, from 0, by these.
    """
    lots, turns = own.copy(), np.zeros(len(own), dtype=np.int64)
    for _, members in families:
        lots[list(members)] = own[members[0]]
        for turn, who in enumerate(sorted(members, key=lambda one: int(own[one]))):
            turns[who] = turn
    return lots, turns
