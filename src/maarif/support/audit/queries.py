"""Reads of the ledger: who looked at a person."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection

from maarif.support.audit import reading, sealing, verifying
from maarif.support.audit.types import Look, Report, Waiting
from maarif.support.keys.queries import house_ring

_LOOKS: Final = """
    SELECT id, at, party, role, scope, what, purpose, case_number FROM audit_entry
    WHERE subject = ANY (ARRAY(SELECT %s::bigint UNION ALL SELECT id FROM parties_party WHERE merged_into_id = %s))
    AND kind = 'read' AND (%s::bigint IS NULL OR id < %s) ORDER BY id DESC LIMIT %s
"""

_WAITING: Final = """
    SELECT count(*), coalesce(extract(epoch FROM clock_timestamp() - min(e.at)), 0)
    FROM audit_entry e LEFT JOIN (SELECT era, until FROM audit_seal ORDER BY number DESC LIMIT 1) last ON true
    WHERE last.era IS NULL OR (e.era, e.transaction) >= (last.era, last.until)
"""

Names = Callable[[Sequence[int]], Mapping[int, str]]
_names: list[Names] = []


def name_parties_by(resolver: Names) -> None:
    """Plugs in who knows the names of parties; called by config/wiring only, the last one counts."""
    _names[:] = [resolver]


def looks_at(subject: int, *, limit: int = 50, before: int | None = None) -> tuple[Look, ...]:
    """Who looked at this person, newest first; `before` is the `id` of the last look of the page before."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOKS, [subject, subject, before, before, limit])
        rows = cursor.fetchall()
    parties = sorted({row[2] for row in rows if row[2] is not None})
    names = _names[0](parties) if _names and parties else {}
    return tuple(
        Look(id=i, at=at, who=names.get(party, ""), role=role, scope=scope, what=what, purpose=purpose, case=case)
        for i, at, party, role, scope, what, purpose, case in rows
    )


def verify(heads: Path | None = None) -> Report:
    """The report on the whole ledger; `heads` is a folder of heads kept off the database (setting MAARIF_LEDGER_HEADS)."""
    return verifying.verify(key_of=house_ring().key, outside=sealing.carried(heads or settings.LEDGER_HEADS_FOLDER))


def waiting() -> Waiting:
    """How many entries wait for their seal, and for how long the oldest of them."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        entries, seconds = cursor.fetchone()
    return Waiting(entries=entries, seconds=float(seconds))


def exported() -> AbstractContextManager[Iterator[bytes]]:
    """The entries as the bytes that were hashed, in the order of the chain, for an archive."""
    return reading.lines()
