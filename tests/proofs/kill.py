"""T-KILL for applications: PostgreSQL killed with -9 under 8 writers loses no acknowledged application and doubles none.

Each writer drafts and submits application after application, each with a mark of its own, notes every receipt it is given, and
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
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import psycopg

from maarif.config.postgres import Cluster
from tests.template import restore

T = TypeVar("T")
FULL_KILLS = 200
PLANTED_TRIES = (
    24  # of three kills each: on a loaded machine few of them meet the moment between acknowledgement and disk
)
WRITERS = 8
SERVICE = "higher.study_certificate"
HASTY = {"synchronous_commit": "off", "wal_writer_delay": "'10s'", "wal_writer_flush_after": "'2GB'"}
PROJECT = Path(__file__).resolve().parents[2]


# --- inside the writers' process --------------------------------------------------------------------------------


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


def write(folder: Path, scene: str) -> None:
    """Eight writers apply again and again until the file `stop-SCENE` appears, noting mark and number of every receipt."""
    _django()
    students = json.loads((folder / "students.json").read_text())
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(lambda writer: _apply(folder, scene, writer, students[writer]), range(WRITERS)))


def _apply(folder: Path, scene: str, writer: int, student: int) -> None:
    """One writer; in a scene called naive a repetition begins a new draft under a new key."""
    from maarif.engine.cases import operations
    from maarif.engine.cases.errors import DraftNotFound
    from tests.engine import campus

    by = campus.actor(student)

    def drafted(mark: str) -> str:
        draft = operations.start_draft(by=by, service=SERVICE)
        with suppress(DraftNotFound):  # lost between two statements: submitting then notes it
            operations.save_answer(by=by, draft=draft, field="presented_to", raw=mark)
        return draft

    with (folder / f"{scene}-{writer}").open("a") as receipts:
        for place in range(1_000_000):
            if (folder / f"stop-{scene}").exists():
                return
            mark = f"{scene}-{writer}-{place}"
            if scene.startswith("naive"):
                number = persistently(lambda mark=mark: _once(by, drafted(mark), os.urandom(8).hex()))  # type: ignore[misc]
            else:
                draft = persistently(lambda mark=mark: drafted(mark))  # type: ignore[misc]
                number = persistently(lambda draft=draft, mark=mark: _once(by, draft, f"key-of-{mark}"))  # type: ignore[misc]
            receipts.write(f"{mark} {number}\n")
            receipts.flush()


def _once(by: Any, draft: str, key: str) -> str:
    """The number of the receipt; a draft that was acknowledged and is no longer there is noted as lost."""
    from maarif.engine.cases import operations
    from maarif.engine.cases.errors import DraftNotFound

    try:
        return operations.submit(by=by, draft=draft, idempotency_key=key).number
    except DraftNotFound:
        return "lost-with-its-draft"


def persistently(act: Callable[[], T]) -> T:
    """Does it again until the database answers."""
    from django.db import DatabaseError, connection

    from maarif.engine.cases.errors import SubmissionInFlight

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


class Ground:
    """One cluster with a migrated database, on which scene after scene is played."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o755)
        self.folder = folder
        self.cluster = Cluster(folder / "pg")
        self.cluster.start()
        self.cluster.ensure_database("maarif")
        restore(self.cluster, "maarif")
        assert self.call("prepare").wait() == 0, self.log()
        self.cluster.sql("CHECKPOINT")

    def environment(self) -> dict[str, str]:
        """What a process of ours needs to work on this cluster, as the owner of its database."""
        environment = os.environ | {
            "DATABASE_URL": self.cluster.url("maarif_owner"),
            "MAARIF_VAR": str(self.folder),
            "MAARIF_KEYS": str(self.folder / "keys"),
        }
        for other in ("DATABASE_OWNER_URL", "DATABASE_READER_URL"):
            environment.pop(other, None)
        return environment

    def call(self, *words: str) -> "subprocess.Popen[bytes]":
        """Starts a process of ours against this cluster."""
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.proofs.kill", *words, str(self.folder)],
                cwd=PROJECT,
                env=self.environment(),
                stdout=log,
                stderr=log,
            )

    def log(self) -> str:
        """The end of what our processes said."""
        return (self.folder / "log").read_text(errors="replace")[-2000:]

    def durability(self, settings: dict[str, str]) -> None:
        """Restarts the server with other settings of durability."""
        self.cluster.sql("ALTER SYSTEM RESET ALL")
        for name, text in settings.items():
            self.cluster.sql(f"ALTER SYSTEM SET {name} = {text}")
        self.cluster.stop()
        self.cluster.start()

    def acknowledged(self, scene: str) -> list[tuple[str, str]]:
        """Pairs of mark and number that the writers of a scene were given."""
        files = self.folder.glob(f"{scene}-*")
        lines = [line.split() for file in files for line in file.read_text().splitlines()]
        return [(line[0], line[1]) for line in lines if len(line) == 2]

    def play(self, scene: str, kills: int, seed: int) -> dict[str, int]:
        """Kills the server so many times under 8 writers and counts what was acknowledged, lost and doubled."""
        writers = self.call("write", scene)
        try:
            self._until_all_write(scene, writers)
            self._kill(scene, kills, random.Random(seed))
        finally:
            (self.folder / f"stop-{scene}").touch()
        assert writers.wait(timeout=180) == 0, "the writers failed: " + self.log()
        return {"kills": kills, **self._counted(scene)}

    def _until_all_write(self, scene: str, writers: "subprocess.Popen[bytes]") -> None:
        until = time.monotonic() + 180
        while len({mark.split("-")[1] for mark, _ in self.acknowledged(scene)}) < WRITERS:
            assert time.monotonic() < until, "the writers do not write: " + self.log()
            assert writers.poll() is None, self.log()
            time.sleep(0.1)

    def _kill(self, scene: str, kills: int, dice: random.Random) -> None:
        """Kills at random instants; between two kills at least one more application is acknowledged."""
        for _ in range(kills):
            before = len(self.acknowledged(scene))
            time.sleep(dice.uniform(0.2, 1.2))
            until = time.monotonic() + 120
            while len(self.acknowledged(scene)) == before:
                assert time.monotonic() < until, "nothing is acknowledged any more: " + self.log()
                time.sleep(0.01)
            late = scene.startswith("naive") or (scene == "true" and dice.random() < 0.5)
            if late:
                self._answer_late("SET synchronous_standby_names = 'nobody'")
                time.sleep(0.3)
            self.cluster.kill()
            self.cluster.start()
            if late:
                self._answer_late("RESET synchronous_standby_names")

    def _answer_late(self, said: str) -> None:
        """Has every commit wait for a standby that does not exist: it is on disk, and the kill comes before its answer."""
        self.cluster.sql(f"ALTER SYSTEM {said}")
        self.cluster.sql("SELECT pg_reload_conf()")

    def _counted(self, scene: str) -> dict[str, int]:
        with psycopg.connect(self.cluster.url("maarif_owner"), autocommit=True) as reader:
            rows = reader.execute(
                "SELECT answers->>'presented_to', number, status, documents FROM cases_case "
                "WHERE number IS NOT NULL AND answers->>'presented_to' LIKE %s",
                [f"{scene}-%"],
            ).fetchall()
            issued = {row[0] for row in reader.execute("SELECT public_id FROM documents_document")}
        found = {(mark, number) for mark, number, _, _ in rows}
        noted = self.acknowledged(scene)
        return {
            "acknowledged": len(noted),
            "lost": sum(pair not in found for pair in noted),
            "doubled": len(rows) - len({mark for mark, _, _, _ in rows}),
            "half_done": sum(status != "closed" or len(set(papers) & issued) != 1 for _, _, status, papers in rows),
        }


