"""Promoting a country at the end of a year, beside a plain UPDATE of the same pupils without history, in one run.

`MAARIF_BENCH_PUPILS` sets the size (400 000 by default, a tenth of the largest country; what is said of 4 000 000 is
extrapolated). Ours moves everybody to next year's class, closes and opens enrolments at the ends of stages, writes every
version into history, every change of status into its ledger, counts places, and keeps each step so that it can be taken back.
The bare run adds one to the grade in one statement, in a table with the same columns, constraints and indexes and no trigger.
"""

import os
import time

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
    bare = _bare()
    number = operations.start_promotion(by=SYSTEM, country="az", year=proof.YEAR)
    began = time.perf_counter()
    operations.run_promotion(by=SYSTEM, promotion=number)
    ours = time.perf_counter() - began
    card = queries.promotion(number)
    assert card is not None
    moved = sum(card.counts.values())
    began = time.perf_counter()
    operations.reverse_promotion(by=SYSTEM, promotion=number)
    back = time.perf_counter() - began
    print(f"{moved:,} pupils in {card.institutions:,} schools: {dict(card.counts)}\n")
    print("| what | seconds | pupils a second | against bare |\n|---|---|---|---|")
    for name, seconds in (("ours", ours), ("ours, taken back", back), ("bare UPDATE, no history", bare)):
        print(f"| {name} | {seconds:.1f} | {moved / seconds:,.0f} | {seconds / bare:.2f}x |")
    print(f"\n{LARGEST:,} pupils, extrapolated: {ours / moved * LARGEST / 60:.1f} minutes, one runner")


def _bare() -> float:
    """The plain UPDATE, in a copy of the table."""
    _sql("CREATE TABLE bare_enrolment (LIKE enrolments_enrolment INCLUDING ALL)")
    columns = _columns()
    _sql(f"INSERT INTO bare_enrolment ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM enrolments_enrolment")
    _sql("VACUUM ANALYZE bare_enrolment")
    began = time.perf_counter()
    _sql("UPDATE bare_enrolment SET grade = grade + 1, changed_at = now() WHERE grade < 11 AND status = 'active'")
    took = time.perf_counter() - began
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
