"""A kept connection is looked at, not asked, between requests that follow closely; a dead one is seen before it is used."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from maarif.config.postgresql import base


@pytest.fixture
def kept(transactional_db: None) -> Iterator[Any]:
    """A connection of its own, as a web worker's thread has one between two requests."""
    made: Any = connection.copy()
    made.ensure_connection()
    assert made.is_usable()
    yield made
    made.close()


def last_statement_of(kept: Any) -> tuple[Any, ...]:
    """What PostgreSQL saw last from the connection, and when."""
    with connection.cursor() as cursor:
        process = kept.connection.info.backend_pid
        cursor.execute("SELECT query, query_start FROM pg_stat_activity WHERE pid = %s", [process])
        seen: tuple[Any, ...] = cursor.fetchone()
    return seen


def test_a_request_that_follows_closely_asks_the_database_for_nothing(kept: Any) -> None:
    before = last_statement_of(kept)
    assert kept.is_usable()
    assert last_statement_of(kept) == before


def test_a_connection_that_postgresql_has_ended_is_seen_and_replaced(kept: Any) -> None:
    first = kept.connection.info.backend_pid
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    kept.health_check_enabled, kept.health_check_done = True, False
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != first


def test_after_a_pause_or_an_error_the_database_is_asked_again(kept: Any) -> None:
    before = last_statement_of(kept)
    kept._checked_at -= base.TRUSTED_SECONDS + 1
    assert kept.is_usable()
    asked = last_statement_of(kept)
    assert asked != before
    kept.errors_occurred = True
    assert kept.is_usable()
    assert last_statement_of(kept) != asked


@pytest.mark.django_db
def test_no_unique_text_has_a_second_index_for_like() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_opclass ON pg_opclass.oid = indclass[0] "
            "WHERE opcname LIKE '%pattern_ops'"
        )
        assert cursor.fetchall() == []
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'people_person_sourced_id_key'")
        assert cursor.fetchone() == (1,)
