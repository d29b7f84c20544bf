"""The file of common quotas (`quota,most,within`), and which programme is in which: every fault with its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from maarif.kernel.placement import files
from maarif.kernel.placement.errors import BadFile, BadFiles
from maarif.kernel.placement.market import NO_QUOTA, Ints

MOST_SEATS: Final = 10**12


@dataclass(frozen=True, slots=True)
class Caps:
    """Names of the quotas, and the arrays of a Market; all empty where no programme is in a quota."""

    names: tuple[str, ...]
    of_block: Ints
    most: Ints
    within: Ints


def read(path: Path | None, programmes: str, blocks: Sequence[tuple[int, str]]) -> Caps:
    """The quotas of a file, outer ones first, and the quota of each block by line and name; BadFiles for every fault."""
    rows = (
        files.table(
            path,
            {"quota": files.text, "most": files.whole(0, MOST_SEATS)},
            optional={"within": (files.text, "")},
            key=("quota",),
        )
        if path is not None
        else []
    )
    within = {row["quota"]: row["within"] for _, row in rows}
    name = path.name if path is not None else "quotas.csv"
    faults = [fault for line, row in rows if (fault := _astray(name, line, row["quota"], within))]
    faults += [
        BadFile(programmes, line, "quota", f"{quota} is not in {name}")
        for line, quota in blocks
        if quota and quota not in within
    ]
    if faults:
        raise BadFiles(faults[: files.MOST_FAULTS])
    if not any(quota for _, quota in blocks):
        return Caps((), *(np.zeros(0, dtype=np.int64) for _ in range(3)))
    most = {row["quota"]: row["most"] for _, row in rows}
    names = sorted(within, key=lambda quota: (_depth(quota, within), quota))
    number = {quota: at for at, quota in enumerate(names)} | {"": NO_QUOTA}
    return Caps(
        tuple(names),
        np.array([number[quota] for _, quota in blocks], dtype=np.int64),
        np.array([most[quota] for quota in names], dtype=np.int64),
        np.array([number[within[quota]] for quota in names], dtype=np.int64),
    )


def _astray(file: str, line: int, quota: str, within: dict[str, str]) -> BadFile | None:
    """A quota whose way outwards ends nowhere or comes back."""
    outer = within[quota]
    if outer and outer not in within:
        return BadFile(file, line, "within", f"{outer} is no quota of this file")
    seen = {quota}
    while outer and outer in within:
        if outer in seen:
            return BadFile(file, line, "within", f"{quota} lies within itself")
        seen.add(outer)
        outer = within[outer]
    return None


def _depth(quota: str, within: dict[str, str]) -> int:
    return 0 if not within[quota] else 1 + _depth(within[quota], within)
