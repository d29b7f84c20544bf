"""No trigger learns by an error whether it is to look away, or compares all rows of a statement with all: many rows cost no more for each than few."""

import re
from typing import Any

import pgtrigger
import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db
ASKED = "public._pgtrigger_should_ignore"
TRIGGERS = (
    "FROM pg_proc WHERE prorettype = 'trigger'::regtype AND pronamespace = 'public'::regnamespace ORDER BY proname"
)


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


def compares_all_with_all(function: str) -> bool:
    """Whether it puts the rows before beside the rows after by a join that a session may plan for one row and keep for a million."""
    joins = re.findall(r"\b(?:old|new)_values(?:,| (\w+ )?JOIN) (?:old|new)_values\b", " ".join(function.split()))
    return any(kind != "FULL " for kind in joins)


@pytest.mark.parametrize(
    ("body", "compares"),
    [
        ("SELECT 1 FROM old_values JOIN new_values ON old_values.id = new_values.id", True),
        ("SELECT 1 FROM old_values, new_values WHERE old_values.id = new_values.id", True),
        ("SELECT 1 FROM old_values\n  LEFT JOIN new_values USING (id)", True),
        ("SELECT 1 FROM old_values FULL JOIN new_values ON old_values.id = new_values.id", False),
        ("SELECT 1 FROM new_values UNION ALL SELECT -1 FROM old_values", False),
        ("SELECT 1 FROM new_values JOIN people_person ON party_id = new_values.guardian_id", False),
    ],
)
def test_a_join_of_the_rows_before_and_after_is_recognised(body: str, compares: bool) -> None:
    assert compares_all_with_all(body) is compares


def test_no_trigger_compares_all_rows_of_a_statement_with_all() -> None:
    functions = dict(zip(told(f"SELECT proname {TRIGGERS}"), told(f"SELECT prosrc {TRIGGERS}"), strict=True))
    both = {name for name, body in functions.items() if "old_values" in body and "new_values" in body}
    assert both
    assert [name for name, body in functions.items() if compares_all_with_all(body)] == []
