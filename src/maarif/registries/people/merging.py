"""Takes one record of a person into another, and takes that back exactly.

Every table that points to a person (or to the party that a person is) is found in the models themselves, so that a room built
tomorrow is repointed too. Ledgers keep what they say: who was looked at then stays as it was known then
(`parties.queries.identities` tells all numbers of a person). What moved is listed row by row in `Merge.snapshot`.

A model may say in `STAYS_BEHIND` when a row of the merged record says nothing that the kept one does not have already: a condition
of SQL over the row `m` and the kept record's row `k`, by column. Such a row stays where it is and is there again after an undoing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db import models as orm

from maarif.kernel import clock
from maarif.kernel.text import Text
from maarif.registries.people import letters, settling
from maarif.registries.people.errors import MergeConflict, MergeMoved, OwnRecord, PersonUnknown
from maarif.registries.people.models import DuplicateCandidate, Merge, Person
from maarif.registries.people.types import CandidateStatus
from maarif.support.audit import operations as audit
from maarif.support.notices import operations as notices
from maarif.support.parties.operations import acting, constraint_of, part_again, take_into
from maarif.support.parties.types import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A column that holds numbers of people: its table, itself, the table's key, and which of its rows stay behind."""

    table: str
    column: str
    key: str
    stays: str = field(default="", compare=False)


def references() -> tuple[Reference, ...]:
    """Every column that points to a person or to a party and may be repointed, by table."""
    return tuple(sorted(_references(), key=lambda reference: (reference.table, reference.column)))


def _references() -> Iterator[Reference]:
    people = (Person, apps.get_model("parties", "Party"))
    for model in apps.get_models(include_auto_created=True):
        if not _moves(model):
            continue
        stays: Mapping[str, str] = getattr(model, "STAYS_BEHIND", {})
        for column in model._meta.local_fields:
            target = column.remote_field.model if isinstance(column, orm.ForeignKey) else None
            name, key = str(column.column), model._meta.pk
            if target in people and key is not None and (not column.primary_key or name in stays):
                yield Reference(table=model._meta.db_table, column=name, key=str(key.column), stays=stays.get(name, ""))


def _moves(model: type[orm.Model]) -> bool:
    """Ledgers and history stay as written; the bookkeeping of merges itself too."""
    ours = model in (Merge, DuplicateCandidate)
    return model._meta.managed and not model._meta.proxy and not getattr(model, "LEDGER", False) and not ours


def merge(*, by: Actor, kept: int, merged: int, reason: str, candidate: int | None = None) -> int:
    """Takes `merged` into `kept`: everything that pointed to the one points to the other. Returns the merge's number.

    Of two accounts the kept record's remains, of two drafts of one service the one saved last stays open; the person is told.
    MergeConflict names the table and the rule that the two records together would break (two enrolments at once): a human
    ends or annuls one first. Nothing moves then.
    """
    with acting(by):
        _lock(kept, merged)
        settled = settling.settle(by=by, kept=kept, merged=merged)
        moved = [step for step in (_repointed(reference, merged, kept) for reference in references()) if step["rows"]]
        Person.objects.filter(pk=merged).update(merged_into=kept, changed_at=clock.now())
        take_into(kept=kept, merged=merged)
        row = Merge.objects.create(
            kept_id=kept,
            merged_id=merged,
            candidate_id=candidate,
            snapshot=moved + settled,
            reason=reason,
            merged_by_id=by.party,
        )
        detail = {"merge": row.pk, "kept": kept, "merged": merged, "reason": reason}
        audit.record_write(by=by, verb="people.merge", subjects=[kept, merged], detail=detail)
        _tell(by, kept, letters.MERGED, letters.MERGED_BODY, f"merge {row.pk}")
    return int(row.pk)


