"""The database refuses to change the past: UPDATE, DELETE and TRUNCATE of every ledger, whoever asks, its owner too.

Like the rights of the roles (`roles.py`) this follows from the models and is laid down after each migration: a ledger that is built
tomorrow is guarded without anybody remembering it. The triggers that the rooms declare themselves look at rows and can be told to
look away (`pgtrigger.ignore`); these look at statements and cannot. A migration that must change a ledger switches them off by
ALTER TABLE ... DISABLE TRIGGER, as the owner, where everybody can read it.
"""

from collections.abc import Iterator
from typing import Final

import pgtrigger
from django.db import connection, models, transaction
from psycopg import sql

from maarif.config.roles import is_ledger, tables

GUARD: Final = "maarif_past_stays"
_EVERY_CHANGE: Final = ("UPDATE", "DELETE", "TRUNCATE")
_LOSS: Final = ("DELETE", "TRUNCATE")
_BITS: Final = {"DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}  # of pg_trigger.tgtype
_FUNCTION: Final = f"""
    CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '% of % is refused: what was written there stays', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END $$
"""
_GUARDS: Final = """
    SELECT relname, tgtype::int FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgname = %s AND tgenabled IN ('O', 'A') AND relnamespace = 'public'::regnamespace
"""


def guard() -> None:
    """Lays down the guards that are missing, as the owner; where all are there, no table is locked."""
    missing = set(unguarded())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_FUNCTION)
        for table, changes in guarded():
            if table not in missing:
                continue
            statement = sql.SQL(
                "CREATE OR REPLACE TRIGGER {} BEFORE {} ON {} FOR EACH STATEMENT EXECUTE FUNCTION {}()"
            ).format(
                sql.Identifier(GUARD),
                sql.SQL(" OR ").join(map(sql.SQL, changes)),
                sql.Identifier(table),
                sql.Identifier(GUARD),
            )
            cursor.execute(statement.as_string(cursor.connection))


def guarded() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every table with a past, and what is refused there: ledgers no change, rows that may not be deleted no emptying."""
    for model in tables():
        if is_ledger(model):
            yield model._meta.db_table, _EVERY_CHANGE
        elif model._meta.label == "pghistory.Context":
            yield model._meta.db_table, _LOSS
        elif _keeps_rows(model):
            yield model._meta.db_table, ("TRUNCATE",)


def unguarded() -> tuple[str, ...]:
    """Tables whose guard is missing, is switched off or refuses less than it should."""
    with connection.cursor() as cursor:
        cursor.execute(_GUARDS, [GUARD])
        present: dict[str, int] = dict(cursor.fetchall())
    return tuple(
        sorted(
            table
            for table, changes in guarded()
            if any(not present.get(table, 0) & _BITS[change] for change in changes)
        )
    )


def _keeps_rows(model: type[models.Model]) -> bool:
    """Whether a trigger of the model refuses to delete some of its rows."""
    declared = getattr(model._meta, "triggers", ())
    return any(isinstance(each, pgtrigger.Protect) and "DELETE" in str(each.operation) for each in declared)
