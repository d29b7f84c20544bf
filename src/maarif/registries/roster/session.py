"""One load as it goes: whose it is, what it counted, and how a page of rows becomes fresh rows, rejects and settled counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from threading import Lock
from typing import Any, Final, TypeVar

import numpy as np
import polars as pl

from maarif.registries.roster import digests, reading
from maarif.registries.roster.bundle import Bundle, File
from maarif.registries.roster.checking import REJECTS, Check, clean, completed, judged, one_of, rejects, required
from maarif.registries.roster.lookup import Lookup
from maarif.registries.roster.offer import Context
from maarif.registries.roster.types import Counts, Mode, Progress, Reject
from maarif.support.parties.bulk import Merged, Refused
from maarif.support.parties.types import Actor

_Item = TypeVar("_Item")
Hashes = np.ndarray[Any, np.dtype[np.uint64]]
_NOT_DIGESTED: Final = ("line", "dateLastModified")
_LONGEST: Final = 20_000
_LONGEST_NAME: Final = 300
"""Bytes of a value at most: names and references stand in indexes, of which PostgreSQL keeps 2 700 bytes a row."""
_NAMES: Final = ("name", "title", "givenName", "familyName", "middleName", "code", "courseCode", "subject", "round")


class Stopped(Exception):
    """Ends a lane of a load after its page, because the other lane was stopped or failed."""


@dataclass(slots=True, kw_only=True)
class Session:
    """A running load; its two lanes count different files, and tell one at a time."""

    bundle: Bundle
    source: int
    by: Actor
    context: Context
    on_progress: Callable[[Progress], None]
    on_rejects: Callable[[Sequence[Reject]], None]
    counts: defaultdict[str, Counts] = field(default_factory=lambda: defaultdict(Counts))
    ended: Counter[str] = field(default_factory=Counter)
    rejected: int = 0
    may_hold_derived: bool = False
    stopping: bool = False
    _telling: Lock = field(default_factory=Lock)

    def progress(self, name: str, share: float) -> None:
        """Says how far a file is, after each of its pages; Stopped when the load goes no further."""
        if self.stopping:
            raise Stopped
        with self._telling:
            self.on_progress(Progress(file=name, rows=self.counts[name].read, share=share))

    def reject(self, name: str, found: pl.DataFrame) -> None:
        """Tells of faults; a row with several of them is one rejected row."""
        if found.is_empty():
            return
        self.counts[name].rejected += found["line"].n_unique()
        self.tell(name, found)

    def tell(self, name: str, found: pl.DataFrame) -> None:
        """Tells of faults without counting rows."""
        told = [
            Reject(file=f"{name}.csv", line=line, sourced_id=sourced, field=about, rule=rule, value=value)
            for line, sourced, about, rule, value in found.select(list(REJECTS)).iter_rows()
        ]
        with self._telling:
            self.rejected += len(told)
            self.on_rejects(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Rows of a file that are whole and told apart: `line`, `digest` and what is `known` beside their columns."""

    rows: pl.DataFrame
    gone: pl.DataFrame
    read: int
    rejects: pl.DataFrame
    share: float

    @property
    def fresh(self) -> pl.DataFrame:
        """The rows that were not taken in before just as they are now."""
        return self.rows.filter(~pl.col("digest").eq_missing(pl.col("known")))


class Seen:
    """Which values of a file came by: 8 bytes each as sorted hashes, behind a bitmap that lets most questions end at once.

    A hash has its bit by its upper 27 bits, so that sorted hashes have theirs in turn.
    """

    _BITS: Final = 27

    def __init__(self) -> None:
        self._bitmap = np.zeros(1 << (self._BITS - 3), dtype=np.uint8)
        self._pages: list[Hashes] = []

    def again(self, values: pl.Series) -> pl.Series:
        """Flags values that came before, in an earlier page or in this one; empty values never do."""
        there = values.is_not_null()
        hashes = values.hash(7).to_numpy()
        before = np.zeros(len(hashes), dtype=np.bool_)
        place, bit = self._places(hashes)
        maybe = np.flatnonzero((self._bitmap[place] & bit != 0) & there.to_numpy())
        for page in self._pages if len(maybe) else ():
            found = np.minimum(np.searchsorted(page, hashes[maybe]), len(page) - 1)
            before[maybe] |= page[found] == hashes[maybe]
        self._remember(np.sort(hashes[there.to_numpy()]))
        return (pl.Series(before) | ~values.is_first_distinct()) & there

    def lacks(self, values: pl.Series) -> pl.Series:
        """The values that did not come by."""
        if not self._pages:
            return values
        return values.filter(pl.Series(~np.isin(values.hash(7).to_numpy(), np.concatenate(self._pages))))

    def _remember(self, hashes: Hashes) -> None:
        if len(hashes):
            place, bit = self._places(hashes)
            first = np.flatnonzero(np.diff(place, prepend=place[0] + 1))
            self._bitmap[place[first]] |= np.bitwise_or.reduceat(bit, first)
            self._pages.append(hashes)

    def _places(self, hashes: Hashes) -> tuple[Hashes, np.ndarray[Any, np.dtype[np.uint8]]]:
        at = hashes >> np.uint64(64 - self._BITS)
        return at >> np.uint64(3), np.left_shift(np.uint8(1), (at & np.uint64(7)).astype(np.uint8))


