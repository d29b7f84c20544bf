"""A worker that is killed, and one that loses its database: what they left half done is done within a minute."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from maarif.config import worker
from maarif.support.notices import operations
from maarif.support.notices.models import Delivery
from simulators.catcher.caught import Shelf
from simulators.catcher.site import Site
from simulators.web import server

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Silent:
    """A gateway that takes a request and never answers: the job hangs in it."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.asked = threading.Event()
        self.held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                held, _ = self.socket.accept()
            except OSError:
                return
            self.held.append(held)
            self.asked.set()

    def close(self) -> None:
        self.socket.close()
        for held in self.held:
            held.close()


@contextmanager
def running(sms_url: str, log: Any) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process on the test's own database."""
    child = subprocess.Popen(
        [sys.executable, "-m", "maarif.config.cli", "worker"],
        env={**os.environ, "DATABASE_URL": _database(), "MAARIF_SMS_URL": sms_url, "MAARIF_SMS_TOKEN": "t"},
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        yield child
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


def _database() -> str:
    given = connection.settings_dict
    host = given["HOST"] or given["OPTIONS"].get("host", "")
    secret = f":{quote(given['PASSWORD'])}" if given["PASSWORD"] else ""
    address = f"@{host}:{given['PORT'] or 5432}/" if not host.startswith("/") else "@/"
    tail = f"?host={host}" if host.startswith("/") else ""
    return f"postgresql://{given['USER']}{secret}{address}{given['NAME']}{tail}"


def wait(what: Callable[[], bool], seconds: float) -> float:
    """Waits until something is so; how long it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if what():
            return time.monotonic() - began
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} s")


def states() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text FROM procrastinate_jobs WHERE task_name = 'notices.deliver' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def sent() -> bool:
    return Delivery.objects.get().status == "sent"


def queue_one() -> None:
    operations.send_sms(phone="+994502000001", language="az", text="Salam")


@pytest.fixture(autouse=True)
def _empty_queue(transactional_db: None) -> None:
    """Other tests leave jobs behind: the queue's tables are not flushed."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture
def gateway() -> Iterator[tuple[str, Shelf]]:
    shelf = Shelf()
    bound = server(Site(shelf, "t"), 0)
    threading.Thread(target=bound.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield f"http://127.0.0.1:{bound.server_port}/sms", shelf
    bound.shutdown()
    bound.server_close()


def test_the_job_of_a_killed_worker_is_done_within_a_minute_by_another(
    gateway: tuple[str, Shelf], tmp_path: Any
) -> None:
    url, shelf = gateway
    silent = Silent()
    with (tmp_path / "log").open("wb") as log:
        with running(f"http://127.0.0.1:{silent.port}/sms", log) as first:
            queue_one()
            assert silent.asked.wait(30)
            assert states() == ["doing"]
            os.killpg(first.pid, signal.SIGKILL)
            killed = time.monotonic()
            first.wait()
        silent.close()
        with running(url, log):
            wait(sent, 60)
            took = time.monotonic() - killed
            wait(lambda: states() == [], 10)
    print(f"done {took:.1f} s after the kill")
    assert took < 60
    assert [one.copies for one in shelf.newest_first()] == [1]


def test_without_the_sweep_it_would_stay_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted fault: a killed worker's job is `doing`, and a worker that only fetches what waits leaves it so."""
    with connection.cursor() as cursor:
        queue_one()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    monkeypatch.setattr(app.periodic_registry, "periodic_tasks", {})
    worker.work_off()
    assert states() == ["doing"]
    assert Delivery.objects.get().status == "waiting"


def test_a_worker_asked_to_stop_ends_its_job_first(gateway: tuple[str, Shelf], tmp_path: Any) -> None:
    url, shelf = gateway
    with (tmp_path / "log").open("wb") as log, running(url, log) as child:
        queue_one()
        wait(sent, 30)
        child.send_signal(signal.SIGTERM)
        assert child.wait(20) == 0
    assert len(shelf.newest_first()) == 1


def test_a_worker_whose_connections_are_cut_works_on(gateway: tuple[str, Shelf], tmp_path: Any) -> None:
    url, _ = gateway
    with (tmp_path / "log").open("wb") as log, running(url, log) as child:
        queue_one()
        wait(sent, 30)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            assert cursor.fetchone()[0] > 0
        Delivery.objects.all().delete()
        queue_one()
        wait(sent, 60)
        assert child.poll() is None


@pytest.mark.parametrize("side", ["_update_heartbeat", "_periodic_deferrer"])
def test_a_worker_that_gives_up_by_itself_begins_anew(
    side: str, monkeypatch: pytest.MonkeyPatch, gateway: tuple[str, Shelf], settings: Any
) -> None:
    """Procrastinate ends a worker quietly when one of its side tasks fails; to end for good is only a signal's right."""
    settings.SMS_URL, settings.SMS_TOKEN = gateway[0], "t"
    true, lives = getattr(Worker, side), list[Any]()

    async def fail_once(self: Worker) -> None:
        lives.append(self)
        if len(lives) == 1:
            raise ConnectorException
        threading.Thread(target=finish, daemon=True).start()
        await true(self)

    def finish() -> None:
        try:
            queue_one()
            wait(sent, 30)
        finally:
            connection.close()
            lives[-1]._loop.call_soon_threadsafe(lives[-1].run_task.cancel)

    monkeypatch.setattr(Worker, side, fail_once)
    monkeypatch.setattr(worker, "PAUSE_SECONDS", 0.05)
    worker.run(concurrency=1)
    assert len(lives) == 2
    assert sent()


def test_work_off_does_what_waits(gateway: tuple[str, Shelf], settings: Any) -> None:
    settings.SMS_URL, settings.SMS_TOKEN = gateway[0], "t"
    queue_one()
    worker.work_off()
    assert sent()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args, status::text FROM procrastinate_jobs WHERE task_name = 'notices.deliver'")
        ((args, status),) = cursor.fetchall()
    assert (json.loads(args)["delivery"], status) == (Delivery.objects.get().pk, "succeeded")
