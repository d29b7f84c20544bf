"""T-KILL for web and worker: killed with -9 under clients, no acknowledged application is lost or doubled, every paper is made.

A real web server and a real worker serve one database; clients apply through the API, repeat with the same key whenever an answer does not
come, and note every receipt. The web server (the whole of it, or one of its processes) and the worker are killed at random instants and
started anew. Afterwards every paper that an acknowledged application issued has its rendering, once, and no job is left undone. Two
faults are planted: a client that repeats under a new key doubles some; a worker that does not look for what a dead one left behind leaves
jobs undone. Run in full: `python -m tests.proofs.kill_served 1.0`.
"""

import hashlib
import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg

from maarif.config import processes
from tests.proofs.kill import PROJECT, SERVICE, Ground, grounds

FULL_KILLS = 150  # of each of the two
CLIENTS = 4
PLANTED_TRIES = 12
SCOPES = "{cases:read,cases:write,documents:read}"
UNTIL_DONE = 60.0
"""Seconds within which another worker must have done one of the jobs that a killed one left."""
SILENT = 25.0
"""Seconds after which what only the dead have held is left for ever: a worker that lives notices them after three."""
PATIENCE = 600.0
"""Seconds for which a client repeats. On a busy machine a server lives shorter than it takes to start, and others are served first."""
PERIODIC = "(task_name NOT IN ('documents.render', 'notices.deliver'))"


def secret(place: int) -> str:
    """The token of one client."""
    return "maarif_" + hashlib.sha256(f"client {place}".encode()).hexdigest()[:40]


def work(deaf: bool) -> None:
    """A worker that soon notices a dead colleague; a deaf one never does."""
    from maarif.config import jobs

    jobs.HEARTBEAT_SECONDS, jobs.SILENCE_SECONDS = 1, 3  # type: ignore[misc]
    from maarif.config import worker
    from maarif.config.cli import setup

    setup("app")
    if deaf:
        from procrastinate.contrib.django import app

        app.periodic_registry.periodic_tasks.clear()
    worker.run(concurrency=4)


class Served:
    """The web server and the worker over a prepared ground."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.port = processes.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.words = {
            "web": ("-m", "maarif.config.cli", "serve", "--port", str(self.port)),
            "worker": ("-m", "tests.proofs.kill_served", "work"),
            "deaf": ("-m", "tests.proofs.kill_served", "work", "deaf"),
        }

    def start(self, name: str) -> None:
        """Starts one of them; the web server has two processes of its own."""
        environment = self.ground.environment() | {
            "MAARIF_BASE_URL": self.url,
            "MAARIF_WEB_WORKERS": "2",
            "MAARIF_DEMO": "1",
        }
        with (self.ground.folder / "log").open("ab") as log:
            self.children[name] = subprocess.Popen(
                [sys.executable, *self.words[name]],
                cwd=PROJECT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, name: str, dice: random.Random) -> None:
        """Kills one of them with -9 and starts it anew; of the web server now and then only one process, which it replaces itself."""
        child = self.children[name]
        inner = _children_of(child.pid) if name == "web" and dice.random() < 0.3 else []
        if inner:
            with suppress(ProcessLookupError):
                os.kill(dice.choice(inner), signal.SIGKILL)
            return
        self.end(name)
        self.start(name)

    def end(self, name: str) -> None:
        """Kills the whole session of one of them and waits until it is gone."""
        child = self.children.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def close(self) -> None:
        """Kills what runs."""
        for name in list(self.children):
            self.end(name)


def _children_of(pid: int) -> list[int]:
    """The direct children of a process."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in listed.read_text().split()] if listed.exists() else []


