"""The list of an office's cases with 1 000 and with 100 000 open turns in one run, beside plain SQL for the same rows and counts.

`MAARIF_BENCH_TURNS` sets the larger size. Plain SQL reads the first rows by the same index, and counts every turn of the office once,
whatever it is filtered by; ours counts each filter, none further than the page says.
"""

import os
import time
from collections.abc import Callable
from statistics import median
from typing import Any

SMALL = 1_000
LARGE = int(os.environ.get("MAARIF_BENCH_TURNS", "100000"))
ROUNDS = 15

_COPY = """
    INSERT INTO {table} ({columns}) SELECT {values} FROM {table} one, generate_series(%s::int, %s::int) AS n WHERE one.id = %s
"""
_WAITS = "n %% 20 = 0"
_CASE = {
    "status": f"CASE WHEN {_WAITS} THEN 'waiting_applicant' ELSE one.status END",
    "only_one": "false",
    "key": "gen_random_uuid()",
    "number": "'TR-2020-' || n",
    "id": "1000000 + n",
}
_TURN = {
    "id": "1000000 + n",
    "case_id": "1000000 + n",
    "number": "'TR-2020-' || n",
    "due": "CASE WHEN n %% 50 = 0 THEN NULL ELSE one.due + n %% 90 - 40 END",
    "paused_at": f"CASE WHEN {_WAITS} THEN one.opened_at END",
    "claimed_by_id": "(ARRAY[NULL, {me}, {colleague}]::bigint[])[n %% 3 + 1]",
}
_PLAIN_LIST = """
    SELECT * FROM cases_turn t JOIN cases_case c ON c.id = t.case_id
    WHERE t.closed_at IS NULL AND t.scope_kind = 'institution' AND t.scope = %s ORDER BY t.due, t.id LIMIT 51
"""
_PLAIN_COUNT = """
    SELECT count(*), count(*) FILTER (WHERE claimed_by_id = %s), count(*) FILTER (WHERE claimed_by_id IS NULL),
        count(*) FILTER (WHERE due < %s AND paused_at IS NULL), count(*) FILTER (WHERE paused_at IS NOT NULL)
    FROM cases_turn WHERE closed_at IS NULL AND scope_kind = 'institution' AND scope = %s
"""


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database

    with own_database("test_bench_desk"):
        from tests.engine import desks

        with desks.trial():
            _measure()


def _measure() -> None:
    from django.test import Client
    from django.test.utils import setup_test_environment
    from tests.engine import campus, desks
    from tests.signing_in import sign_in

    from maarif.engine.cases import inbox, offices, tallying
    from maarif.engine.cases.types.desk import Sieve
    from maarif.support.access import queries as access
    from maarif.support.parties.types import Assurance

    setup_test_environment()
    where = desks.offices()
    number = desks.sent(campus.actor(campus.person()), where)
    head = where.head
    client = Client()
    sign_in(client, head.party, assurance=Assurance.OFFICIAL, office=access.roles_of(head.party or 0)[0].id)
    staff = offices.staff_of(head)
    scope, today = str(where.school), offices.today()
    parts: dict[str, Callable[[], Any]] = {
        "the page": lambda: client.get("/en/desk/cases/"),
        "the page, filtered by an officer": lambda: client.get("/en/desk/cases/?claim=mine"),
        "the rows alone": lambda: inbox.inbox_for(head, Sieve()),
        "the counts alone": lambda: tallying.tally(head, staff),
        "plain SQL, the rows": lambda: _sql(_PLAIN_LIST, [scope]),
        "plain SQL, every turn counted": lambda: _sql(_PLAIN_COUNT, [head.party, today, scope]),
    }
    found: dict[int, dict[str, float]] = {}
    filled = 1
    for size in (SMALL, LARGE):
        _fill(number, filled, size, head.party, where.registrar.party)
        filled = size
        found[size] = {name: _milliseconds(part) for name, part in parts.items()}
    print(f"| what, ms (median of {ROUNDS}) | {SMALL:,} open turns | {LARGE:,} | ratio |\n|---|---|---|---|")
    for name in parts:
        small, large = found[SMALL][name], found[LARGE][name]
        print(f"| {name} | {small:.1f} | {large:.1f} | {large / small:.2f} |")


def _fill(number: str, filled: int, size: int, me: int | None, colleague: int | None) -> None:
    """Copies of one sent case and its turn, up to `size`."""
    from maarif.engine.cases.models import Case, Turn

    turn = Turn.objects.get(number=number)
    names = {"me": me, "colleague": colleague}
    for model, row, changed in ((Case, turn.case_id, _CASE), (Turn, turn.pk, _TURN)):
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields]
        values = [changed.get(column, f'one."{column}"').format(**names) for column in columns]
        quoted = ", ".join(f'"{column}"' for column in columns)
        _sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _sql(_COPY.format(table=table, columns=quoted, values=", ".join(values)), [filled, size - 1, row])
        _sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    _sql("VACUUM ANALYZE cases_case")
    _sql("VACUUM ANALYZE cases_turn")


def _milliseconds(part: Callable[[], Any]) -> float:
    part()
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        part()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


def _sql(statement: str, values: list[Any] | None = None) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    main()