def unmerge(*, by: Actor, merge: int, reason: str) -> None:
    """Takes a merge back: each row that moved points to where it did before; the pair comes up for a decision again.

    MergeMoved when a row has moved on or is gone since, or the merge was undone already; OwnRecord: nothing changes then.
    """
    with acting(by):
        row = Merge.objects.select_for_update().filter(pk=merge, undone_at=None).first()
        if row is None:
            raise MergeMoved(merge=merge, table="people_merge")
        if by.party in (row.kept_id, row.merged_id):
            raise OwnRecord(merge=merge)
        _lock(row.kept_id, row.merged_id, apart=False)
        for step in (step for step in row.snapshot if "table" in step):
            _put_back(step, row)
        inside = Person.objects.filter(pk=row.merged_id, merged_into=row.kept_id)
        if inside.update(merged_into=None, changed_at=clock.now()) != 1:
            raise MergeMoved(merge=merge, table="people_person")
        part_again(merged=row.merged_id)
        for step in (step for step in row.snapshot if "settled" in step):
            settling.undo(step, by=by, kept=row.kept_id, merged=row.merged_id)
        Merge.objects.filter(pk=merge).update(undone_at=clock.now(), undone_by=by.party)
        if row.candidate_id is not None:
            DuplicateCandidate.objects.filter(pk=row.candidate_id).update(
                status=CandidateStatus.OPEN.value, decided_at=None, decided_by=None
            )
        detail = {"merge": merge, "kept": row.kept_id, "merged": row.merged_id, "reason": reason}
        audit.record_write(by=by, verb="people.unmerge", subjects=[row.kept_id, row.merged_id], detail=detail)
        for person in (row.kept_id, row.merged_id):
            _tell(by, person, letters.PARTED, letters.PARTED_BODY, f"merge {merge} undone")


def _tell(by: Actor, person: int, subject: Text, body: Text, key: str) -> None:
    notices.send(by=by, to=person, topic="record.merged", subject=subject, body=body, link="/cabinet/data/", key=key)


def _lock(kept: int, merged: int, *, apart: bool = True) -> None:
    """Locks both records in the order of their numbers; refuses one that is unknown or, before a merge, inside another."""
    if kept == merged:
        raise MergeConflict(table="people_person", constraint="merge_of_two")
    rows = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=(kept, merged)).order_by("pk")}
    for person in (kept, merged):
        if person not in rows:
            raise PersonUnknown(person=person)
        if apart and rows[person].merged_into_id is not None:
            raise MergeConflict(table="people_person", constraint="merge_into_one")


def _repointed(reference: Reference, merged: int, kept: int) -> dict[str, Any]:
    """Points the rows of one column from one person to another, but for those that stay behind, and lists their keys."""
    sql = 'UPDATE "{table}" m SET "{column}" = %s WHERE m."{column}" = %s'
    values = [kept, merged]
    if reference.stays:
        sql += ' AND NOT EXISTS (SELECT FROM "{table}" k WHERE k."{column}" = %s AND ({stays}))'
        values.append(kept)
    rows = _moved(sql + ' RETURNING m."{key}"', reference, values)
    return {"table": reference.table, "column": reference.column, "key": reference.key, "rows": rows}


def _put_back(step: dict[str, Any], row: Merge) -> None:
    """Points the listed rows back, if every one of them still points to the kept record."""
    reference = Reference(table=step["table"], column=step["column"], key=step["key"])
    if reference not in references():
        raise MergeMoved(merge=row.pk, table=reference.table)
    sql = 'UPDATE "{table}" SET "{column}" = %s WHERE "{column}" = %s AND "{key}"::text = ANY(%s) RETURNING "{key}"'
    keys = [str(key) for key in step["rows"]]
    try:
        back = _moved(sql, reference, [row.merged_id, row.kept_id, keys])
    except MergeConflict as conflict:
        raise MergeMoved(merge=row.pk, table=reference.table) from conflict
    if len(back) != len(keys):
        raise MergeMoved(merge=row.pk, table=reference.table)


def _moved(sql: str, reference: Reference, values: list[Any]) -> list[Any]:
    """Runs one repointing with its deferred checks; a broken rule of the table becomes MergeConflict."""
    names = {"table": reference.table, "column": reference.column, "key": reference.key, "stays": reference.stays}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql.format(**names), values)
            return sorted((key if isinstance(key, int) else str(key)) for (key,) in cursor.fetchall())
    except DatabaseError as error:
        raise MergeConflict(table=reference.table, constraint=constraint_of(error)) from error