class Client(threading.Thread):
    """Applies again and again until told to stop, repeating what is not answered; `receipts` are pairs of mark and number."""

    def __init__(self, url: str, scene: str, place: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.url, self.scene, self.place, self.stop = url, scene, place, stop
        self.receipts: list[tuple[str, str]] = []
        self.acknowledged = 0
        self.fault: BaseException | None = None

    def run(self) -> None:
        """One application after another."""
        try:
            for turn in range(1_000_000):
                if self.stop.is_set():
                    return
                mark = f"{self.scene}-{self.place}-{turn}"
                self.receipts.append((mark, self._applied(mark)))
        except BaseException as fault:
            self.fault = fault

    def _applied(self, mark: str) -> str:
        tries = 0
        until = time.monotonic() + PATIENCE
        while True:
            key = f"{mark}-{tries if self.scene.startswith('naive') else 0}"
            try:
                return self._once(mark, key)
            except (OSError, http.client.HTTPException) as error:
                known = (
                    isinstance(error, urllib.error.HTTPError)
                    and error.code < 500
                    and error.code not in (404, 409, 412, 428)
                )
                if known or time.monotonic() > until:
                    raise AssertionError(f"{mark}: {_said(error)}") from error
            tries += 1
            time.sleep(0.05)

    def _once(self, mark: str, key: str) -> str:
        """The number of the receipt. A repetition under the same key is answered with the first one's receipt."""
        path = self._kept.get(key)
        if path is None:
            draft = self._ask("POST", "/me/drafts", {"service": SERVICE})
            for field, value in (("presented_to", mark), ("paper_language", "az")):
                draft = self._ask("PUT", f"/me/drafts/{draft['key']}/answers/{field}", {"value": value})
            path = self._kept[key] = (f"/me/drafts/{draft['key']}/submission", draft["digest"])
        body = {"declared": True, "digest": path[1]}
        receipt = self._ask("POST", path[0], body, **{"Idempotency-Key": f"key-of-{key}"})
        self.acknowledged += 1
        return str(receipt["number"])

    @property
    def _kept(self) -> dict[str, tuple[str, str]]:
        """What has been drafted under which key."""
        return self.__dict__.setdefault("_drafted", {})

    def _ask(self, method: str, path: str, body: object, **headers: str) -> Any:
        request = urllib.request.Request(
            f"{self.url}/api/v1{path}",
            method=method,
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {secret(self.place)}", "Content-Type": "application/json", **headers},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            said = json.loads(answer.read())
        self.acknowledged += 1
        return said


def _said(error: Exception) -> str:
    return f"{error} {error.read()[:500]!r}" if isinstance(error, urllib.error.HTTPError) else repr(error)


@contextmanager
def applying(served: Served, scene: str) -> Iterator[list[Client]]:
    """Clients at work for the length of a block; AssertionError with what the first one met that it could not go on."""
    stop = threading.Event()
    clients = [Client(served.url, scene, place, stop) for place in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        _wait(lambda: all(client.receipts or client.fault for client in clients), 120, served)
        yield clients
    finally:
        stop.set()
        for client in clients:
            client.join(150)
    faults = [client.fault for client in clients if client.fault]
    assert not faults, f"{served.ground.log()}\n{faults[0]!r}"


def _wait(what: Any, seconds: float, served: Served) -> None:
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, served.ground.log() + "\nwaited in vain"
        time.sleep(0.02)


def play(
    ground: Ground, scene: str, kills: int, seed: int, *, killed: tuple[str, ...] = ("web", "worker")
) -> dict[str, int]:
    """Kills each of `killed` so many times under the clients; what was acknowledged, lost, doubled and left undone."""
    dice = random.Random(seed)
    served = Served(ground)
    worker = "deaf" if scene.startswith("deaf") else "worker"
    names = [name.replace("worker", worker) for name in killed] * kills
    dice.shuffle(names)
    try:
        for name in ("web", worker):
            served.start(name)
        _wait(lambda: processes.answers(f"{served.url}/healthz"), 90, served)
        with applying(served, scene) as clients:
            for name in names:
                before = sum(len(client.receipts) for client in clients)
                time.sleep(dice.uniform(0.1, 1.0))
                _wait(lambda before=before: sum(len(c.receipts) for c in clients) > before, PATIENCE, served)  # type: ignore[misc]
                served.kill(name, dice)
        left = _left(ground)
        return {
            "kills": len(names),
            "operations": sum(client.acknowledged for client in clients),
            **_counted(ground, scene, [pair for client in clients for pair in client.receipts]),
            "undone": left,
        }
    finally:
        served.close()


def _left(ground: Ground) -> int:
    """How many jobs of papers and messages are left when for a minute none was done, or when nobody has held any of them for long.

    Killed once a second, the worker does little but start, so that hundreds of jobs may wait at the end: how long they take
    together is the machine's affair, that none of them is forgotten is the promise.
    """
    until, fewest, held = time.monotonic() + UNTIL_DONE, None, time.monotonic()
    with psycopg.connect(ground.cluster.url("maarif_owner"), autocommit=True) as reader:
        while True:
            row = reader.execute(f"SELECT count(*) FROM procrastinate_jobs WHERE NOT {PERIODIC}").fetchone()
            left = row[0] if row else 0
            if fewest is None or left < fewest:
                until, fewest = time.monotonic() + UNTIL_DONE, left
            if _is_held(reader):
                held = time.monotonic()
            if not left or time.monotonic() > min(until, held + SILENT):
                return int(left)
            time.sleep(0.2)


def _is_held(reader: Any) -> bool:
    """Whether any of what is left waits for a worker, or is done by one that lives: dead ones fall silent, then their rows go."""
    rows = reader.execute(
        "SELECT 1 FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id "
        f"WHERE NOT {PERIODIC} AND (j.status = 'todo' OR w.last_heartbeat > now() - interval '3 seconds') LIMIT 1"
    ).fetchall()
    return bool(rows)


def _counted(ground: Ground, scene: str, noted: list[tuple[str, str]]) -> dict[str, int]:
    with psycopg.connect(ground.cluster.url("maarif_owner"), autocommit=True) as reader:
        rows = reader.execute(
            "SELECT c.answers->>'presented_to', c.number, count(DISTINCT d.id), count(r.id) FROM cases_case c "
            "LEFT JOIN documents_document d ON d.public_id = ANY (SELECT jsonb_array_elements_text(to_jsonb(c.documents))) "
            "LEFT JOIN documents_rendering r ON r.document_id = d.id "
            "WHERE c.number IS NOT NULL AND c.answers->>'presented_to' LIKE %s GROUP BY 1, 2",
            [f"{scene}-%"],
        ).fetchall()
    found = {(mark, number) for mark, number, _, _ in rows}
    return {
        "acknowledged": len(noted),
        "lost": sum(pair not in found for pair in noted),
        "doubled": len(rows) - len({mark for mark, *_ in rows}),
        "papers_not_once": sum(papers != 1 for *_, papers, _ in rows),
        "renderings_not_once": sum(made != 1 for *_, made in rows),
    }


def ready(ground: Ground) -> None:
    """Gives each client a token of the student it applies for."""
    students = json.loads((ground.folder / "students.json").read_text())
    with psycopg.connect(ground.cluster.url("maarif_owner"), autocommit=True) as writer:
        for place in range(CLIENTS):
            digest = hashlib.sha256(secret(place).encode()).digest()
            writer.execute(
                "INSERT INTO access_apitoken (party_id, account, name, hint, digest, scopes, language, expires_at) "
                "VALUES (%s, 0, 'proof', 'maarif_proof', %s, %s, 'az', now() + interval '7 days')",
                [students[place], digest, SCOPES],
            )


def prove(ground: Ground, kills: int, seed: int = 20261126) -> dict[str, int]:
    """Nothing acknowledged is lost or doubled, every paper is made once; both planted faults caught; else AssertionError."""
    held = held_under(ground, kills, seed)
    doubled = _caught(ground, "naive", "doubled", seed, ("web",))
    return {**held, "planted_doubled": doubled, "planted_undone": undone_by_a_deaf_worker(ground, seed)}


def held_under(ground: Ground, kills: int, seed: int) -> dict[str, int]:
    """The promise itself; AssertionError when it breaks."""
    ready(ground)
    held = play(ground, "served", kills, seed)
    wrong = {key: held[key] for key in ("lost", "doubled", "papers_not_once", "renderings_not_once", "undone")}
    assert not any(wrong.values()), f"{ground.log()}\n{held}"
    return held


def undone_by_a_deaf_worker(ground: Ground, seed: int) -> int:
    """How many jobs the planted worker leaves undone; AssertionError when it is not told apart."""
    return _caught(ground, "deaf", "undone", seed, ("worker",))


def _caught(ground: Ground, scene: str, what: str, seed: int, killed: tuple[str, ...]) -> int:
    """Plays a planted fault until it shows; AssertionError when it does not."""
    for attempt in range(PLANTED_TRIES):
        found = play(ground, f"{scene}{attempt}", 3, seed + attempt, killed=killed)[what]
        if found:
            return found
    raise AssertionError(f"the planted fault {scene} was not told apart")


if __name__ == "__main__":
    if sys.argv[1] == "work":
        work(deaf=sys.argv[2:] == ["deaf"])
    else:
        with grounds() as prepared:
            print(json.dumps(prove(prepared, max(2, round(FULL_KILLS * float(sys.argv[1]))))))
