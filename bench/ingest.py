"""Loading a OneRoster bundle, beside a bare COPY and MERGE of the same rows without history, in one run.

`MAARIF_BENCH_PEOPLE` sets the size (1 000 000 people by default). Ours reads, validates, seals numbers, writes with history
and remembers digests; the bare run copies the finished rows of the same tables into temporary tables and merges them into
tables with the same columns, constraints and indexes, its history triggers disabled.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PEOPLE = int(os.environ.get("MAARIF_BENCH_PEOPLE", "1000000"))
PEOPLE_AT_SCALE_ONE = 6_600_000
TABLES = (
    ("parties_party", "id"),
    ("institutions_institution", "party_id"),
    ("people_person", "party_id"),
    ("people_guardianship", "id"),
    ("programmes_academicsession", "id"),
    ("programmes_course", "id"),
    ("programmes_programme", "id"),
    ("programmes_classgroup", "id"),
    ("roster_affiliation", "id"),
    ("enrolments_enrolment", "id"),
    ("roster_classmember", "id"),
    ("posts_post", "id"),
    ("posts_employment", "id"),
    ("assessments_result", "id"),
)


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from tests.proofs.databases import own_database

    with own_database("test_bench_ingest"), tempfile.TemporaryDirectory() as folder:
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from simulators.synth.country import write_country

    began = time.perf_counter()
    written = write_country("az", folder / "bundle", scale=PEOPLE / PEOPLE_AT_SCALE_ONE, seed=1)
    print(f"bundle of {written.counts['users']:,} people written in {time.perf_counter() - began:.1f} s\n", flush=True)
    first = _load(folder / "bundle")
    again = _load(folder / "bundle")
    exported = _export(folder)
    _empty()
    bare = _bare(folder, exported)
    bare_again = _bare(folder, exported)
    rows = sum(exported.values())
    print(f"{rows:,} rows in {len(TABLES)} tables; CPU is of the database's backends + of our process\n")
    print("| what | seconds | CPU-s | against bare | peak memory |\n|---|---|---|---|---|")
    for name, run in (("everything new, history on", first), ("nothing changed", again)):
        ratio = f"{run.seconds / bare.seconds:.2f}x time, {run.backend / bare.backend:.2f}x backend CPU"
        print(f"| ours, {name} | {run.seconds:.1f} | {run.backend:.1f} + {run.own:.1f} | {ratio} | {run.peak} MB |")
    for name, run in (("everything new, history off", bare), ("nothing changed", bare_again)):
        print(f"| bare COPY + MERGE, {name} | {run.seconds:.1f} | {run.backend:.1f} + {run.own:.1f} | | |")
    print(f"\nours: an unchanged bundle {first.seconds / again.seconds:.1f} times faster than a new one")


_LOADER = """
import json, resource, sys, time
from pathlib import Path
from threading import Thread
from maarif.config.cli import setup
setup(role="owner")
from django.db import connections
from django.db.backends.signals import connection_created
connections["default"].settings_dict["NAME"] = sys.argv[2]
from maarif.registries.roster.operations import load_oneroster
from maarif.support.parties.types import SYSTEM

spent = {}
def met(connection, **_):
    spent[connection.connection.info.backend_pid] = 0
def watch():
    while True:
        for pid in list(spent):
            try:
                ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                spent[pid] = (int(ticks[11]) + int(ticks[12])) / 100
            except OSError:
                pass  # a lane that has ended: what was last seen of it counts
        time.sleep(0.1)
connection_created.connect(met)
Thread(target=watch, daemon=True).start()
began = time.perf_counter()
report = load_oneroster(by=SYSTEM, path=Path(sys.argv[1]), country="az")
took = time.perf_counter() - began
own, peak = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
time.sleep(0.2)
print(json.dumps([took, sum(spent.values()), own, peak, report.rejects]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run took: seconds of the clock, CPU seconds of the backends and of our process, megabytes at most."""

    seconds: float
    backend: float
    own: float
    peak: int = 0


def _load(bundle: Path) -> Run:
    """Ours, in a process of its own so that its memory can be told."""
    from django.db import connection

    done = subprocess.run(
        [sys.executable, "-c", _LOADER, str(bundle), str(connection.settings_dict["NAME"])],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    seconds, backend, own, peak, rejects = json.loads(done.stdout.splitlines()[-1])
    assert rejects == 0
    return Run(seconds=seconds, backend=backend, own=own, peak=peak)


def _columns(table: str) -> list[str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER' "
            "ORDER BY ordinal_position",
            [table],
        )
        return [name for (name,) in cursor.fetchall()]


def _copy(sql: str, path: Path, *, out: bool) -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        with path.open("wb" if out else "rb") as file, cursor.copy(sql) as copy:
            if out:
                for block in copy:
                    file.write(block)
            else:
                while block := file.read(1 << 20):
                    copy.write(block)
        return int(cursor.rowcount)


def _export(folder: Path) -> dict[str, int]:
    """The finished rows of each table, as a bare loader would be given them; returns their numbers."""
    found = {}
    for table, key in TABLES:
        columns = ", ".join(_columns(table))
        sql = f"COPY (SELECT {columns} FROM {table} ORDER BY {key}) TO STDOUT"
        found[table] = _copy(sql, folder / table, out=True)
    return found


def _empty() -> None:
    """Empties the registers and switches their history off."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(format('%I', tablename), ',') FROM pg_tables WHERE schemaname = 'public' AND tablename ~ "
            "'^(people|institutions_institution|programmes|enrolments|posts|assessments|roster|parties)'"
        )
        (tables,) = cursor.fetchone()
        cursor.execute(f"TRUNCATE {tables} CASCADE")
        cursor.execute(
            "SELECT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger "
            "WHERE NOT tgisinternal AND tgname ~ '^pgtrigger_(insert_insert|update_update|delete_delete)'"
        )
        statements = [statement for (statement,) in cursor.fetchall()]
        assert statements
        for statement in statements:
            cursor.execute(statement)


def _backend_seconds() -> float:
    """CPU seconds that the backend of this connection has used."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    ticks = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(ticks[11]) + int(ticks[12])) / 100


def _bare(folder: Path, exported: dict[str, int]) -> Run:
    """COPY into a temporary table and MERGE by key, table by table."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        cursor.execute("SET maarif.places = 'stated'")  # as ours says too
    backend, own, began = _backend_seconds(), time.process_time(), time.perf_counter()
    for table, key in TABLES:
        if not exported[table]:
            continue
        columns = _columns(table)
        others = [column for column in columns if column != key]
        names: dict[str, Any] = {
            "table": table,
            "key": key,
            "columns": ", ".join(columns),
            "values": ", ".join(f"s.{column}" for column in columns),
            "old": ", ".join(f"t.{column}" for column in others),
            "new": ", ".join(f"s.{column}" for column in others),
            "set": ", ".join(f"{column} = s.{column}" for column in others),
        }
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE TEMP TABLE bare ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0".format(**names)
            )
            _copy("COPY bare FROM STDIN", folder / table, out=False)
            cursor.execute("ANALYZE bare")
            cursor.execute(
                "MERGE INTO {table} t USING bare s ON t.{key} = s.{key} "
                "WHEN MATCHED AND ROW({old}) IS DISTINCT FROM ROW({new}) THEN UPDATE SET {set} "
                "WHEN NOT MATCHED THEN INSERT ({columns}) VALUES ({values})".format(**names)
            )
    took = time.perf_counter() - began
    return Run(seconds=took, backend=_backend_seconds() - backend, own=time.process_time() - own)


if __name__ == "__main__":
    main()
