"""What the filters of an office's list count: what the list would show, as far as is said, by reading nothing that has ended."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.engine import campus, desks

from maarif.engine.cases import inbox, offices, operations, tallying
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import RequestKind
from maarif.engine.cases.types.desk import Claim, Sieve, Tally, When
from maarif.support.access import operations as access

pytestmark = pytest.mark.django_db

FIRST = 1_000_000
COPIES = """
    INSERT INTO {table} ({columns}) SELECT {values} FROM {table} one, generate_series(%s::bigint, %s::bigint) AS n WHERE one.id = %s
"""
CASE = {"id": "n", "key": "gen_random_uuid()", "number": "'TR-2020-' || n", "only_one": "false"}
TURN = {
    "id": "n",
    "case_id": "n",
    "number": "'TR-2020-' || n",
    "due": "CASE WHEN n %% 50 = 0 THEN NULL ELSE one.due + (n %% 90)::int - 40 END",
    "claimed_by_id": "(ARRAY[NULL, {registrar}, {head}]::bigint[])[n %% 3 + 1]",
    "paused_at": "CASE WHEN n %% 20 = 0 THEN one.opened_at END",
    "awaits_applicant": "n %% 20 = 0",
}
ENDED = {"closed_at": "one.opened_at", "result": "'moved'"}


@pytest.fixture(autouse=True)
def trial() -> Iterator[None]:
    with desks.trial():
        yield


def filled(where: desks.Offices, number: str, first: int, many: int, **changed: str) -> None:
    """So many copies of one sent case and its turn."""
    turn = Turn.objects.get(number=number)
    names = {"registrar": where.registrar.party, "head": where.head.party}
    with connection.cursor() as cursor:
        for model, row, said in ((Case, turn.case_id, CASE), (Turn, turn.pk, TURN | changed)):
            table = model._meta.db_table
            columns = [field.column for field in model._meta.concrete_fields]
            values = ", ".join(said.get(column, f'one."{column}"').format(**names) for column in columns)
            cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
            statement = COPIES.format(table=table, columns=", ".join(f'"{each}"' for each in columns), values=values)
            cursor.execute(statement, [first, first + many - 1, row])
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER; ANALYZE {table}")


def tally(where: desks.Offices) -> Tally:
    return tallying.tally(where.head, offices.staff_of(where.head), desks.SERVICE)


def plan_of(where: desks.Offices) -> list[dict[str, Any]]:
    """The steps of the counting that read turns."""
    with CaptureQueriesContext(connection) as seen:
        tally(where)
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + seen.captured_queries[-1]["sql"])
        (found,) = cursor.fetchone()
    return list(_reading((found if isinstance(found, list) else json.loads(found))[0]["Plan"]))


def _reading(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if step.get("Relation Name") == "cases_turn":
        yield step
    for below in step.get("Plans", ()):
        yield from _reading(below)


def most_read(plan: list[dict[str, Any]]) -> int:
    """The rows that the longest of the steps read at a time, those thrown away included."""
    return max(round(step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) for step in plan)


def test_every_count_is_the_number_of_rows_that_its_filter_leaves(where: desks.Offices) -> None:
    number = desks.sent(campus.actor(campus.person()), where)
    filled(where, number, FIRST, 300)
    today = offices.today()
    access.appoint_stand_in(
        by=where.head, absent=where.registrar.party or 0, stand_in=where.head.party or 0,
        since=today, until=today + timedelta(days=3),
    )  # fmt: skip
    found = tally(where)

    def listed(**sieve: Any) -> int:
        return len(inbox.inbox_for(where.head, Sieve(**sieve), limit=500).cards)

    assert found.every == listed() == 301
    assert found.claims == {claim: listed(claim=claim) for claim in Claim}
    assert found.whens == {when: listed(when=when) for when in When}
    assert (found.waiting, found.opinions) == (listed(waiting=True), listed(opinions=True)) == (15, 0)
    assert found.services == {desks.SERVICE: 301}
    assert found.stages == {"receiving": 301}
    assert found.claims[Claim.ABSENT] == found.claims[Claim.COLLEAGUE] == 100


def test_nothing_is_counted_further_than_the_page_says(where: desks.Offices, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(where, desks.sent(campus.actor(campus.person()), where), FIRST, 3_000)
    monkeypatch.setattr(tallying, "MOST_COUNTED", 40)
    found = tally(where)
    assert (found.most, found.every, found.services) == (40, 41, {desks.SERVICE: 41})
    assert found.claims == {Claim.MINE: 41, Claim.NOBODY: 41, Claim.COLLEAGUE: 41, Claim.ABSENT: 0}
    assert most_read(plan_of(where)) <= 2 * 41


def test_what_has_ended_is_not_read_to_count_what_is_open(where: desks.Offices) -> None:
    number = desks.sent(campus.actor(campus.person()), where)
    filled(where, number, FIRST, 300)
    filled(where, number, 2 * FIRST, 2_000, **ENDED)
    assert most_read(plan_of(where)) == 301
    filled(where, number, 3 * FIRST, 10_000, **ENDED)
    plan = plan_of(where)
    assert most_read(plan) == 301
    assert {step["Node Type"] for step in plan} <= {"Index Scan", "Index Only Scan", "Bitmap Heap Scan"}


def test_a_turn_awaits_the_applicant_from_the_question_to_the_answer(where: desks.Offices) -> None:
    by = campus.actor(campus.person())
    number = desks.sent(by, where)
    assert tally(where).waiting == 0
    operations.ask(by=where.registrar, number=number, kind=RequestKind.QUESTION, text="Which class?")
    assert (tally(where).waiting, Turn.objects.get().awaits_applicant) == (1, True)
    operations.answer(by=by, number=number, text="The seventh.")
    assert (tally(where).waiting, Turn.objects.get().awaits_applicant) == (0, False)
