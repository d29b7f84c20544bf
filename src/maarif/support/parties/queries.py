"""Reads of the parties room."""

from collections.abc import Sequence
from typing import Any, LiteralString

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections

from maarif.support.parties.models import Party


def rows(statement: LiteralString, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Rows of a statement that every page asks: PostgreSQL keeps its plan (prepared from the third time on a connection).

    Django's own cursors send their text anew each time. Counted and logged like any other statement.
    """
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def written(statement: LiteralString, parameters: Sequence[Any]) -> int:
    """How many rows a statement that answers none has written; its plan is kept as `rows` keeps one."""
    with _cursor() as cursor:
        cursor.execute(statement, parameters)
        return int(cursor.rowcount)


def _cursor() -> Any:
    """A cursor that leaves the values to PostgreSQL, so that it can keep the plan; within Django's own wrapping of errors."""
    # The connection itself, for each look through Django's `connection` costs; as Any, for Django's stubs know only its own cursors.
    kept: Any = connections[DEFAULT_DB_ALIAS]
    if kept.queries_logged:
        return kept.cursor()
    kept.close_if_health_check_failed()  # after a restart of PostgreSQL the first statement must not meet a dead connection
    kept.ensure_connection()
    return kept.make_cursor(psycopg.Cursor(kept.connection))


def identities(party: int) -> tuple[int, ...]:
    """The number itself first, then those of every record that was taken into it: what ledgers may know it by."""
    merged = Party.objects.filter(merged_into=party).order_by("pk").values_list("pk", flat=True)
    return (party, *merged)
