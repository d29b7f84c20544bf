"""T-KILL for applications: PostgreSQL killed with -9 under 8 writers loses no acknowledged application and doubles none.

Each writer is a process that drafts and submits application after application, each with a mark of its own, notes every receipt it is given, and
repeats with the same key whenever the database falls. Two faults are planted: acknowledging before the log is on disk (synchronous_commit
off) loses some; repeating with a new draft and a new key doubles some. Run in full: `python -m tests.proofs.kill 1.0`.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from maarif.config.postgres import Cluster

T = TypeVar("T")
FULL_KILLS = 200
WRITERS = 8
SERVICE = "higher.study_certificate"
HASTY = {"synchronous_commit": "off", "wal_writer_delay": "'10s'", "wal_writer_flush_after": "'2GB'"}
PROJECT = Path(__file__).resolve().parents[2]


# --- inside the writers' processes ------------------------------------------------------------------------------


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maarif.config.settings")
    import django

    django.setup()


def prepare(folder: Path) -> None:
    """Migrates the database and registers one student per writer."""
    _django()
    from django.conf import settings
    from django.core.management import call_command

    from maarif.support.keys.operations import ensure_demo
    from tests.engine import campus

    call_command("migrate", verbosity=0, interactive=False)
    ensure_demo(settings.KEYS_FOLDER)
    (folder / "students.json").write_text(json.dumps([campus.student() for _ in range(WRITERS)]))


def write(folder: Path, writer: int, *, naive: bool) -> None:
    """Applies again and again until the file `stop` appears; notes mark and number of every receipt."""
    _django()
    from maarif.engine.cases import operations
    from maarif.engine.cases.types import DraftNotFound
    from tests.engine import campus

    by = campus.actor(json.loads((folder / "students.json").read_text())[writer])

    def drafted(mark: str) -> str:
        draft = operations.start_draft(by=by, service=SERVICE)
        with suppress(DraftNotFound):  # lost between two statements: submitting then notes it
            operations.save_answer(by=by, draft=draft, field="presented_to", raw=mark)
        return draft

    with (folder / f"acknowledged-{writer}").open("a") as receipts:
        for place in range(1_000_000):
            if (folder / "stop").exists():
                return
            mark = f"w{writer}-{place}"
            if naive:
                number = persistently(lambda mark=mark: _once(by, drafted(mark), os.urandom(8).hex()))  # type: ignore[misc]
            else:
                draft = persistently(lambda mark=mark: drafted(mark))  # type: ignore[misc]
                number = persistently(lambda draft=draft, mark=mark: _once(by, draft, f"key-of-{mark}"))  # type: ignore[misc]
            receipts.write(f"{mark} {number}\n")
            receipts.flush()


def _once(by: Any, draft: str, key: str) -> str:
    """The number of the receipt; a draft that was acknowledged and is no longer there is noted as lost."""
    from maarif.engine.cases import operations
    from maarif.engine.cases.types import DraftNotFound

    try:
        return operations.submit(by=by, draft=draft, idempotency_key=key).number
    except DraftNotFound:
        return "lost-with-its-draft"


def persistently(act: Callable[[], T]) -> T:
    """Does it again until the database answers."""
    from django.db import DatabaseError, connection

    from maarif.engine.cases.types import SubmissionInFlight

    until = time.monotonic() + 120
    while True:
        try:
            return act()
        except (DatabaseError, SubmissionInFlight):
            if time.monotonic() > until:
                raise
            connection.close()
            time.sleep(0.05)


# --- outside ----------------------------------------------------------------------------------------------------


def run(kills: int, seed: int, *, naive: bool = False, hasty: bool = False) -> dict[str, int]:
    """Kills the server so many times under 8 writers and counts what was acknowledged, lost and doubled."""
    with tempfile.TemporaryDirectory(prefix="maarif-kill-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster(folder / "pg", settings=HASTY if hasty else {})
        try:
            cluster.start()
            cluster.ensure_database("maarif")
            assert _call(cluster, folder, "prepare").wait() == 0, (folder / "log").read_text()[-2000:]
            cluster.sql("CHECKPOINT")
            writers = [_call(cluster, folder, "naive" if naive else "write", str(n)) for n in range(WRITERS)]
            _until_writing(folder, writers)
            _kill(cluster, folder, kills, random.Random(seed))
            (folder / "stop").touch()
            broken = [writer.wait(timeout=180) for writer in writers]
            assert broken == [0] * WRITERS, "a writer failed: " + (folder / "log").read_text()[-2000:]
            return {"kills": kills, **_counted(cluster, folder)}
        finally:
            cluster.kill()


def _call(cluster: Cluster, folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "DATABASE_URL": cluster.url("maarif_owner"),
        "MAARIF_VAR": str(folder),
        "MAARIF_KEYS": str(folder / "keys"),
    }
    for other in ("DATABASE_OWNER_URL", "DATABASE_READER_URL"):
        environment.pop(other, None)
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.proofs.kill", *words, str(folder)],
            cwd=PROJECT,
            env=environment,
            stdout=log,
            stderr=log,
        )


def _acknowledged(folder: Path) -> dict[str, str]:
    lines = [line.split() for file in folder.glob("acknowledged-*") for line in file.read_text().splitlines()]
    return {line[0]: line[1] for line in lines if len(line) == 2}


def _until_writing(folder: Path, writers: "list[subprocess.Popen[bytes]]") -> None:
    until = time.monotonic() + 180
    while len({mark.split("-")[0] for mark in _acknowledged(folder)}) < WRITERS:
        assert time.monotonic() < until, "the writers do not write: " + (folder / "log").read_text()[-2000:]
        assert all(writer.poll() is None for writer in writers), (folder / "log").read_text()[-2000:]
        time.sleep(0.1)


def _kill(cluster: Cluster, folder: Path, kills: int, dice: random.Random) -> None:
    """Kills at random instants; between two kills at least one more application is acknowledged."""
    for _ in range(kills):
        before = len(_acknowledged(folder))
        time.sleep(dice.uniform(0.2, 1.5))
        until = time.monotonic() + 60
        while len(_acknowledged(folder)) == before:
            assert time.monotonic() < until, "nothing is acknowledged any more"
            time.sleep(0.01)
        cluster.kill()
        cluster.start()


def _counted(cluster: Cluster, folder: Path) -> dict[str, int]:
    noted = _acknowledged(folder)
    with psycopg.connect(cluster.url("maarif_owner"), autocommit=True) as reader:
        rows = reader.execute(
            "SELECT number, answers->>'presented_to', status, documents FROM cases_case WHERE number IS NOT NULL"
        ).fetchall()
        issued = {row[0] for row in reader.execute("SELECT public_id FROM documents_document")}
        events = dict(reader.execute("SELECT case_id, count(*) FROM cases_caseevent GROUP BY case_id").fetchall())
    marks = [mark for _, mark, _, _ in rows]
    found = {number for number, _, _, _ in rows}
    return {
        "acknowledged": len(noted),
        "lost": sum(number not in found for number in noted.values()),
        "doubled": len(marks) - len(set(marks)),
        "half_done": sum(status != "closed" or set(papers) - issued != set() for _, _, status, papers in rows)
        + abs(len(issued) - len(rows)),
        "histories": len(events),
    }


def prove(kills: int, seed: int = 20261123) -> dict[str, int]:
    """No acknowledged application lost, none doubled, none half done; both planted faults caught; else AssertionError."""
    held = run(kills, seed)
    assert (held["lost"], held["doubled"], held["half_done"]) == (0, 0, 0), held
    lost = _caught("lost", seed, hasty=True)
    doubled = _caught("doubled", seed, naive=True)
    return {**held, "planted_lost": lost, "planted_doubled": doubled}


def _caught(what: str, seed: int, **fault: bool) -> int:
    """Runs a planted fault until it shows; AssertionError when it does not."""
    for attempt in range(4):
        found = run(4, seed + attempt, **fault)[what]
        if found:
            return found
    raise AssertionError(f"the planted fault {fault} was not told apart")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    elif sys.argv[1] in {"write", "naive"}:
        write(Path(sys.argv[3]), int(sys.argv[2]), naive=sys.argv[1] == "naive")
    else:
        print(json.dumps(prove(max(3, round(FULL_KILLS * float(sys.argv[1]))))))
