"""The worker: carries out the jobs that transactions left in the queue, until it is asked to stop."""

import asyncio
import logging
import signal
import time
from collections.abc import Callable
from typing import Any, Final

import psycopg
import psycopg_pool
from django.db import close_old_connections, connection
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException

from maarif.config.jobs import HEARTBEAT_SECONDS, SILENCE_SECONDS

log = logging.getLogger("maarif.worker")

STOP_SIGNALS: Final = (signal.SIGTERM, signal.SIGINT)
PAUSE_SECONDS: Final = 1.0
GRACE_SECONDS: Final = 20.0


def run(*, concurrency: int = 4) -> None:
    """Works until SIGTERM or SIGINT, then lets the running jobs end.

    When the database goes away it begins anew once it is back: jobs begun meanwhile are given back by `retry_stalled`.
    """
    while True:
        try:
            if _work(concurrency=concurrency):
                return
            log.warning("the worker gave up by itself, beginning anew")
        except (psycopg.Error, ConnectorException, OSError) as error:
            cause = error.__cause__ or error
            if not isinstance(
                cause, psycopg.OperationalError | psycopg.InterfaceError | psycopg_pool.PoolTimeout | OSError
            ):
                raise  # no right, no table: waiting mends nothing
            log.warning("the database is away (%s: %s), trying again", type(cause).__name__, cause)
        time.sleep(PAUSE_SECONDS)


def work_off() -> None:
    """Carries out what waits in the queue and returns; for tests and commands."""
    with app.replace_connector(_connector()) as running:
        running.run_worker(wait=False, listen_notify=False, install_signal_handlers=False, task_middleware=[_leaving])


def _work(*, concurrency: int) -> bool:
    """True when it was asked to stop; False when it ended by itself, as it does when its heartbeat meets a dead connection."""
    with app.replace_connector(_connector()) as running:
        return asyncio.run(_until_asked(running, concurrency))


async def _until_asked(running: Any, concurrency: int) -> bool:
    async with running.open_async():
        work = asyncio.create_task(
            running.run_worker_async(
                concurrency=concurrency,
                fetch_job_polling_interval=2.0,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=SILENCE_SECONDS,
                shutdown_graceful_timeout=GRACE_SECONDS,
                delete_jobs="successful",
                task_middleware=[_fresh],
                install_signal_handlers=False,
            )
        )
        _ask_once(work)
        try:
            await work
        except asyncio.CancelledError:
            return True
    return False


def _ask_once(work: asyncio.Task[None]) -> None:
    """The first SIGTERM or SIGINT lets the running jobs end; a second one ends the process as it would any other."""
    loop = asyncio.get_running_loop()

    def ask() -> None:
        for asked in STOP_SIGNALS:
            loop.remove_signal_handler(asked)
        work.cancel()

    for asked in STOP_SIGNALS:
        loop.add_signal_handler(asked, ask)


def _connector() -> Any:
    """A connector of the worker's own: with Django's the jobs would stay `doing` without a word."""
    return app.connector.get_worker_connector()  # type: ignore[attr-defined]


def _fresh(run_task: Callable[[], Any], context: Any, worker: Any) -> Any:
    """Gives each job a database connection that works: threads live long, and servers restart."""
    if not connection.in_atomic_block:
        close_old_connections()
        if connection.connection is not None and not connection.is_usable():
            connection.close()
    return run_task()


def _leaving(run_task: Callable[[], Any], context: Any, worker: Any) -> Any:
    """As `_fresh`, and leaves no connection behind."""
    try:
        return _fresh(run_task, context, worker)
    finally:
        connection.close()
