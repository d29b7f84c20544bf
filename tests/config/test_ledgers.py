"""Nobody changes or empties a ledger, not even the role that owns it; and where the guard is missing, it is seen."""

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction

from maarif.config import ledgers, roles

pytestmark = pytest.mark.django_db
LEDGERS = sorted(table for table, changes in ledgers.guarded() if "UPDATE" in changes)
KEPT = sorted(table for table, changes in ledgers.guarded() if "UPDATE" not in changes)


@pytest.fixture(autouse=True)
def guarded() -> None:
    """The test database as `maarif migrate` leaves it; undone with the test's transaction."""
    ledgers.guard()


def tried(sql: str) -> str:
    """What the database answers the owner: the refusal, or nothing when it did as told."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error)
    return ""


def key_of(table: str) -> str:
    [model] = [model for model in roles.tables() if model._meta.db_table == table]
    return str(model._meta.pk.column)


def test_every_ledger_of_the_house_is_among_them() -> None:
    every = {model._meta.db_table for model in roles.tables() if roles.is_ledger(model)}
    assert set(LEDGERS) == every
    assert {"audit_entry", "audit_seal", "cases_caseevent", "documents_document", "people_personversion"} <= every
    assert {"cases_case", "people_merge", "pghistory_context"} <= set(KEPT)
    assert ledgers.unguarded() == ()


def test_the_owner_too_is_refused_every_change_of_a_ledger() -> None:
    for table in LEDGERS:
        key = key_of(table)
        for sql in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
            assert "what was written there stays" in tried(sql), sql


def test_what_must_not_be_deleted_is_not_emptied_either() -> None:
    for table in KEPT:
        assert "what was written there stays" in tried(f"TRUNCATE {table} CASCADE"), table


def test_a_ledger_is_not_emptied_by_way_of_the_table_it_points_to() -> None:
    assert "cases_case" in tried("TRUNCATE parties_party CASCADE") or "stays" in tried("TRUNCATE parties_party CASCADE")


def test_the_guards_cannot_be_told_to_look_away() -> None:
    """The rooms' own triggers can; they are the planted fault here."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER maarif_past_stays ON audit_entry")
    with pgtrigger.ignore("audit.Entry:append_only"):
        assert tried("DELETE FROM audit_entry") == ""
    ledgers.guard()
    with pgtrigger.ignore("audit.Entry:append_only"):
        assert "stays" in tried("DELETE FROM audit_entry")


@pytest.mark.parametrize("removal", ["DROP TRIGGER maarif_past_stays ON {}", "ALTER TABLE {} DISABLE TRIGGER USER"])
def test_a_guard_that_is_gone_is_seen_and_laid_down_again(removal: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(removal.format("cases_caseevent"))
    assert tried("TRUNCATE cases_caseevent") == ""
    assert ledgers.unguarded() == ("cases_caseevent",)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER USER")
    ledgers.guard()
    assert ledgers.unguarded() == ()
    assert tried("TRUNCATE cases_caseevent") != ""
