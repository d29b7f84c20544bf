"""Takes in one file after another: fresh rows are judged, shaped and merged a page at a time, each page one transaction."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from maarif.registries.posts import bulk as posts
from maarif.registries.roster import bulk as own
from maarif.registries.roster import digests
from maarif.registries.roster.bundle import File
from maarif.registries.roster.checking import judged
from maarif.registries.roster.lookup import Lookup
from maarif.registries.roster.offer import Kind
from maarif.registries.roster.session import (
    Page,
    Seen,
    Session,
    ahead,
    is_bulk,
    refused_rows,
    settle,
    whole_pages,
)
from maarif.support.parties.bulk import Merged, Refused
from maarif.support.parties.operations import acting

ENDS: Final[dict[str, Callable[[pl.Series], int]]] = {
    "roles": own.end_affiliations,
    "maarif_employments": posts.end_employments,
}
"""Files whose rows end when their source does not give them any more; everything else in a register stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaped:
    """A page ready to be merged: the file's rows and the register's."""

    page: Page
    rows: pl.DataFrame
    staged: pl.DataFrame
    rejects: pl.DataFrame


def load_kind(session: Session, file: File, kind: Kind) -> None:
    """Takes in a file of one of the plain kinds."""
    seen = Seen()
    known = Lookup(digests.known(session.source, file.name))
    aside: list[tuple[pl.DataFrame, pl.DataFrame]] = []
    pages = whole_pages(file, kind.columns, known, seen)
    for shaped in ahead(_shaped(session, pages, kind)):
        counted(session, file, shaped.page)
        session.reject(file.name, shaped.rejects)
        with acting(session.by):
            merged = _merge(kind, shaped.staged)
            again = retried(merged)
            if again:
                lines = [one.row for one in again]
                aside.append(
                    (shaped.rows.filter(pl.col("line").is_in(lines)), shaped.staged.filter(pl.col("row").is_in(lines)))
                )
            told = tuple(one for one in merged.refused if one not in again)
            session.reject(file.name, refused_rows(shaped.rows, told, kind.fields))
            settled = shaped.rows.filter(~pl.col("line").is_in([one.row for one in again])) if again else shaped.rows
            settle(session, file.name, settled, Merged(added=merged.added, changed=merged.changed, refused=told))
            end_gone(session, file, shaped.page.gone)
    for rows, staged in aside:
        with acting(session.by):
            merged = kind.merge(staged)
            session.reject(file.name, refused_rows(rows, merged.refused, kind.fields))
            settle(session, file.name, rows, merged)
    end_missing(session, file, known, seen)


def _shaped(session: Session, pages: Iterator[Page], kind: Kind) -> Iterator[Shaped]:
    for page in pages:
        rows, found = judged(page.fresh, kind.checks(session.context))
        yield Shaped(page=page, rows=rows, staged=kind.shape(rows, session.context), rejects=found)


def _merge(kind: Kind, staged: pl.DataFrame) -> Merged:
    """Merges a page; where rows point into their own file, those whose parent is there go first."""
    if kind.parent is None:
        return kind.merge(staged)
    added = changed = 0
    refused: list[Refused] = []
    left = staged
    while left.height:
        ready = left.filter(pl.col("parent").is_null() | ~pl.col("parent").is_in(left["sourced_id"].to_list()))
        part = ready if ready.height else left
        merged = kind.merge(part)
        added += merged.added
        changed += merged.changed
        refused += merged.refused
        left = left.join(part.select("row"), on="row", how="anti", maintain_order="left")
    return Merged(added=added, changed=changed, refused=tuple(refused))


def retried(merged: Merged) -> tuple[Refused, ...]:
    """Refusals that may dissolve once the rest of the file is in: an older period that ends further down."""
    return tuple(one for one in merged.refused if one.rule != "unknown_reference")


def counted(session: Session, file: File, page: Page) -> None:
    """Counts a page as read, tells of its faults and how far the file is."""
    counts = session.counts[file.name]
    counts.read += page.read
    counts.unchanged += page.rows.height - page.fresh.height
    session.reject(file.name, page.rejects)
    session.progress(file.name, min(1.0, page.share))


def end_gone(session: Session, file: File, gone: pl.DataFrame) -> None:
    """Ends the rows that a delta marks `tobedeleted`, where rows of this file can end; others stay as they are."""
    if gone.is_empty():
        return
    end = ENDS.get(file.name)
    if end is None:
        session.counts[file.name].unchanged += gone.height
        return
    ended = end(gone["sourcedId"])
    session.counts[file.name].changed += ended
    session.counts[file.name].unchanged += gone.height - ended
    digests.forget(session.source, file.name, gone["sourcedId"])


def end_missing(session: Session, file: File, known: Lookup, seen: Seen) -> None:
    """Ends what a bulk file does not give any more, where rows of this file can end."""
    end = ENDS.get(file.name)
    if end is None or not is_bulk(file) or known.rows.is_empty():
        return
    missing = seen.lacks(known.rows["sourcedId"])
    if len(missing):
        with acting(session.by):
            session.ended[file.name] += end(missing)
            digests.forget(session.source, file.name, missing)
