"""Bulk writing for every register: COPY a page of rows to a temporary table, resolve references there, write what differs.

A room declares its table once as a `Target` and opens a door `merge_...(rows)` in its own `bulk.py`. Rows come as a polars
frame, a page of values: `row` (a number that the caller knows each row by), `sourced_id`, and the columns of the target. Good
rows go in; a row that a constraint refuses is found by halving and told with the name of its constraint.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any, Final

import polars as pl
from django.db import DataError, IntegrityError, InternalError, connection, transaction

from maarif.support.parties.types import PartyKind

_REFUSALS: Final = (IntegrityError, DataError, InternalError)
_AT_WORK: Final = "SET LOCAL random_page_cost = 0.1; SET LOCAL default_statistics_target = 10"
"""A page that an index leads to costs a tenth of one read in turn: it is in memory, and a large register is not read whole for a page of
rows. Of such a page 3 000 rows say enough."""
_AS_BEFORE: Final = "SET LOCAL random_page_cost TO DEFAULT; SET LOCAL default_statistics_target TO DEFAULT"
_PEOPLE: Final = "coalesce({alias}.merged_into_id, {alias}.party_id)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column that points to a row of another table, given by the `sourced_id` of that row in the column `given`."""

    column: str
    given: str
    table: str
    identity: str = "id"
    key: str = "sourced_id"

    def value(self, alias: str) -> str:
        """The number found; a merged record stands for the one that was kept."""
        return _PEOPLE.format(alias=alias) if self.table == "people_person" else f"{alias}.{self.identity}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A question to the database which new rows clash with what it holds: SQL that selects `row` from `resolved r`."""

    rule: str
    field: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A table, the columns that come from outside (with their types in the staging table) and what follows from them.

    `computed` are columns made by SQL from the staged row `s` and the row that was there `t`; `silent` columns are written but
    do not make a row differ; `helpers` are staged but not written.
    """

    table: str
    columns: dict[str, str]
    identity: str = "id"
    party: PartyKind | None = None
    references: tuple[Reference, ...] = ()
    computed: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, str] = field(default_factory=dict)
    silent: frozenset[str] = frozenset()
    conflicts: tuple[Conflict, ...] = ()

    @property
    def staged(self) -> dict[str, str]:
        """The columns of the staging table with their types, `row` and `sourced_id` first."""
        references = {reference.given: "text" for reference in self.references}
        return {"row": "bigint", "sourced_id": "text", **self.columns, **self.helpers, **references}

    @property
    def written(self) -> dict[str, str]:
        """The columns of the table with the SQL that makes each."""
        plain = {column: f"s.{column}" for column in self.columns if column not in self.computed}
        found = {reference.column: reference.value(f"r{n}") for n, reference in enumerate(self.references)}
        return {**plain, **self.computed, **found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that was not written: the name of the rule (or constraint) and the field it concerns."""

    row: int
    rule: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What became of a page of rows; those that are not told of were there already and the same."""

    added: int
    changed: int
    refused: tuple[Refused, ...]


def merge(target: Target, rows: pl.DataFrame) -> Merged:
    """Writes a page of rows into a target, inside the caller's transaction; updates go before inserts.

    In a large register rows are looked up by index, so that a page costs the same however much is there already.
    """
    if rows.is_empty():
        return Merged(added=0, changed=0, refused=())
    _run(_AT_WORK)
    _stage(target, rows)
    _resolve(target)
    astray = _told(_astray(target))
    written = _write(target)
    _run("DROP TABLE stage, resolved")
    _run(_AS_BEFORE)
    return Merged(added=written.added, changed=written.changed, refused=(*astray, *written.refused))


def _run(sql: str, params: Sequence[Any] | None = None) -> int:
    """Runs a statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)


