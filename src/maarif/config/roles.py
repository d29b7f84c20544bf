"""What the database roles may do: `owner` migrates, `app` cannot touch a ledger's past or the schema, `reader` sees no secret.

Everything follows from the models: `LEDGER = True` (and every table of history) takes UPDATE and DELETE from the application,
`PRIVACY` decides what the reader sees. Granting is repeatable and takes back what is no longer meant.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.apps import apps
from django.db import connection, models, transaction
from psycopg import sql

from maarif.support.parties.types import Privacy, PrivacyClass

APP: Final = "maarif_app"
READER: Final = "maarif_reader"
ROW_RIGHTS: Final = "SELECT, INSERT, UPDATE, DELETE"
CONTEXT_COLUMNS: Final = ("metadata", "updated_at")


def grant() -> tuple[str, ...]:
    """Gives each role its rights, as the owner; returns the roles that the database does not have.

    A database of one user has no such roles: then the application is its owner, and `maarif doctor` says so.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN (%s, %s)", [APP, READER])
        known = {name for (name,) in cursor.fetchall()}
        for role in sorted(known):
            for statement in (*_taken_back(role), *_given(role)):
                cursor.execute(statement.as_string(cursor.connection))
    return tuple(sorted({APP, READER} - known))


def tables() -> Iterator[type[models.Model]]:
    """Every model that has a table of its own here, with the tables between many and many."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            yield model


def queue_tables() -> Iterator[str]:
    """The tables of the queue, which Procrastinate's own migrations make: transactions leave jobs there, the worker takes them."""
    for model in apps.get_app_config("procrastinate").get_models():
        yield model._meta.db_table


def is_ledger(model: type[models.Model]) -> bool:
    """Whether rows of this table are only ever appended."""
    return bool(getattr(model, "LEDGER", False))


def readable_columns(model: type[models.Model]) -> tuple[str, ...]:
    """The columns that the reader may select: none where the model says nothing of its privacy or is secret."""
    privacy: Privacy | None = getattr(model, "PRIVACY", None)
    if privacy is None or privacy.klass is PrivacyClass.SECRET:
        return ()
    fields: Iterable[Any] = model._meta.concrete_fields
    return tuple(
        field.column for field in fields if field.name not in privacy.secret and field.column not in privacy.secret
    )


def _taken_back(role: str) -> Iterator[sql.Composed]:
    """Takes every right back first, so that what is granted is exactly what is meant today."""
    for kind in ("TABLES", "SEQUENCES"):
        yield sql.SQL("REVOKE ALL ON ALL {} IN SCHEMA public FROM {}").format(sql.SQL(kind), sql.Identifier(role))
    yield sql.SQL("REVOKE CREATE ON SCHEMA public FROM PUBLIC, {}").format(sql.Identifier(role))
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role))


def _given(role: str) -> Iterator[sql.Composed]:
    """The rights of one role."""
    return _given_to_app() if role == APP else _given_to_reader()


def _given_to_app() -> Iterator[sql.Composed]:
    """Rows of every table freely (also of the queue and the cache, which have no models), of ledgers only new ones."""
    app = sql.Identifier(APP)
    yield sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(app)
    yield sql.SQL("GRANT {} ON ALL TABLES IN SCHEMA public TO {}").format(sql.SQL(ROW_RIGHTS), app)
    yield sql.SQL("REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {}").format(app)
    for model in tables():
        table = sql.Identifier(model._meta.db_table)
        if model._meta.label == "pghistory.Context":
            columns = sql.SQL(", ").join(map(sql.Identifier, CONTEXT_COLUMNS))
            yield sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(table, app)
            yield sql.SQL("GRANT UPDATE ({}) ON {} TO {}").format(columns, table, app)
        elif is_ledger(model):
            yield sql.SQL("REVOKE UPDATE, DELETE ON {} FROM {}").format(table, app)


def _given_to_reader() -> Iterator[sql.Composed]:
    """The columns that are no secret, of the tables that say how private they are."""
    for model in tables():
        columns = readable_columns(model)
        if columns:
            yield sql.SQL("GRANT SELECT ({}) ON {} TO {}").format(
                sql.SQL(", ").join(map(sql.Identifier, columns)),
                sql.Identifier(model._meta.db_table),
                sql.Identifier(READER),
            )
