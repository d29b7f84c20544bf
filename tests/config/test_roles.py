"""What the roles of the database may and may not do, tried as each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from maarif.config import roles
from maarif.registries.people import operations as people
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Try = Callable[..., None]


@contextmanager
def acting_as(role: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            pytest.skip(f"this PostgreSQL has no role {role}")
        cursor.execute("SELECT current_user")
        [owner] = cursor.fetchone()
        cursor.execute(f"SET LOCAL ROLE {role}")
        yield
        cursor.execute(f"SET LOCAL ROLE {owner}")


@pytest.fixture(autouse=True)
def granted() -> None:
    """The test database as `maarif migrate` leaves it; the owner may take the part of the other roles."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, 'maarif_app', 'MEMBER') FROM pg_roles WHERE rolname = 'maarif_app'"
        )
        able = cursor.fetchone()
    if able is None or not able[0]:
        pytest.skip("this PostgreSQL user cannot take the part of the other roles")
    roles.grant()


def refused(sql: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(sql)


LEDGERS = sorted(model._meta.db_table for model in roles.tables() if roles.is_ledger(model))


def test_the_ledgers_are_those_of_the_house() -> None:
    assert {"audit_entry", "people_personversion", "enrolments_statuschange", "enrolments_enrolmentversion"} <= set(
        LEDGERS
    )
    assert all(
        f"{model._meta.db_table}" in LEDGERS for model in apps.get_models() if model.__name__.endswith("Version")
    )


def test_the_application_cannot_change_the_past_of_a_ledger() -> None:
    with acting_as("maarif_app"):
        for table in LEDGERS:
            connection.cursor().execute(f"SELECT count(*) FROM {table}")
            refused(f"DELETE FROM {table}")
            refused(f"TRUNCATE {table}")
            column = apps_column(table)
            refused(f"UPDATE {table} SET {column} = {column}")


def apps_column(table: str) -> str:
    [model] = [model for model in roles.tables() if model._meta.db_table == table]
    return model._meta.pk.column


SCHEMA = (
    "CREATE TABLE mine (id int)",
    "DROP TABLE people_person",
    "ALTER TABLE people_person ADD COLUMN mine int",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE enrolments_enrolment DROP CONSTRAINT enrolment_no_overlap_on_level",
    "CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "TRUNCATE people_person CASCADE",
    "UPDATE pghistory_context SET id = gen_random_uuid()",
    "DELETE FROM pghistory_context",
    "DELETE FROM django_migrations",
)


def test_the_application_cannot_change_the_schema() -> None:
    with acting_as("maarif_app"):
        for sql in SCHEMA:
            refused(sql)


def test_the_application_does_its_ordinary_work() -> None:
    with acting_as("maarif_app"):
        person = people.register(
            by=Actor(role="loader"), country="az", family_name="Məmmədov", given_name="Elçin", number="1AB2CD9"
        )
        people.correct(by=Actor(role="loader"), person=person, changes={"given_name": "Elxan"}, reason="misspelt")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM people_personversion WHERE party_id = %s", [person])
            assert cursor.fetchone() == (2,)


def test_the_application_works_the_queue_and_the_cache() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {name for (name,) in cursor.fetchall()}
    assert {"procrastinate_jobs", "procrastinate_events", "django_session"} <= present
    with acting_as("maarif_app"), connection.cursor() as cursor:
        for table in sorted(present - {"django_migrations", "pghistory_context", *LEDGERS}):
            cursor.execute(
                "SELECT bool_and(has_table_privilege(%s, one)) FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE']) one",
                [f'"{table}"'],
            )
            assert cursor.fetchone() == (True,), table


def test_the_reader_sees_people_but_no_number_and_writes_nothing() -> None:
    with acting_as("maarif_reader"):
        connection.cursor().execute("SELECT party_id, family_name, number_tail FROM people_person")
        refused("SELECT number_hash FROM people_person")
        refused("SELECT number_cipher FROM people_personversion")
        refused("SELECT * FROM people_person")
        refused("UPDATE people_person SET family_name = ''")
        refused("SELECT * FROM django_session")
        refused("SELECT * FROM procrastinate_jobs")


def test_no_secret_column_is_readable() -> None:
    for model in roles.tables():
        privacy = getattr(model, "PRIVACY", None)
        if privacy is not None:
            assert not set(privacy.secret) & set(roles.readable_columns(model)), model._meta.label


def test_a_table_that_does_not_say_how_private_it_is_is_not_readable() -> None:
    session = apps.get_model("sessions.Session")
    assert roles.readable_columns(session) == ()


def test_granting_twice_is_granting_once() -> None:
    def rights() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT grantee, table_name, privilege_type FROM information_schema.table_privileges "
                "WHERE table_schema = 'public' ORDER BY 1, 2, 3"
            )
            return cursor.fetchall()

    once = rights()
    assert roles.grant() == ()
    assert rights() == once