def _all(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def _stage(target: Target, rows: pl.DataFrame) -> None:
    columns = ", ".join(f"{name} {kind}" for name, kind in target.staged.items())
    _run(f"CREATE TEMP TABLE stage ({columns}) ON COMMIT DROP")
    buffer = BytesIO()
    rows.select(list(target.staged)).write_csv(buffer, include_header=False)
    with connection.cursor() as cursor, cursor.copy("COPY stage FROM STDIN (FORMAT csv)") as copy:
        copy.write(buffer.getbuffer())
    _run("ANALYZE stage (sourced_id)")


def _resolve(target: Target) -> None:
    """Numbers for references, the row that was there, and whether it differs, in one pass."""
    written = target.written
    missing = [
        f"(s.{reference.given} IS NOT NULL AND r{n}.{reference.identity} IS NULL) AS missing_{n}"
        for n, reference in enumerate(target.references)
    ]
    joins = [
        f"LEFT JOIN {reference.table} r{n} ON r{n}.{reference.key} = s.{reference.given}"
        for n, reference in enumerate(target.references)
    ]
    compared = [column for column in written if column not in target.silent]
    before = ", ".join(f"t.{column}" for column in compared)
    after = ", ".join(written[column] for column in compared)
    number = (
        "CASE WHEN t.party_id IS NULL THEN nextval('parties_party_id_seq') END AS party_id," if target.party else ""
    )
    _run(
        f"""
        CREATE TEMP TABLE resolved ON COMMIT DROP AS
        SELECT s.row, s.sourced_id, t.{target.identity} AS was, {number}
               {", ".join(f"{sql} AS {column}" for column, sql in written.items())},
               {"".join(f"{one}, " for one in missing)}
               t.{target.identity} IS NOT NULL AND ROW({before}) IS DISTINCT FROM ROW({after}) AS differs
        FROM stage s {" ".join(joins)} LEFT JOIN {target.table} t ON t.sourced_id = s.sourced_id
        """  # noqa: S608 - names come from the declarations of the rooms, never from a bundle
    )


def _astray(target: Target) -> Iterator[Refused]:
    """Rows that point nowhere."""
    for n, reference in enumerate(target.references):
        for (row,) in _all(f"SELECT row FROM resolved WHERE missing_{n}"):  # noqa: S608 - see _resolve
            yield Refused(row=row, rule="unknown_reference", field=reference.given)


def _clashing(target: Target) -> Iterator[Refused]:
    """Rows that clash with what the table holds."""
    for conflict in target.conflicts:
        for (row,) in _all(conflict.sql):
            yield Refused(row=row, rule=conflict.rule, field=conflict.field)


def _told(found: Iterable[Refused]) -> list[Refused]:
    """The first fault of each row; rows with faults are taken out of what is written."""
    first: dict[int, Refused] = {}
    for one in found:
        first.setdefault(one.row, one)
    if first:
        _run("DELETE FROM resolved WHERE row = ANY(%s)", [list(first)])
    return list(first.values())


def _write(target: Target) -> Merged:
    """Writes all rows at once. When the database refuses, the target's own questions are asked; then rows are halved.

    What a question finds is refused by a constraint too, so that a page without faults need not ask.
    """
    whole = _written(target, None)
    if isinstance(whole, Merged):
        return whole
    everything = _numbers()
    refused = _told(_clashing(target))
    alone: list[Refused] = []
    added = changed = 0
    parts = [_numbers() if refused else everything]
    while parts:
        part = parts.pop()
        made = _written(target, part) if len(part) < len(everything) else whole
        if isinstance(made, Merged):
            added, changed = added + made.added, changed + made.changed
        elif len(part) == 1:
            alone.append(Refused(row=part[0], rule=made, field=""))
        else:
            middle = len(part) // 2
            parts += [part[middle:], part[:middle]]
    return Merged(added=added, changed=changed, refused=(*refused, *_told(alone)))


def _numbers() -> list[int]:
    return [row for (row,) in _all("SELECT row FROM resolved WHERE was IS NULL OR differs ORDER BY row")]


def _written(target: Target, part: Sequence[int] | None) -> Merged | str:
    """Writes all rows, or some; the name of the constraint when the database refuses them."""
    try:
        with transaction.atomic():
            return _write_part(target, part)
    except _REFUSALS as error:
        return _constraint(error)


def _write_part(target: Target, part: Sequence[int] | None) -> Merged:
    """The UPDATE and the INSERT of all rows, or of some."""
    only = "" if part is None else " AND r.row = ANY(%s)"
    params = None if part is None else [list(part)]
    names = list(target.written)
    sets = ", ".join(f"{name} = r.{name}" for name in names)
    changed = _run(
        f"UPDATE {target.table} t SET {sets}, changed_at = now() FROM resolved r "  # noqa: S608 - see _resolve
        f"WHERE t.{target.identity} = r.was AND r.differs{only}",
        params,
    )
    columns = ", ".join(["sourced_id", *names])
    values = ", ".join(["r.sourced_id", *(f"r.{name}" for name in names)])
    if target.party is not None:
        _run(
            f"INSERT INTO parties_party (id, kind) SELECT r.party_id, '{target.party.value}' FROM resolved r "  # noqa: S608
            f"WHERE r.was IS NULL{only}",
            params,
        )
        columns, values = f"party_id, {columns}", f"r.party_id, {values}"
    added = _run(
        f"INSERT INTO {target.table} ({columns}) SELECT {values} FROM resolved r WHERE r.was IS NULL{only} ORDER BY r.row",  # noqa: S608
        params,
    )
    return Merged(added=added, changed=changed, refused=())


def _constraint(error: Exception) -> str:
    """The name of the constraint or trigger that refused."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", None) or getattr(diagnosis, "sqlstate", None) or "refused")


def end_missing(statement: str, named: pl.DataFrame) -> int:
    """Runs an UPDATE that ends rows which the temporary table `named` (a frame of texts) does not name; returns how many."""
    columns = ", ".join(f"{name} text" for name in named.columns)
    _run(f"CREATE TEMP TABLE named ({columns}) ON COMMIT DROP")
    buffer = BytesIO()
    named.write_csv(buffer, include_header=False)
    with connection.cursor() as cursor:
        with cursor.copy("COPY named FROM STDIN (FORMAT csv)") as copy:
            copy.write(buffer.getbuffer())
        cursor.execute("ANALYZE named")
        cursor.execute(statement)
        ended = cursor.rowcount
        cursor.execute("DROP TABLE named")
    return int(ended)
