"""No trigger learns by an error whether it is to look away, so that a statement of many rows costs no more for each than one of few."""

from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db
ASKED = "public._pgtrigger_should_ignore"


def told(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return [first for (first,) in cursor.fetchall()]


def is_written_into_the_statement() -> bool:
    """Whether PostgreSQL evaluates the question in place: no call, and no subtransaction, which only a function can begin."""
    plan = "\n".join(told(f"EXPLAIN (VERBOSE, COSTS OFF) SELECT {ASKED}(relname) FROM pg_class"))
    return "current_setting('pgtrigger.ignore'" in plan and "_pgtrigger_should_ignore" not in plan


def test_the_question_is_written_into_the_trigger_and_migrating_puts_it_back_where_another_was_laid() -> None:
    assert is_written_into_the_statement()
    pgtrigger.install("enrolments.StatusChange:append_only")  # as a migration with a trigger does
    assert not is_written_into_the_statement()
    call_command("migrate", plan=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    assert not is_written_into_the_statement()
    call_command("migrate", verbosity=0, interactive=False)
    assert is_written_into_the_statement()


@pytest.mark.parametrize(
    ("setting", "answer"), [("", False), ("{}", False), ("{another}", False), ("{another,this}", True)]
)
def test_a_trigger_looks_away_where_it_is_named(setting: str, answer: bool) -> None:
    told(f"SELECT set_config('pgtrigger.ignore', '{setting}', true)")
    assert told(f"SELECT {ASKED}('this') IS TRUE") == [answer]


def test_a_setting_that_was_never_set_names_nobody() -> None:
    with connection.copy().cursor() as cursor:  # a session of its own
        cursor.execute("SELECT current_setting('pgtrigger.ignore', true)")
        assert cursor.fetchone() == (None,)
        cursor.execute(f"SELECT {ASKED}('this') IS TRUE")
        assert cursor.fetchone() == (False,)
        cursor.connection.close()
