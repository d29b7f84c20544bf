"""The clock of production: the database's, so that every web node, worker and constraint agrees on what time it is."""

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import DatabaseError, connection

from maarif.support.parties.operations import transaction_moment

LONGEST_TRUST_SECONDS: Final = 30.0


class DatabaseClock:
    """Inside a write, the transaction's own `now()`; outside, the database's time carried on by this machine's steady counter.

    The gap between the two is measured again every thirty seconds, so that a page which only reads asks the database for
    nothing more. A database that does not answer leaves the last known gap in force.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._epoch = datetime.now(UTC) - timedelta(seconds=time.monotonic())
        self._measured = float("-inf")

    def now(self) -> datetime:
        """The present instant by the database."""
        moment = transaction_moment()
        if moment is not None:
            return moment
        if time.monotonic() - self._measured > LONGEST_TRUST_SECONDS:
            self._measure()
        return self._epoch + timedelta(seconds=time.monotonic())

    def _measure(self) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT clock_timestamp()")
                (theirs,) = cursor.fetchone()
            self._epoch = theirs - timedelta(seconds=time.monotonic())
        except DatabaseError:
            if connection.in_atomic_block:
                raise  # the transaction is broken; hiding it would only move the failure
        finally:
            self._measured = time.monotonic()
            self._lock.release()
