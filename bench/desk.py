"""The list of an office's cases, and the page of one, with 1 000 and with 100 000 open turns in one run, beside plain SQL for the same rows and counts.

`MAARIF_BENCH_TURNS` sets the larger size. Plain SQL reads the first rows by the same index, and counts every turn of the office once,
whatever it is filtered by; ours counts each filter, none further than the page says.
"""

import os
import time
from collections.abc import Callable
from pathlib import Path
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
    "number": "'TR-2020-' || {first} + n",
    "id": "{first} + n",
}
_TURN = {
    "id": "{first} + n",
    "case_id": "{first} + n",
    "number": "'TR-2020-' || {first} + n",
    "due": "CASE WHEN n %% 50 = 0 THEN NULL ELSE one.due + n %% 90 - 40 END",
    "paused_at": f"CASE WHEN {_WAITS} THEN one.opened_at END",
    "awaits_applicant": _WAITS,
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
    from django.test.utils import setup_test_environment
    from tests.engine import campus, desks

    setup_test_environment()
    found: dict[int, dict[str, list[tuple[float, float]]]] = {}
    asked: dict[int, dict[str, Callable[[], Any]]] = {}
    for first, size in ((1_000_000, SMALL), (2_000_000, LARGE)):
        where = desks.offices()
        number = desks.sent(campus.actor(campus.person()), where)
        _fill(number, first, size, where.head.party, where.registrar.party)
        asked[size], found[size] = _parts(where, number), {}
    _clean()
    for turn in range(ROUNDS + 1):
        for name in asked[SMALL]:
            for size, parts in asked.items():
                took = milliseconds(parts[name])
                found[size].setdefault(name, []).extend([took] if turn else [])
    _print(found)


def _clean() -> None:
    """Vacuums as it is done by itself, until nobody's older look hinders it, and says how much of the turns is then read without a visit."""
    for _ in range(20):
        _sql("VACUUM ANALYZE cases_case")
        _sql("VACUUM ANALYZE cases_turn")
        pages, visible = _sql("SELECT relpages, relallvisible FROM pg_class WHERE relname = 'cases_turn'")[0]
        if visible == pages:
            break
        time.sleep(1)
    print(f"\n{visible} of {pages} pages of turns are known to be seen by all\n")


def _parts(where: Any, number: str) -> dict[str, Callable[[], Any]]:
    """What is asked of one office, by its head."""
    from django.test import Client
    from tests.signing_in import sign_in

    from maarif.engine.cases import inbox, offices, tallying
    from maarif.engine.cases.types.desk import Sieve
    from maarif.support.access import queries as access
    from maarif.support.parties.types import Assurance

    head, client = where.head, Client()
    sign_in(client, head.party, assurance=Assurance.OFFICIAL, office=access.roles_of(head.party or 0)[0].id)
    staff, scope, today = offices.staff_of(head), str(where.school), offices.today()
    return {
        "the page": lambda: client.get("/en/desk/cases/"),
        "the page, filtered by an officer": lambda: client.get("/en/desk/cases/?claim=mine"),
        "the page of a case": lambda: client.get(f"/en/desk/cases/{number}/"),
        "the rows alone": lambda: inbox.inbox_for(head, Sieve()),
        "the counts alone": lambda: tallying.tally(head, staff),
        "plain SQL, the rows": lambda: _sql(_PLAIN_LIST, [scope]),
        "plain SQL, every turn counted": lambda: _sql(_PLAIN_COUNT, [head.party, today, scope]),
    }


def _print(found: dict[int, dict[str, list[tuple[float, float]]]]) -> None:
    print(f"medians of {ROUNDS}, the two offices asked by turns: ms by the clock (CPU-ms of Python and its backend)\n")
    print(f"| what | {SMALL:,} open turns | {LARGE:,} | ratio | by CPU |\n|---|---|---|---|---|")
    for name in found[SMALL]:
        (small, small_cpu), (large, large_cpu) = (
            [median(each) for each in zip(*found[size][name], strict=True)] for size in (SMALL, LARGE)
        )
        print(
            f"| {name} | {small:.1f} ({small_cpu:.1f}) | {large:.1f} ({large_cpu:.1f}) | {large / small:.2f} | {large_cpu / small_cpu:.2f} |"
        )


def _fill(number: str, first: int, size: int, me: int | None, colleague: int | None) -> None:
    """Copies of one sent case and its turn, up to `size`, numbered from `first` on."""
    from maarif.engine.cases.models import Case, Turn

    turn = Turn.objects.get(number=number)
    names = {"me": me, "colleague": colleague, "first": first}
    for model, row, changed in ((Case, turn.case_id, _CASE), (Turn, turn.pk, _TURN)):
        table = model._meta.db_table
        columns = [field.column for field in model._meta.concrete_fields]
        values = [changed.get(column, f'one."{column}"').format(**names) for column in columns]
        quoted = ", ".join(f'"{column}"' for column in columns)
        _sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        _sql(_COPY.format(table=table, columns=quoted, values=", ".join(values)), [1, size - 1, row])
        _sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def milliseconds(part: Callable[[], Any]) -> tuple[float, float]:
    """What one asking takes by the clock, and of the CPU of this process and its backend."""
    from django.db import connection

    connection.ensure_connection()
    backend = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    began, early, theirs = time.perf_counter(), time.process_time(), int(backend.read_text().split()[0])
    part()
    took, own = time.perf_counter() - began, time.process_time() - early
    return 1000 * took, 1000 * own + (int(backend.read_text().split()[0]) - theirs) / 1_000_000


def _sql(statement: str, values: list[Any] | None = None) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    main()
