"""Takes in enrollments.csv: studies into the register of enrolments, seats into classes, and who leads a class."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from maarif.registries.enrolments import bulk as enrolments
from maarif.registries.programmes import bulk as programmes
from maarif.registries.roster import bulk as own
from maarif.registries.roster import digests, studying
from maarif.registries.roster.bundle import File
from maarif.registries.roster.checking import judged
from maarif.registries.roster.loading import counted, retried
from maarif.registries.roster.lookup import Lookup
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
from maarif.support.parties.bulk import Merged
from maarif.support.parties.operations import acting

_NAME: Final = "enrollments"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """A page with its good rows."""

    page: Page
    studies: pl.DataFrame
    later: pl.DataFrame
    seats: pl.DataFrame
    rejects: pl.DataFrame


def load_enrollments(session: Session, file: File) -> None:
    """Takes in the file."""
    known = Lookup(digests.known(session.source, file.name))
    session.may_hold_derived = own.has_derived()
    seen = Seen()
    how = studying.studying(session.context, own.homerooms())
    aside: list[pl.DataFrame] = []
    pages = whole_pages(file, studying.COLUMNS, known, seen)
    for found in ahead(_judged(pages, how)):
        counted(session, file, found.page)
        session.reject(file.name, found.rejects)
        with acting(session.by):
            aside.append(_studies(session, found.studies))
            _seats(session, found.seats)
            _end(session, found.page.gone["sourcedId"], gone=True)
        aside.append(found.later)
    for rows in aside:
        if rows.height:
            with acting(session.by):
                merged = enrolments.merge_enrolments(studying.shaped(rows, session.context))
                session.reject(file.name, refused_rows(rows, merged.refused, studying.FIELDS))
                settle(session, file.name, rows, merged)
    if is_bulk(file) and known.rows.height:
        missing = seen.lacks(known.rows["sourcedId"])
        if len(missing):
            with acting(session.by):
                _end(session, missing, gone=False)


def _judged(pages: Iterator[Page], how: studying.Studying) -> Iterator[_Judged]:
    """Pages judged; of two current studies of one person on one level (or of one kind) the second waits for the file's end."""
    checks = studying.checks(how)
    for page in pages:
        good, found = judged(studying.prepared(page.fresh, how), checks)
        studies = good.filter("is_study")
        active = (pl.col("state") == "active").fill_null(False)
        second = pl.lit(False)
        for what in ("level", "kind"):
            second = (
                second
                | ~pl.struct("userSourcedId", what, pl.when(active).then(0).otherwise("line")).is_first_distinct()
            )
        marked = studies.with_columns(second=active & second)
        yield _Judged(
            page=page,
            studies=marked.filter(~pl.col("second")).drop("second"),
            later=marked.filter("second").drop("second"),
            seats=good.filter(~pl.col("is_study")),
            rejects=found,
        )


def _studies(session: Session, rows: pl.DataFrame) -> pl.DataFrame:
    """Writes studies; returns those whose refusal may dissolve once the rest of the file is in."""
    if session.may_hold_derived and rows.height:
        enrolments.replace_derived(rows.filter(pl.col("state") == "active")["userSourcedId"])
    merged = enrolments.merge_enrolments(studying.shaped(rows, session.context))
    again = [one.row for one in retried(merged)]
    told = tuple(one for one in merged.refused if one.row not in set(again))
    settled = rows.filter(~pl.col("line").is_in(again))
    session.reject(_NAME, refused_rows(settled, told, studying.FIELDS))
    settle(session, _NAME, settled, Merged(added=merged.added, changed=merged.changed, refused=told))
    return rows.filter(pl.col("line").is_in(again))


def _seats(session: Session, rows: pl.DataFrame) -> None:
    """Writes seats in classes, and the teachers who lead one."""
    if rows.is_empty():
        return
    merged = own.merge_members(studying.members(rows))
    session.reject(_NAME, refused_rows(rows, merged.refused, studying.FIELDS))
    settle(session, _NAME, rows, merged)
    refused = [one.row for one in merged.refused]
    leading = rows.filter(pl.col("leads_class") & ~pl.col("line").is_in(refused))
    if leading.height:
        programmes.set_class_teachers(studying.leaders(leading))


def _end(session: Session, sourced_ids: pl.Series, *, gone: bool) -> None:
    """Withdraws studies and ends seats that a delta marks `tobedeleted` or a bulk file does not give any more."""
    if sourced_ids.is_empty():
        return
    ended = enrolments.withdraw(sourced_ids) + own.end_members(sourced_ids)
    digests.forget(session.source, _NAME, sourced_ids)
    if gone:
        session.counts[_NAME].changed += ended
        session.counts[_NAME].unchanged += len(sourced_ids) - ended
    else:
        session.ended[_NAME] += ended


def derive_studies(session: Session) -> int:
    """Enrols affiliated students whom no row enrols, as far as their level can be told; returns how many."""
    if own.states_studies(session.source):
        return 0
    how = studying.studying(session.context, pl.DataFrame())
    rows = studying.derived(own.students_without_study(), how)
    if rows.is_empty():
        return 0
    with acting(session.by):
        return enrolments.merge_enrolments(rows).added
