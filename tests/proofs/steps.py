"""T-STEP for applications: a crash between any two statements leaves the state of before or of after, never one between.

A submission is broken off before each of its statements in turn and after the last; the whole database is digested before and after, and
the same request is then sent again. The planted fault is the same submission without its transaction. Run in full:
`python -m tests.proofs.steps 1.0` (the reduced form is the full one: every statement).
"""

import tests.conftest  # noqa: F401, isort: skip - starts Django before models are imported, when this runs by itself

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.db import connection

from maarif.engine.cases import operations
from maarif.engine.cases.models import Case
from maarif.support.documents.models import Document
from maarif.support.keys.operations import ensure_demo
from tests.engine import campus

SERVICE = "higher.study_certificate"
KEY = "step-proof-key"
WATCHED = (
    "cases_case",
    "cases_caseevent",
    "cases_idempotencykey",
    "documents_document",
    "documents_registration",
    "notices_message",
    "audit_entry",
    "procrastinate_jobs",
)


class Crash(BaseException):
    """The process is gone: nothing of ours may catch this."""


class Counter:
    """Counts statements, and crashes before the one that it is told to."""

    def __init__(self, crash_before: int | None = None) -> None:
        self.seen = 0
        self.crash_before = crash_before

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if self.seen == self.crash_before:
            raise Crash
        self.seen += 1
        return execute(sql, params, many, context)


def digest() -> dict[str, str]:
    """One digest per watched table, over every row of it."""
    with connection.cursor() as cursor:
        found = {}
        for table in WATCHED:
            cursor.execute(
                f"SELECT count(*) || ':' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table} t"
            )
            found[table] = cursor.fetchone()[0]
    return found


def broken_off(by: Any, draft: str, before: int) -> bool:
    """Sends and crashes before a statement; False when the submission was over before it."""
    try:
        with connection.execute_wrapper(Counter(before)):
            operations.submit(by=by, draft=draft, idempotency_key=KEY)
    except Crash:
        return True
    return False


@contextmanager
def without_transaction() -> Iterator[None]:
    """The planted fault: every statement commits by itself."""

    @contextmanager
    def nothing(*_: Any, **__: Any) -> Iterator[None]:
        yield

    with (
        mock.patch("maarif.engine.cases.submitting.acting", nothing),
        mock.patch("django.db.transaction.Atomic.__enter__", return_value=None),
        mock.patch("django.db.transaction.Atomic.__exit__", return_value=None),
        mock.patch("maarif.engine.cases.drafts.Case.objects.select_for_update", return_value=Case.objects),
    ):
        yield


def between_states(by: Any, draft: str) -> int:
    """How many crash points leave a state between before and after; the draft is sent by the last point at the latest."""
    between = step = 0
    before = digest()
    while broken_off(by, draft, step):
        now = digest()
        between += now != before
        before = now
        step += 1
    return between


def prove() -> dict[str, int]:
    """Every crash point leaves the state of before, the repetition sends it once, and the planted fault is caught."""
    party = campus.student()
    by = campus.actor(party)
    draft = operations.start_draft(by=by, service=SERVICE)
    before = digest()
    statements = 0
    while broken_off(by, draft, statements):
        assert digest() == before, f"a crash before statement {statements} left something behind"
        statements += 1
    after = digest()
    assert after != before
    operations.submit(by=by, draft=draft, idempotency_key=KEY)
    assert digest() == after, "the repetition changed something"
    assert Case.objects.filter(party_id=party, number__isnull=False).count() == 1
    assert Document.objects.filter(holder_id=party).count() == 1
    other = campus.actor(campus.student())
    second = operations.start_draft(by=other, service=SERVICE)
    with without_transaction():
        caught = between_states(other, second)
    assert caught > 0, "the planted submission without a transaction was not told apart"
    return {"crash_points": statements, "between": 0, "planted_between": caught}


def main() -> None:
    """Runs in a database of its own."""
    from tests.proofs.databases import own_database

    with own_database("test_proof_steps"), tempfile.TemporaryDirectory() as folder:
        settings.KEYS_FOLDER = Path(folder)
        ensure_demo(Path(folder))
        print(json.dumps(prove()))


if __name__ == "__main__":
    assert len(sys.argv) > 1, "python -m tests.proofs.steps SHARE"
    main()
