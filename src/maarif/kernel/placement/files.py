"""Reads and writes the small CSV files of a run (RFC 4180, UTF-8, a header): every fault with its line, never only the first.

What is large (millions of wishes) is read column by column in `market_files`; this is for what a person could read.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from maarif.kernel.placement.errors import BadFile, BadFiles

MOST_FAULTS: Final = 50
"""So many faults of one file are told; more would not be read."""

LONGEST_SHOWN: Final = 60

LARGEST: Final = 2**62
"""What no number may exceed, where a file states none smaller."""

LONGEST_NUMBER: Final = 20

CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")

Kind = Callable[[str], Any]
"""Makes a value of a cell's text; a ValueError's text is the fault."""


def text(cell: str) -> str:
    """A name or code: anything but nothing, on one line."""
    if not cell:
        raise ValueError("is empty")
    if CONTROL.search(cell):
        raise ValueError(f"{shown(cell)} has a character that cannot be seen")
    return cell


def shown(cell: str) -> str:
    """A cell as a fault shows it, the beginning of a long one."""
    return repr(cell if len(cell) <= LONGEST_SHOWN else f"{cell[:LONGEST_SHOWN]}...")


def whole(least: int, most: int = LARGEST) -> Kind:
    """A whole number from `least` up to `most`, both included."""

    def read(cell: str) -> int:
        if not cell.removeprefix("-").isascii() or not cell.removeprefix("-").isdigit():
            raise ValueError(f"{shown(cell)} is not a whole number")
        number = int(cell) if len(cell) <= LONGEST_NUMBER else LARGEST + 1
        if number < least or number > most:
            limits = f"from {least} to {most}" if most < LARGEST or number > most else f"{least} or more"
            raise ValueError(f"{cell if len(cell) <= LONGEST_NUMBER else shown(cell)} is not {limits}")
        return number

    return read


def flag(cell: str) -> bool:
    """0 or 1; an empty cell is 0."""
    if cell not in ("", "0", "1"):
        raise ValueError(f"{shown(cell)} is neither 0 nor 1")
    return cell == "1"


def one_of(*known: str) -> Kind:
    """One of the words named."""

    def read(cell: str) -> str:
        if cell not in known:
            raise ValueError(f"{shown(cell)} is none of {', '.join(known)}")
        return cell

    return read


def table(
    path: Path,
    columns: Mapping[str, Kind],
    *,
    optional: Mapping[str, tuple[Kind, Any]] | None = None,
    key: Sequence[str] = (),
    required: bool = True,
) -> list[tuple[int, dict[str, Any]]]:
    """The rows of a file as (line, values by column); unknown columns are left out.

    `optional` gives kind and default of columns that may be missing or empty; `key` names the columns whose values may not
    come twice; a file that is not `required` and not there has no rows. Raises BadFiles with every fault (at most MOST_FAULTS).
    """
    if not path.is_file():
        if required:
            raise BadFiles([BadFile(path.name, 0, "", "there is no such file")])
        return []
    faults: list[BadFile] = []
    rows = list(_rows(path, columns, optional or {}, faults))
    _unique(path.name, rows, key, faults)
    if faults:
        raise BadFiles(sorted(faults, key=lambda fault: fault.params["line"])[:MOST_FAULTS])  # type: ignore[arg-type,return-value]
    return rows


def _rows(
    path: Path, columns: Mapping[str, Kind], optional: Mapping[str, tuple[Kind, Any]], faults: list[BadFile]
) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as opened:
            reader = csv.reader(opened, strict=True)
            header = [name.strip() for name in next(reader, [])]
            if missing := [name for name in columns if name not in header]:
                faults.append(BadFile(path.name, 1, ", ".join(missing), "column is missing"))
                return
            if twice := sorted(name for name in {*columns, *optional} if header.count(name) > 1):
                faults.append(BadFile(path.name, 1, ", ".join(twice), "column stands there twice"))
                return
            for cells in reader:
                if len(faults) >= MOST_FAULTS:
                    return
                if not any(cells):
                    continue
                line = reader.line_num
                if len(cells) != len(header):
                    faults.append(
                        BadFile(path.name, line, "", f"{len(cells)} cells where the header has {len(header)}")
                    )
                    continue
                row = _row(
                    path.name, line, dict(zip(header, map(str.strip, cells), strict=True)), columns, optional, faults
                )
                if row is not None:
                    yield line, row
    except UnicodeDecodeError as error:
        faults.append(BadFile(path.name, _undecodable(path), "", f"is not UTF-8: {error.reason}"))
    except csv.Error as error:
        faults.append(BadFile(path.name, reader.line_num, "", str(error)))


def _undecodable(path: Path) -> int:
    """The first line that is not UTF-8, 0 when none is."""
    with path.open("rb") as opened:
        for number, line in enumerate(opened, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 0


def _row(
    file: str,
    line: int,
    given: Mapping[str, str],
    columns: Mapping[str, Kind],
    optional: Mapping[str, tuple[Kind, Any]],
    faults: list[BadFile],
) -> dict[str, Any] | None:
    row: dict[str, Any] = {}
    for name, kind in [*columns.items(), *((name, pair[0]) for name, pair in optional.items())]:
        if name in optional and not given.get(name):
            row[name] = optional[name][1]
            continue
        try:
            row[name] = kind(given[name])
        except ValueError as error:
            faults.append(BadFile(file, line, name, str(error)))
    return row if len(row) == len(columns) + len(optional) else None


def _unique(
    file: str, rows: Sequence[tuple[int, Mapping[str, Any]]], key: Sequence[str], faults: list[BadFile]
) -> None:
    seen: dict[tuple[Any, ...], int] = {}
    for line, row in rows if key else ():
        value = tuple(row[name] for name in key)
        if value in seen:
            faults.append(
                BadFile(
                    file, line, ", ".join(key), f"{', '.join(map(str, value))} stands in line {seen[value]} already"
                )
            )
        else:
            seen[value] = line


def known(file: str, rows: Sequence[tuple[int, Mapping[str, Any]]], names: Mapping[str, Collection[Any]]) -> None:
    """Raises BadFiles for each value of a column that is none of its names; `names` by column."""
    faults = [
        BadFile(file, line, column, f"there is no {column} {row[column]}")
        for line, row in rows
        for column, there in names.items()
        if row[column] not in there
    ]
    if faults:
        raise BadFiles(faults[:MOST_FAULTS])


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Writes a file (`\\n` ends a line) and returns the SHA-256 of its bytes in hexadecimal."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return digest(path)


def digest(path: Path) -> str:
    """The SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
