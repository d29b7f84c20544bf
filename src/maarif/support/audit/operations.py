"""Writes of the ledger: one INSERT for a look or an act; nothing here updates or deletes."""

import json
from collections.abc import Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from maarif.support.audit import sealing
from maarif.support.audit.types import Sealed
from maarif.support.keys.queries import house_ring
from maarif.support.parties.queries import written
from maarif.support.parties.types import Actor

_INSERT: Final = """
    INSERT INTO audit_entry (kind, what, subject, party, account, role, scope_kind, scope, acting_for, assurance, channel,
                             purpose, case_number, detail)
    SELECT %s, %s, subject, %s::bigint, %s::bigint, %s, %s, %s, %s::bigint, %s::smallint, %s, %s, %s, %s::jsonb
    FROM unnest(%s::bigint[]) AS subject
"""

_INSERT_MANY: Final = """
    INSERT INTO audit_entry (kind, what, party, account, role, scope_kind, scope, acting_for, assurance, channel, purpose,
                             case_number, subject, detail)
    SELECT %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, act.subject, act.detail::jsonb
    FROM unnest(%s::bigint[], %s::text[]) AS act (subject, detail)
"""


def record_read(*, by: Actor, subjects: Sequence[int], what: str, purpose: str = "", case: str = "") -> None:
    """Writes that `by` saw `what` of each of the subjects: one row per subject, one INSERT.

    Purpose and case default to the actor's own. Without subjects nothing is written.
    """
    if subjects:
        _append(by, "read", what, list(subjects), purpose or by.purpose, case or by.case, {})


def record_write(*, by: Actor, verb: str, subjects: Sequence[int], detail: Mapping[str, object]) -> None:
    """Writes that `by` did `verb` to each of the subjects, with its detail (JSON); without subjects still one row."""
    _append(by, "write", verb, list(subjects) or [None], by.purpose, by.case, detail)


def _append(
    by: Actor,
    kind: str,
    what: str,
    subjects: list[int] | list[None],
    purpose: str,
    case: str,
    detail: Mapping[str, object],
) -> None:
    """The one INSERT, inside the transaction of the caller."""
    row = [kind, what, by.party, by.account, str(by.role), by.scope_kind or "", by.scope or "", by.acting_for]
    row += [int(by.assurance), by.channel.value, purpose, case]
    if by.entered_by is not None:
        detail = {**detail, "entered_by": by.entered_by}
    written(_INSERT, [*row, json.dumps(dict(detail), ensure_ascii=False, default=str), subjects])


def record_writes(*, by: Actor, verb: str, acts: Sequence[tuple[int, Mapping[str, object]]]) -> None:
    """Writes that `by` did `verb` to many subjects, each with a detail of its own, in one INSERT."""
    if not acts:
        return
    row = ["write", verb, by.party, by.account, str(by.role), by.scope_kind or "", by.scope or "", by.acting_for]
    row += [int(by.assurance), by.channel.value, by.purpose, by.case]
    details = [json.dumps(dict(detail), ensure_ascii=False, default=str) for _, detail in acts]
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_MANY, [*row, [subject for subject, _ in acts], details])


def seal() -> Sealed:
    """Seals the finished entries now and carries the heads out of the database; what the sealer's job does."""
    return sealing.seal_all(house_ring(), settings.LEDGER_HEADS_FOLDER)


def begin_era() -> int:
    """Begins a new era, as the owner of the tables, after a restore from a logical copy; its number.

    There the numbers of transactions begin anew, and entries would otherwise fall among those sealed long ago.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(era), 0) + 1 FROM audit_entry")
        era = int(cursor.fetchone()[0])
        cursor.execute(f"ALTER TABLE audit_entry ALTER COLUMN era SET DEFAULT {era}")
    return era
