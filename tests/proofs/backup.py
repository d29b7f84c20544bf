"""T-BAK: a base backup and archived WAL bring back every acknowledged row up to the second before a wrong DELETE.

Each drill makes a cluster with archiving on, writes while a base backup runs, deletes everything, kills PostgreSQL with -9
and restores to the moment before the DELETE. Run in full: `python -m tests.proofs.backup 1.0`.
"""

import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from maarif.config.environment import PROJECT
from maarif.config.postgres import Cluster

FULL_DRILLS = 30
ROWS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What one drill found."""

    acknowledged: int
    restored: int
    digests_equal: bool
    seconds: float

    @property
    def held(self) -> bool:
        """Nothing acknowledged before the moment is missing, nothing is different."""
        return self.digests_equal and self.restored == self.acknowledged


def drill(home: Path, seed: int) -> Drill:
    """One loss and one restore below `home`, which is removed afterwards."""
    home.mkdir(parents=True)
    source = _archiving(home)
    try:
        with psycopg.connect(source.url("maarif_admin", "postgres"), autocommit=True) as writer:
            writer.execute("CREATE TABLE register (id int PRIMARY KEY, fact text NOT NULL)")
            _write(writer, range(ROWS // 2), seed)
            _call(
                source,
                "pg_basebackup",
                "-D",
                str(home / "base"),
                "-c",
                "fast",
                "-X",
                "none",
                "-h",
                str(source.socket),
                "-U",
                "maarif_admin",
            )
            _write(writer, range(ROWS // 2, ROWS), seed)
            acknowledged, digest = _digest(writer)
            (moment,) = writer.execute("SELECT clock_timestamp()").fetchone() or (None,)
            time.sleep(0.05)
            writer.execute("DELETE FROM register")
        source.sql("SELECT pg_switch_wal()")
        _wait_archived(source)
        source.kill()
        began = time.monotonic()
        restored, found = _restore(home, source, str(moment))
        return Drill(
            acknowledged=acknowledged,
            restored=restored,
            digests_equal=found == digest,
            seconds=time.monotonic() - began,
        )
    finally:
        source.kill()
        shutil.rmtree(home, ignore_errors=True)


def archiver_goes_on(home: Path, command: str) -> bool:
    """Whether archiving survives a kill between copy and note: the segment lies there already, with the same bytes."""
    home.mkdir(parents=True)
    cluster = _archiving(home, command="/bin/false")
    try:
        cluster.sql("SELECT pg_switch_wal()")
        _copy_as_server(cluster, home)
        cluster.sql(f"ALTER SYSTEM SET archive_command = '{_command(home, command)}'")
        cluster.sql("SELECT pg_reload_conf()")
        cluster.sql("SELECT pg_stat_reset_shared('archiver')")
        cluster.sql("CREATE TABLE anything (); SELECT pg_switch_wal()")
        try:
            _wait_archived(cluster, seconds=8)
        except TimeoutError:
            return False
        return True
    finally:
        cluster.kill()
        shutil.rmtree(home, ignore_errors=True)


OURS = '{home}/archive-wal "%p" "{home}/wal/%f"'
NAIVE = 'test ! -f "{home}/wal/%f" && cp "%p" "{home}/wal/%f"'


def _command(home: Path, command: str) -> str:
    return command.format(home=home)


def _archiving(home: Path, command: str = OURS) -> Cluster:
    """A durable cluster that archives into `home/wal`."""
    cluster = Cluster(
        home / "source",
        settings={
            "archive_mode": "on",
            "archive_timeout": "2",
            "archive_command": f"'{_command(home, command)}'",
            "max_wal_senders": "4",
        },
    )
    shutil.copy(PROJECT / "scripts" / "archive-wal", home / "archive-wal")
    (home / "wal").mkdir()
    if os.geteuid() == 0:
        cluster._own(home)
        cluster._own(home / "wal")
    cluster.start()
    return cluster


def _write(writer: psycopg.Connection[tuple[object, ...]], ids: range, seed: int) -> None:
    for number in ids:
        writer.execute("INSERT INTO register VALUES (%s, md5(%s))", (number, f"{seed}-{number}"))


def _digest(connection: psycopg.Connection[tuple[object, ...]]) -> tuple[int, str]:
    row = connection.execute(
        "SELECT count(*), coalesce(md5(string_agg(id || fact, ',' ORDER BY id)), '') FROM register"
    ).fetchone()
    assert row is not None
    return int(str(row[0])), str(row[1])


def _wait_archived(cluster: Cluster, seconds: float = 30) -> None:
    """Until the archiver has nothing ready any more and has archived something."""
    status = cluster.data / "pg_wal" / "archive_status"
    until = time.monotonic() + seconds
    while list(status.glob("*.ready")) or cluster.sql("SELECT archived_count FROM pg_stat_archiver").strip() == "0":
        if time.monotonic() > until:
            raise TimeoutError("PostgreSQL does not archive")
        time.sleep(0.05)


def _copy_as_server(cluster: Cluster, home: Path) -> None:
    """Puts every segment that waits into the archive, as a killed archiver has left it."""
    for ready in (cluster.data / "pg_wal" / "archive_status").glob("*.ready"):
        target = home / "wal" / ready.stem
        shutil.copy(cluster.data / "pg_wal" / ready.stem, target)
        shutil.chown(target, cluster.data.owner(), cluster.data.group())


def _restore(home: Path, source: Cluster, moment: str) -> tuple[int, str]:
    """What is there after recovery; without hot standby, since a reader must not be let in while rows are still coming."""
    target = Cluster(home / "target")
    if os.geteuid() == 0:
        target._own(target.root)
    shutil.move(str(home / "base"), target.data)
    with (target.data / "postgresql.auto.conf").open("a") as file:
        file.write(
            f"unix_socket_directories = '{target.socket}'\narchive_mode = off\nhot_standby = off\nrestore_command = 'cp \"{home}/wal/%f\" \"%p\"'\n"
            f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n"
        )
    (target.data / "recovery.signal").touch()
    if os.geteuid() == 0:
        for name in ("recovery.signal", "postgresql.auto.conf"):
            shutil.chown(target.data / name, source.data.owner(), source.data.group())
    target.start()
    try:
        with _opened(target) as reader:
            return _digest(reader)
    finally:
        target.kill()


def _opened(target: Cluster, seconds: float = 60) -> psycopg.Connection[tuple[object, ...]]:
    """The first connection that the server takes: `pg_ctl` has returned once the base backup is consistent, which is too early."""
    until = time.monotonic() + seconds
    while True:
        try:
            return psycopg.connect(target.url("maarif_admin", "postgres"))
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def _call(cluster: Cluster, program: str, *arguments: str) -> None:
    cluster._call(program, *arguments)


def prove(drills: int) -> dict[str, int | float]:
    """Runs the drills and both archive commands; raises AssertionError on a loss or when the planted fault goes unseen."""
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="maarif-bak-") as folder:
        root = Path(folder)
        root.chmod(0o755)
        if os.geteuid() == 0:
            shutil.chown(root, *(_system_owner(),) * 2)
        for seed in range(drills):
            found = drill(root / f"drill-{seed}", seed)
            assert found.held, f"drill {seed}: {found}"
            slowest = max(slowest, found.seconds)
        assert archiver_goes_on(root / "ours", OURS), "archiving stopped after a kill"
        assert not archiver_goes_on(root / "naive", NAIVE), "the planted naive archive_command was not caught"
    return {"drills": drills, "lost": 0, "slowest_restore_seconds": round(slowest, 1)}


def _system_owner() -> str:
    from maarif.config.postgres import _run_user

    return _run_user() or "root"


if __name__ == "__main__":
    print(json.dumps(prove(max(1, round(FULL_DRILLS * float(sys.argv[1]))))))
