"""Lets a trigger ask whether it is to look away without learning from an error that nobody has said so.

Every trigger of pgtrigger begins with this question. The function that pgtrigger lays down with each of its migrations catches the error of a
setting that was never set, or that ended with its transaction: a subtransaction undone for each call, which looks through every foreign key
still to be checked. A statement of n rows that calls a trigger for each of them, or for each class among them, so cost n times n. This one
asks without an error, and PostgreSQL writes its one expression into the trigger's own.
"""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

QUESTION: Final = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name) RETURNS boolean LANGUAGE sql STABLE AS $$
        SELECT trigger_name = ANY (nullif(current_setting('pgtrigger.ignore', true), '')::text[])
    $$
"""


def ask_without_an_error(connection: BaseDatabaseWrapper) -> None:
    """Lays the function down in the place of pgtrigger's, as the owner; to be done after each migration, which may have put that back."""
    with connection.cursor() as cursor:
        cursor.execute(QUESTION)
