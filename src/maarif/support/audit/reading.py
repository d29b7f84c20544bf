"""Streams the entries of the ledger as the bytes that are hashed.

An entry's bytes are its line in PostgreSQL's COPY text format: the columns below in this order, time in microseconds since 1970,
encoded in UTF-8. No program of ours lies between the stored row and its hash, and an exported file can be checked by anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import connection

COLUMNS: Final = (
    "id, era, transaction, (extract(epoch FROM at) * 1000000)::bigint AS at, kind, what, subject, party, account, role, "
    "scope_kind, scope, acting_for, assurance, channel, purpose, case_number, detail"
)
_ORDERED: Final = "ORDER BY era, transaction, id"


@contextmanager
def lines(where: str = "true") -> Iterator[Iterator[bytes]]:
    """The entries in the order of the chain, one line each, without its end; `where` is our own SQL, never a person's."""
    query = f"COPY (SELECT {COLUMNS} FROM audit_entry WHERE {where} {_ORDERED}) TO STDOUT"  # noqa: S608
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        yield (bytes(block)[:-1] for block in copy)


def of_seal(*, era: int, since: int, until: int) -> str:
    """The condition that an entry belongs to a seal."""
    return f"era = {int(era)} AND transaction >= {int(since)} AND transaction < {int(until)}"
