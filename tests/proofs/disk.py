"""T-DISK: a full disk is a clear error, loses no acknowledged row, and is over as soon as space returns.

A small tmpfs holds the whole cluster; incompressible rows fill it until PostgreSQL refuses; space returns by remounting.
Cases: the data full, and the WAL full. Needs root (mount). Run in full: `python -m tests.proofs.disk 1.0`.
"""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

from maarif.config.postgres import Cluster, PostgresFailed

FULL_ROUNDS = 20


def possible() -> bool:
    """Only root may mount."""
    return os.geteuid() == 0


def fill(home: Path, *, wal: bool, durable: bool = True) -> dict[str, int]:
    """Fills the disk once; counts rows acknowledged and rows found after space returned."""
    home.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=120m", "tmpfs", str(home)], check=True)
    cluster = Cluster(home / "pg", settings=_settings(wal=wal, durable=durable))
    try:
        home.chmod(0o755)
        cluster.start()
        acknowledged = _write_until_refused(cluster, rewrite=wal)
        if not durable:
            cluster.kill()
        subprocess.run(["mount", "-o", "remount,size=400m", str(home)], check=True)
        found = _rows_after(cluster)
        return {"acknowledged": len(acknowledged), "lost": len(acknowledged - found)}
    finally:
        cluster.kill()
        subprocess.run(["umount", "-l", str(home)], check=True)
        shutil.rmtree(home, ignore_errors=True)


def _settings(*, wal: bool, durable: bool) -> dict[str, str]:
    """WAL is kept (and fills the disk) when no checkpoint may come; the planted fault acknowledges before the disk has it."""
    kept = {"max_wal_size": "'1GB'", "checkpoint_timeout": "'1h'"} if wal else {"max_wal_size": "'32MB'"}
    hasty = (
        {} if durable else {"synchronous_commit": "off", "wal_writer_delay": "'10s'", "wal_writer_flush_after": "'2GB'"}
    )
    return {"shared_buffers": "'16MB'", "min_wal_size": "'32MB'", "wal_buffers": "'8MB'", **kept, **hasty}


def _write_until_refused(cluster: Cluster, *, rewrite: bool) -> set[int]:
    """Inserts rows of 64 kB that do not compress, noting each acknowledgement, until PostgreSQL refuses or falls."""
    acknowledged: set[int] = set()
    with psycopg.connect(cluster.url("maarif_admin", "postgres"), autocommit=True) as writer:
        writer.execute("CREATE TABLE paper (id int PRIMARY KEY, body bytea NOT NULL, seen int NOT NULL DEFAULT 0)")
        writer.execute("ALTER TABLE paper ALTER body SET STORAGE EXTERNAL")
        try:
            for number in range(100_000):
                if rewrite and number >= 40:
                    writer.execute(
                        "UPDATE paper SET body = %s WHERE id = %s", (secrets.token_bytes(65_536), number % 40)
                    )
                    continue
                writer.execute("INSERT INTO paper (id, body) VALUES (%s, %s)", (number, secrets.token_bytes(65_536)))
                acknowledged.add(number)
        except psycopg.Error as refusal:
            said = f"{refusal.sqlstate} {refusal}".lower()
            assert (
                "no space left" in said
                or "53100" in said
                or "closed" in said
                or "terminat" in said
                or "connection" in said
            ), said
            return acknowledged
    raise AssertionError("the disk never filled")


def _rows_after(cluster: Cluster) -> set[int]:
    until = time.monotonic() + 60
    while True:
        try:
            cluster.start()
            with psycopg.connect(cluster.url("maarif_admin", "postgres"), autocommit=True) as reader:
                reader.execute("INSERT INTO paper (id, body) VALUES (-1, 'space is back')")
                rows = {int(row[0]) for row in reader.execute("SELECT id FROM paper WHERE id >= 0")}
                assert reader.execute("SELECT bool_and(length(body) = 65536) FROM paper WHERE id >= 0").fetchone() == (
                    True,
                )
                return rows
        except (psycopg.OperationalError, PostgresFailed):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def prove(rounds: int) -> dict[str, int]:
    """Fills disks `rounds` times per case; AssertionError when an acknowledged row is missing."""
    total = 0
    with tempfile.TemporaryDirectory(prefix="maarif-disk-") as folder:
        Path(folder).chmod(0o755)
        for number in range(rounds):
            for wal in (False, True):
                result = fill(Path(folder) / f"{number}-{'wal' if wal else 'data'}", wal=wal)
                assert result["acknowledged"] > 0
                assert result["lost"] == 0, result
                total += result["acknowledged"]
        planted = fill(Path(folder) / "hasty", wal=False, durable=False)
        assert planted["lost"] > 0, "the planted hasty acknowledgement was not caught"
    return {"rounds": rounds * 2, "acknowledged": total, "lost": 0}


if __name__ == "__main__":
    if not possible():
        raise SystemExit("not checked: only root may mount a small disk")
    print(json.dumps(prove(max(1, round(FULL_ROUNDS / 2 * float(sys.argv[1]))))))
