"""Promoting a country at the end of a year, beside a plain UPDATE of the same pupils without history, in one run.

`MAARIF_BENCH_PUPILS` sets the size (400 000 by default, a tenth of the largest country; what is said of 4 000 000 is
extrapolated). Ours moves everybody to next year's class, closes and opens enrolments at the ends of stages, writes every
version into history, every change of status into its ledger, counts places, and keeps each step so that it can be taken back.
The bare run adds one to the grade in one statement, in a table with the same columns, constraints and indexes and no trigger.
"""

import os
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

PUPILS = int(os.environ.get("MAARIF_BENCH_PUPILS", "400000"))
OF_A_SCHOOL = 440
LARGEST = 4_000_000


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database

    with own_database("test_bench_promotion"):
        _measure()


def _measure() -> None:
    from tests.proofs import promotion as proof

    from maarif.registries.enrolments import operations, queries
    from maarif.support.parties.types import SYSTEM

    began = time.perf_counter()
    proof.country(max(1, PUPILS // OF_A_SCHOOL), OF_A_SCHOOL)
    _sql("VACUUM ANALYZE")
    print(f"{PUPILS:,} pupils written in {time.perf_counter() - began:.1f} s\n", flush=True)
    rows = [("bare UPDATE, no history", *_bare())]
    moved = 0
    for runners in (1, 2):
        number = operations.start_promotion(by=SYSTEM, country="az", year=proof.YEAR)
        run = partial(operations.run_promotion, by=SYSTEM, promotion=number, runners=runners)
        rows.append((f"ours, {runners} {'runner' if runners == 1 else 'runners side by side'}", *_timed(run)))
        card = queries.promotion(number)
        assert card is not None
        moved = sum(card.counts.values())
        back = partial(operations.reverse_promotion, by=SYSTEM, promotion=number)
        rows.append(("ours, taken back", *_timed(back)))
        _sql("VACUUM ANALYZE")
    print(f"{moved:,} pupils in {card.institutions:,} schools: {dict(card.counts)}; load {os.getloadavg()[0]:.1f}\n")
    print("| what | seconds | CPU-seconds of the database | pupils a second | against bare |\n|---|---|---|---|---|")
    for name, seconds, cpu in rows:
        print(f"| {name} | {seconds:.1f} | {cpu:.1f} | {moved / seconds:,.0f} | {seconds / rows[0][1]:.2f}x |")
    for name, seconds, _ in rows[1::2]:
        print(f"\n{LARGEST:,} pupils, extrapolated: {seconds / moved * LARGEST / 60:.1f} minutes, {name}")


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and CPU-seconds of every process of the database."""
    before, began = _database_cpu(), time.perf_counter()
    work()
    return time.perf_counter() - began, _database_cpu() - before


def _database_cpu() -> float:
    """What the database's processes have used, those that have ended too."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    postmaster = _stat(own)[1]
    ticks = sum(_stat(postmaster)[11:15])
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            facts = _stat(int(folder.name))
            ticks += sum(facts[11:13]) if facts[1] == postmaster else 0
    return ticks / os.sysconf("SC_CLK_TCK")


def _stat(process: int) -> list[int]:
    """The numbers of a process after its name: state, parent, ..., user and system time, those of ended children."""
    text = Path(f"/proc/{process}/stat").read_text()
    return [0, *(int(each) for each in text.rpartition(")")[2].split()[1:])]


def _bare() -> tuple[float, float]:
    """The plain UPDATE, in a copy of the table."""
    _sql("CREATE TABLE bare_enrolment (LIKE enrolments_enrolment INCLUDING ALL)")
    columns = _columns()
    _sql(f"INSERT INTO bare_enrolment ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM enrolments_enrolment")
    _sql("VACUUM ANALYZE bare_enrolment")
    update = "UPDATE bare_enrolment SET grade = grade + 1, changed_at = now() WHERE grade < 11 AND status = 'active'"
    took = _timed(lambda: _sql(update))
    _sql("DROP TABLE bare_enrolment")
    return took


def _columns() -> str:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(column_name, ', ') FROM information_schema.columns "
            "WHERE table_name = 'enrolments_enrolment' AND is_generated = 'NEVER'"
        )
        return str(cursor.fetchone()[0])


def _sql(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
