"""What a trigger does with the rows of a statement costs as much for each of many as for each of few."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from maarif.registries.enrolments import operations
from maarif.registries.enrolments.models import Enrolment, StatusChange
from maarif.registries.enrolments.triggers import CHANGED
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.programmes.types import ProgrammeKind
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

pytestmark = pytest.mark.django_db
Make = Callable[..., int]
DEAN = Actor(role="registrar")
PLAINLY = CHANGED.replace("FULL JOIN", "JOIN")
"""The planted fault: a join that may also compare every row with every other."""


def students(a_person: Make, an_institution: Make, many: int) -> list[int]:
    university = an_institution(kind=InstitutionKind.HEI)
    facts = {"kind": ProgrammeKind.BACHELOR, "level": 6, "since": date(2024, 9, 15)}
    return [
        operations.enrol(by=DEAN, person=a_person(), institution=university, **facts)  # type: ignore[arg-type]
        for _ in range(many)
    ]


def suspend(numbers: list[int]) -> None:
    with acting(DEAN):
        Enrolment.objects.filter(pk__in=numbers).update(status="suspended", status_since=date(2025, 1, 1))


def plan_kept_from_one_row(changed: str, enrolment: int) -> str:
    """How a session that first changes one enrolment will always look for those whose status differs."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("CREATE TEMP TABLE planned (line text) ON COMMIT DROP")
        cursor.execute(f"""
            CREATE FUNCTION pg_temp.plan() RETURNS trigger LANGUAGE plpgsql AS $$
            DECLARE said text;
            BEGIN
                FOR said IN EXPLAIN (COSTS OFF) SELECT new_values.id {changed} LOOP
                    INSERT INTO planned VALUES (said);
                END LOOP;
                RETURN NULL;
            END $$;
            CREATE TRIGGER plan AFTER UPDATE ON enrolments_enrolment
                REFERENCING OLD TABLE AS old_values NEW TABLE AS new_values FOR EACH STATEMENT EXECUTE FUNCTION pg_temp.plan()
        """)
        suspend([enrolment])
        cursor.execute("SELECT string_agg(line, E'\\n') FROM planned")
        return str(cursor.fetchone()[0])


def test_a_change_of_one_status_leaves_no_plan_that_compares_all_with_all(a_person: Make, an_institution: Make) -> None:
    [student] = students(a_person, an_institution, 1)
    plan = plan_kept_from_one_row(CHANGED, student)
    assert ("Full Join" in plan, "Nested Loop" in plan) == (True, False)


def test_a_plain_join_leaves_such_a_plan(a_person: Make, an_institution: Make) -> None:
    [student] = students(a_person, an_institution, 1)
    assert "Nested Loop" in plan_kept_from_one_row(PLAINLY, student)


def test_only_those_whose_status_differs_get_a_line(a_person: Make, an_institution: Make) -> None:
    first, second, third = students(a_person, an_institution, 3)
    suspend([])
    suspend([second])
    suspend([first, second, third])
    lines = StatusChange.objects.order_by("enrolment").values_list("enrolment", "before", "after")
    assert list(lines) == [(each, "active", "suspended") for each in (first, second, third)]
