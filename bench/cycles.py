"""Applications sent and decided by people in two stages, two at a time, beside the same rows written by plain SQL in the same run.

Two kinds of cycles. The short one begins with a ready draft, made before: it is submitted, decided by the school and decided by the
district. The whole one is a draft, an answer, the submission, the decision of the school, and the decision of the district by two
persons. Both end with their effect. The short one is done once more by people who all have an account with a confirmed address, so that
letters are written and jobs left that would send them. Plain SQL inserts, row by row, every row that the cycles left into copies of their tables (same columns, checks and
indexes; no triggers, no foreign keys), a transaction a cycle. `MAARIF_BENCH_CYCLES` sets how many cycles each of two processes does.
"""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from bench._load import cpu_seconds

CYCLES = int(os.environ.get("MAARIF_BENCH_CYCLES", "60"))
AT_ONCE = 2
Cycle = Callable[[Any, str], object]
_TABLES = """
    SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE table_schema = 'public' AND column_name = 'id' AND data_type IN ('bigint', 'integer') AND table_type = 'BASE TABLE'
    ORDER BY table_name
"""


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database

    with own_database("test_bench_cycles"):
        from tests.engine import desks

        with desks.trial():
            where = desks.offices()
            with desks.singly():
                _measure("submit, decide, decide", partial(_short, where), partial(desks.drafted, where=where))
                _reached(*(office.party for office in (where.registrar, where.head, where.district)))
                _measure("the same, with letters", partial(_short, where), partial(_reached_and_drafted, where))
            where = desks.offices()
            _measure("draft, answer, submit, decide, decide, confirm", partial(_whole, where))


def _measure(what: str, cycle: Cycle, prepared: Callable[[Any], str] = lambda by: "") -> None:
    from tests.engine import campus

    warm = campus.actor(campus.person())
    _crew(cycle, [(warm, prepared(warm))])
    people = [campus.actor(campus.person()) for _ in range(CYCLES * AT_ONCE)]
    tables = [name for (name,) in _sql(_TABLES)]
    first = _sql("SELECT max(id) FROM cases_case")[0][0]
    drafts = [(by, prepared(by)) for by in people]
    before = {table: _sql(f"SELECT coalesce(max(id), 0) FROM {table}")[0][0] for table in tables} | {
        "cases_case": first
    }
    ours = _together([partial(_crew, cycle, drafts[at::AT_ONCE]) for at in range(AT_ONCE)])
    rows = {table: [row for (row,) in _sql(f"SELECT t::text FROM {table} t WHERE id > %s ORDER BY id", [mark])]
            for table, mark in before.items()}  # fmt: skip
    rows = {table: found for table, found in rows.items() if found}
    _copies(rows)
    plain = _together([partial(_plain, rows, at) for at in range(AT_ONCE)])
    many, written = CYCLES * AT_ONCE, sum(map(len, rows.values()))
    done = _sql("SELECT count(*) FROM cases_case WHERE outcome = 'moved' AND id > %s", [first])[0][0]
    assert done == many, f"{done} of {many} cases were decided"
    print(f"\n{what}: {many} cycles, {written / many:.1f} rows each in {len(rows)} tables, {AT_ONCE} processes\n")
    print("| what | cycles a second by the clock | CPU-ms a cycle | of it Python | PostgreSQL |\n|---|---|---|---|---|")
    for name, (clock, python, postgres) in {"the engine": ours, "the same rows by plain SQL": plain}.items():
        spent = [1000 * each / many for each in (python + postgres, python, postgres)]
        print(f"| {name} | {many / clock:.1f} | " + " | ".join(f"{each:.1f}" for each in spent) + " |")
    for name, (_, python, postgres) in {"engine": ours, "plain SQL": plain}.items():
        print(
            f"\n{name}: two cores that do nothing else would do {2 * many / (python + postgres):.0f} a second by the CPU spent"
        )


def _crew(cycle: Cycle, crew: Sequence[tuple[Any, str]]) -> None:
    """The cycles of one process, an applicant each, with the draft that was made before."""
    for by, draft in crew:
        cycle(by, draft)


def _reached(*parties: Any) -> None:
    """Gives people an account with a confirmed address."""
    from allauth.account.models import EmailAddress

    from maarif.support.identity.models import Account

    for party in parties:
        account = Account.objects.create_user(f"person{party}@mail.example", party_id=party)
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)


def _reached_and_drafted(where: Any, by: Any) -> str:
    from tests.engine import desks

    _reached(by.party)
    return desks.drafted(by, where)


def _short(where: Any, by: Any, draft: str) -> str:
    from maarif.engine.cases import operations

    number = operations.submit(by=by, draft=draft, idempotency_key=f"bench-cycle-{draft}").number
    operations.decide(by=where.registrar, number=number, to="approving", noted={"class_name": "7b"})
    operations.decide(by=where.district, number=number, to="moved")
    return number


def _whole(where: Any, by: Any, _: str) -> None:
    from tests.engine import desks

    from maarif.engine.cases import operations

    operations.confirm(by=where.other_district, number=_short(where, by, desks.drafted(by, where)))


def _copies(rows: Mapping[str, Sequence[str]]) -> None:
    _sql("DROP SCHEMA IF EXISTS plain CASCADE")
    _sql("CREATE SCHEMA plain")
    for table in rows:
        _sql(
            f"CREATE TABLE plain.{table} (LIKE public.{table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
        )


def _plain(rows: Mapping[str, Sequence[str]], at: int) -> None:
    """Writes every second share of the rows, a transaction a cycle."""
    from django.db import transaction

    many = CYCLES * AT_ONCE
    for cycle in range(at, many, AT_ONCE):
        with transaction.atomic():
            for table, found in rows.items():
                for row in found[len(found) * cycle // many : len(found) * (cycle + 1) // many]:
                    _sql(f"INSERT INTO plain.{table} SELECT (%s::public.{table}).*", [row])


def _together(works: Sequence[Callable[[], object]]) -> tuple[float, float, float]:
    """Runs each work in a process with a connection of its own: seconds by the clock, CPU of Python, CPU of PostgreSQL."""
    from django.db import connection, connections

    connections.close_all()
    began, pipes = time.perf_counter(), []
    for work in works:
        reading, writing = os.pipe()
        if os.fork() == 0:
            backend = int(_sql("SELECT pg_backend_pid()")[0][0])
            early = time.process_time(), cpu_seconds([backend])
            work()
            late = time.process_time(), cpu_seconds([backend])
            os.write(writing, f"{late[0] - early[0]} {late[1] - early[1]}".encode())
            connection.close()
            os._exit(0)
        os.close(writing)
        pipes.append(reading)
    told = [os.read(pipe, 100).decode().split() for pipe in pipes]
    for _ in works:
        os.wait()
    if not all(told):
        raise SystemExit("a process did not finish")
    return time.perf_counter() - began, sum(float(one) for one, _ in told), sum(float(two) for _, two in told)


def _sql(statement: str, values: list[Any] | None = None) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    main()
