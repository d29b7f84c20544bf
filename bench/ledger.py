"""The ledger: what one look costs, how fast a million entries are sealed, and how fast they are verified."""

import tempfile
import time
from pathlib import Path

ENTRIES = 1_000_000
LOTS = 200
LOOKS = 2_000

_FILL = """
    INSERT INTO audit_entry (kind, what, subject, party, account, role, scope_kind, scope, assurance, channel, purpose, case_number, detail)
    SELECT 'read', 'people.record', n %% 200000 + 1, n %% 5000 + 1, n %% 5000 + 1, 'registrar', 'institution', (n %% 900)::text, 3, 'desk',
           'enrolment of a pupil', 'AR-2026-' || n, '{}' FROM generate_series(%s::int, %s::int) AS n
"""


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database

    with own_database("test_bench_ledger"), tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from django.db import connection

    from maarif.support.audit import operations, sealing, verifying
    from maarif.support.keys.operations import ensure_demo
    from maarif.support.parties.types import SYSTEM

    ring = ensure_demo(folder / "keys")
    began = time.perf_counter()
    for number in range(LOOKS):
        operations.record_read(by=SYSTEM, subjects=[number + 1], what="people.record", purpose="bench")
    look = (time.perf_counter() - began) / LOOKS * 1000
    lot = ENTRIES // LOTS
    with connection.cursor() as cursor:
        for number in range(LOTS):
            cursor.execute(_FILL, [number * lot + 1, (number + 1) * lot])
        cursor.execute("ANALYZE audit_entry")
    began = time.perf_counter()
    sealed = sealing.seal_all(ring, folder / "heads")
    sealing_took = time.perf_counter() - began
    began, cpu = time.perf_counter(), time.process_time()
    report = verifying.verify(key_of=ring.key, outside=sealing.carried(folder / "heads"))
    took, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert report.sound, report.findings[:3]
    print("| what | seen | goal |\n|---|---|---|")
    print(f"| one look written, in a transaction of its own (a cluster without fsync) | {look:.2f} ms | one INSERT |")
    print(f"| {sealed.entries} entries sealed into {report.seals} links | {sealing_took:.1f} s | |")
    print(f"| {report.entries} entries verified | {took:.1f} s ({cpu:.1f} s CPU of ours) | <= 60 s |")


if __name__ == "__main__":
    main()