def ahead(items: Iterator[_Item]) -> Iterator[_Item]:
    """The same items, the next one made in another thread while this one is being written."""
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(lambda: list(islice(items, 1)))
        while current := waiting.result():
            waiting = pool.submit(lambda: list(islice(items, 1)))
            yield current[0]


def whole_pages(
    file: File,
    columns: Sequence[str],
    known: Lookup,
    seen: Seen,
    twice: Callable[[pl.DataFrame], pl.DataFrame] | None = None,
) -> Iterator[Page]:
    """Pages of a file with what can be told of a row before its meaning: width, control characters, status, sourcedId.

    `twice` may find more rows that repeat what must be unique; it sees every row, and gives rejects.
    """
    for page in reading.pages(file):
        rows = completed(page.rows, (*columns, "status", "dateLastModified"))
        texts = [column for column in page.rows.columns if column != "line"]
        checks: list[Check] = [
            *required("sourcedId"),
            one_of("status", ("active", "tobedeleted")),
            *_too_long(page.rows),
        ]
        rows, found = judged(rows, [*checks, *clean(texts)] if page.controls else checks)
        found = found.with_columns(pl.col("rule").replace({"vocabulary": "status"}))
        faults = [_ragged(page.ragged), found]
        again = seen.again(rows["sourcedId"])
        faults.append(rejects(rows.filter(again), "sourcedId", "duplicate"))
        rows = rows.filter(~again)
        if twice is not None:
            repeated = twice(rows)
            faults.append(repeated)
            rows = rows.join(repeated.select("line"), on="line", how="anti", maintain_order="left")
        rows = rows.with_columns(digests.of(rows.select(set(page.rows.columns) - set(_NOT_DIGESTED))))
        rows = known.beside(rows)
        gone = (pl.col("status") == "tobedeleted").fill_null(False)
        yield Page(
            rows=rows.filter(~gone),
            gone=rows.filter(gone),
            read=page.rows.height + len(page.ragged),
            rejects=pl.concat(faults),
            share=page.share,
        )


def _too_long(rows: pl.DataFrame) -> list[Check]:
    """Checks of the columns in which some value is longer than a register keeps."""
    texts = [column for column in rows.columns if column != "line"]
    longest = rows.select(pl.col(texts).str.len_bytes().max()).row(0)
    limits = [_LONGEST_NAME if text in _NAMES or text.endswith("ourcedId") else _LONGEST for text in texts]
    return [
        Check(field=text, rule="too_long", bad=pl.col(text).str.len_bytes() > limit)
        for text, limit, most in zip(texts, limits, longest, strict=True)
        if most is not None and most > limit
    ]


def _ragged(lines: Sequence[int]) -> pl.DataFrame:
    rows = [(line, "", "", "columns", "") for line in lines]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")


def refused_rows(rows: pl.DataFrame, refused: Sequence[Refused], fields: dict[str, str]) -> pl.DataFrame:
    """What the register refused, as rejects; `rows` are rows of the file with their `line`."""
    if not refused:
        return pl.DataFrame(schema=REJECTS)
    frames = []
    by_reason: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for one in refused:
        by_reason[fields.get(one.field, one.field), one.rule].append(one.row)
    for (about, rule), lines in by_reason.items():
        frames.append(rejects(rows.filter(pl.col("line").is_in(lines)), about or "sourcedId", rule))
    return pl.concat(frames).sort("line")


def settle(session: Session, name: str, rows: pl.DataFrame, merged: Merged) -> None:
    """Counts a written page and remembers the rows that are in; `rows` are the file's rows that were staged."""
    tally(session, name, rows, merged)
    remember(session, name, taken(rows, merged))


def tally(session: Session, name: str, rows: pl.DataFrame, merged: Merged) -> None:
    """Counts a written page."""
    counts = session.counts[name]
    counts.added += merged.added
    counts.changed += merged.changed
    counts.unchanged += rows.height - merged.added - merged.changed - len(merged.refused)


def taken(rows: pl.DataFrame, merged: Merged) -> pl.DataFrame:
    """The rows of a written page that are in."""
    refused = [one.row for one in merged.refused]
    return rows.filter(~pl.col("line").is_in(refused)) if refused else rows


def remember(session: Session, name: str, rows: pl.DataFrame) -> None:
    """Remembers rows as taken in, in the place of what was known of them."""
    digests.remember(session.source, name, rows, replaces=bool(rows["known"].is_not_null().any()))


def is_bulk(file: File) -> bool:
    """Whether the file holds everything that its source has."""
    return file.mode is Mode.BULK
