"""One town stands for the tests that ask for it one after another: built once in a transaction, to which each of them is undone.

A test's own transaction (pytest-django's) is then a savepoint of this one. A test that commits, or asks for no town, ends it.
"""

import time
from datetime import UTC, datetime
from typing import Any, Final

import pytest
from django.db import connection, transaction

from maarif.kernel import clock
from tests.surfaces.town import Town, build

NOON: Final = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONGEST_SECONDS: Final = 10.0
"""After so long the town is built anew: the database's `now()` is the beginning of the transaction."""


class Keeping:
    """The town of this process that stands now, if one does; `blocker` is pytest-django's, known once there is a database."""

    def __init__(self) -> None:
        self.town: Town | None = None
        self.blocker: Any = None
        self._atomic = transaction.Atomic(using=None, savepoint=True, durable=False)
        self._since = 0.0

    def turn_to(self, item: pytest.Item) -> None:
        """Before a test is set up: leaves a town that it does not want, and builds one that it does."""
        wanted = wants(item)
        if self.town is not None and (not wanted or self._is_old() or connection.needs_rollback):
            self.leave()
        if wanted and self.town is None and self.blocker is not None:
            with self.blocker.unblock():
                self._atomic.__enter__()
                self._since = time.monotonic()
                with clock.using(clock.FrozenClock(NOON)):
                    self.town = build()

    def leave(self) -> None:
        """Takes everything back."""
        if self.town is not None:
            self.town = None
            with self.blocker.unblock():
                transaction.set_rollback(True)
                self._atomic.__exit__(None, None, None)

    def _is_old(self) -> bool:
        return time.monotonic() - self._since > LONGEST_SECONDS


def wants(item: pytest.Item) -> bool:
    """Whether a test asks for `kept_town` and commits nothing."""
    names, mark = getattr(item, "fixturenames", ()), item.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(names) or (mark is not None and mark.kwargs.get("transaction"))
    return "kept_town" in names and not commits


keeping: Final = Keeping()


@pytest.fixture(scope="session")
def ground(django_db_setup: None, django_db_blocker: Any) -> Any:
    """Where a town can stand: from the second test on, when there is a database."""
    keeping.blocker = django_db_blocker
    yield
    keeping.leave()
    keeping.blocker = None


@pytest.fixture
def kept_town(ground: None, db: None) -> Town:
    """The town that stands, or one built for this test alone."""
    return keeping.town or build()
