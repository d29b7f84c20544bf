"""Reads a CSV file in blocks of bounded size, each row with the number of its line; every value is text or nothing."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import polars as pl
from polars.exceptions import PolarsError

from maarif.registries.roster.bundle import File

BLOCK: Final = 3 * 1024**2
_CONTROLS: Final = bytes([*range(9), 11, 12, *range(14, 32), 127])
CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
LONGEST: Final = 1_000_000
"""Letters in one value at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a file: `rows` with the column `line`; `ragged` are lines with too many or too few values."""

    rows: pl.DataFrame
    ragged: tuple[int, ...]
    controls: bool
    share: float


def pages(file: File, block: int | None = None) -> Iterator[Page]:
    """The file, a page at a time; trimmed, and empty values are nothing."""
    if not file.columns:
        return
    done = 0
    with file.path.open("rb") as source:
        if source.read(3) != codecs.BOM_UTF8:
            source.seek(0)
        done += len(source.readline())
        line = 2
        for raw in _blocks(source, block or BLOCK):
            done += len(raw)
            lines = raw.count(b"\n") + (not raw.endswith(b"\n"))
            page = _page(file.columns, raw.replace(b"\r\n", b"\n"), line, lines)
            yield Page(
                rows=page[0],
                ragged=page[1],
                controls=len(raw.translate(None, _CONTROLS)) < len(raw),
                share=done / file.size,
            )
            line += lines


def _blocks(source: BinaryIO, size: int) -> Iterator[bytes]:
    """Whole records: a block ends at the end of a line outside of quotes."""
    rest = b""
    while True:
        fresh = source.read(size)
        raw = rest + fresh
        if not fresh:
            if raw.strip():
                yield raw
            return
        cut = raw.rfind(b"\n") + 1
        while cut and raw.count(b'"', 0, cut) % 2:
            cut = raw.rfind(b"\n", 0, cut - 1) + 1
        if cut:
            yield raw[:cut]
        rest = raw[cut:]


def _page(columns: tuple[str, ...], raw: bytes, first_line: int, lines: int) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """One block of so many lines as a frame: fast when each record is one line of the right width, else with care."""
    try:
        frame = pl.read_csv(raw, has_header=False, new_columns=list(columns), infer_schema=False)
    except PolarsError:
        frame = pl.DataFrame()
    if frame.height != lines or frame.width != len(columns):
        return _carefully(columns, raw.decode(), first_line)
    numbered = _tidy(frame).with_columns(line=pl.int_range(first_line, first_line + lines, dtype=pl.Int64))
    blank = pl.all_horizontal(pl.exclude("line").is_null())
    return numbered.filter(~blank), ()


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    trimmed = frame.with_columns(pl.all().str.strip_chars())
    return trimmed.select(pl.when(pl.all() != "").then(pl.all()))


def _carefully(columns: tuple[str, ...], text: str, first_line: int) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """Row by row: values over several lines, blank lines, lines of another width."""
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    numbers: list[int] = []
    ragged: list[int] = []
    begins = 0
    while True:
        try:
            values = next(reader)
        except StopIteration:
            break
        except csv.Error:
            ragged.append(first_line + begins)
            begins = reader.line_num
            continue
        if len(values) == len(columns):
            rows.append(values)
            numbers.append(first_line + begins)
        elif any(value.strip() for value in values):
            ragged.append(first_line + begins)
        begins = reader.line_num
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")
    return _tidy(frame).with_columns(line=pl.Series(numbers, dtype=pl.Int64)), tuple(ragged)
