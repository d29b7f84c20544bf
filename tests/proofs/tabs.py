"""T-INV for applications: 64 tabs that send one draft at the same instant make one application and one document.

Half of the tabs carry one key, half a key each. The planted fault is the naive version (look at the status, then write; no lock, no claim on
the key, no trigger): it issues more than one document. Run in full: `python -m tests.proofs.tabs 1.0`.
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.db import DatabaseError, connection, connections

from maarif.engine.cases import drafts, operations
from maarif.engine.cases.errors import SubmissionInFlight
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import Receipt
from maarif.kernel.errors import MaarifError
from maarif.support.documents.models import Document
from maarif.support.keys.operations import ensure_demo
from tests.engine import campus

FULL_ROUNDS = 100
TABS = 64
PATIENCE_SECONDS = 60
NAIVE_ROUNDS = 5
SERVICE = "higher.study_certificate"


def one_draft(tabs: int) -> tuple[int, int, int, int]:
    """Sends one draft from so many tabs at once: tabs answered, different numbers, applications made, documents issued."""
    party = campus.student()
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    barrier = threading.Barrier(tabs)

    def send(tab: int) -> Receipt | None:
        key = "one-key-for-all" if tab % 2 else f"tab-key-{tab:04d}"
        barrier.wait()
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while time.monotonic() < until:
                try:
                    return operations.submit(by=by, draft=draft, idempotency_key=key)
                except SubmissionInFlight:
                    time.sleep(0.02)
            return None
        except (DatabaseError, MaarifError):
            return None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(tabs) as pool:
        receipts = list(pool.map(send, range(tabs)))
    made = Case.objects.filter(party_id=party, number__isnull=False).count()
    numbers = {receipt.number for receipt in receipts if receipt is not None}
    answered = sum(receipt is not None for receipt in receipts)
    return answered, len(numbers), made, Document.objects.filter(holder_id=party).count()


@contextmanager
def naively() -> Iterator[None]:
    """Look, then write: nothing holds the key or the row, and the database refuses no change of status."""
    real = drafts.find

    def unlocked(by: object, key: str, *, lock: bool) -> Case:
        return real(by, key, lock=False)  # type: ignore[arg-type]

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_case DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE cases_caseevent DROP CONSTRAINT case_event_position")
    try:
        with mock.patch.object(drafts, "find", unlocked), mock.patch("maarif.engine.cases.repeating._claim"):
            yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_case ENABLE TRIGGER USER")
            cursor.execute("ALTER TABLE cases_caseevent DISABLE TRIGGER USER; DELETE FROM cases_caseevent; ")
            cursor.execute("ALTER TABLE cases_caseevent ENABLE TRIGGER USER")
            cursor.execute("ALTER TABLE cases_caseevent ADD CONSTRAINT case_event_position UNIQUE (case_id, position)")


def prove(rounds: int, tabs: int = TABS) -> dict[str, int]:
    """Every round makes one application and one document; the naive version makes more, else AssertionError."""
    for _ in range(rounds):
        answered, numbers, made, documents = one_draft(tabs)
        assert (answered, numbers, made, documents) == (tabs, 1, 1, 1), (answered, numbers, made, documents)
    with naively():
        caught = next((found for _ in range(NAIVE_ROUNDS) if (found := one_draft(tabs)[3]) > 1), 1)
    assert caught > 1, "the planted naive version was not told apart"
    return {
        "rounds": rounds,
        "tabs": tabs,
        "attempts": rounds * tabs,
        "applications": rounds,
        "naive_documents": caught,
    }


def main(share: float) -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_tabs"), tempfile.TemporaryDirectory() as folder:
        settings.KEYS_FOLDER = Path(folder)
        ensure_demo(Path(folder))
        print(json.dumps(prove(max(1, round(FULL_ROUNDS * share)))))


if __name__ == "__main__":
    main(float(sys.argv[1]))