@contextmanager
def grounds() -> Iterator[Ground]:
    """A ground that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="maarif-kill-") as name:
        ground = Ground(Path(name))
        try:
            yield ground
        finally:
            ground.cluster.kill()


def prove(ground: Ground, kills: int, seed: int = 20261123) -> dict[str, int]:
    """No acknowledged application lost, none doubled, none half done; both planted faults caught; else AssertionError."""
    doubled = _caught(ground, "naive", "doubled", seed)
    held = ground.play("true", kills, seed)
    assert (held["lost"], held["doubled"], held["half_done"]) == (0, 0, 0), held
    ground.durability(HASTY)
    lost = _caught(ground, "hasty", "lost", seed)
    ground.durability({})
    return {**held, "planted_doubled": doubled, "planted_lost": lost}


def _caught(ground: Ground, scene: str, what: str, seed: int) -> int:
    """Plays a planted fault until it shows; AssertionError when it does not."""
    for attempt in range(PLANTED_TRIES):
        found = ground.play(f"{scene}{attempt}", 3, seed + attempt)[what]
        if found:
            return found
    raise AssertionError(f"the planted fault {scene} was not told apart")


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(Path(sys.argv[2]))
    elif sys.argv[1] == "write":
        write(Path(sys.argv[3]), sys.argv[2])
    else:
        with grounds() as prepared:
            print(json.dumps(prove(prepared, max(3, round(FULL_KILLS * float(sys.argv[1]))))))
