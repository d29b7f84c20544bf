"""T-STEP for every verb: a crash before any statement of any command leaves all tables as they were; then the command does its work.

The scenes are the tests of the engine, the services and the sectors as they stand: each time one of them calls a verb (an operation with
`by`), the verb is first broken off before each of its statements in turn, every table being digested after each crash, and only
then carried out. So each verb is stepped through in every state that a test brings it to, with the true effects of the true services. The
planted fault is a verb that commits each statement by itself. Loaded as a plugin (`-p tests.proofs.stepping`) it counts for
`tests.proofs.verbs`, which is the full form.
"""

import inspect
import json
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache, wraps
from importlib import import_module
from pathlib import Path
from typing import Any, Final
from unittest import mock

import pytest
from django.conf import settings
from django.db import connection, transaction

ROOMS: Final = (
    "engine.cases",
    "sectors.appeals",
    "sectors.transfers",
    "registries.enrolments",
    "registries.institutions",
    "registries.people",
    "registries.posts",
    "registries.programmes",
    "support.access",
    "support.documents",
)
STILL: Final = ("django_migrations", "django_content_type", "auth_permission", "django_site", "identity_cache")
"""Tables that no verb writes."""
IN_TWO: Final = {
    "engine.cases.attach": ("audit_entry", "files_file"),
    "engine.cases.enclose": ("audit_entry", "files_file"),
    "sectors.appeals.receive_anonymous": ("access_knock",),
}
"""What does something for good before its transaction, and may leave it in these tables: a file that is checked outside any lock lies
unnamed until it is swept, and a knock at a door counts however it ends. It is taken away before the next crash, lest a limit be met."""
IN_PARTS: Final[dict[str, tuple[set[str], ...]]] = {
    "engine.cases.cut_off": ({"cases_case", "cases_turn", "cases_caseevent", "audit_entry"},),
    "engine.cases.tell_late": ({"cases_turn", "cases_caseevent", "notices_message"},),
    "registries.enrolments.run_promotion": ({"enrolments_promotionchunk"},),
    "registries.enrolments.reverse_promotion": (
        {"enrolments_promotion", "audit_entry"},
        {"enrolments_promotionchunk"},
    ),
    "sectors.transfers.offer_places": ({"cases_case", "cases_turn", "cases_caseevent", "transfers_queueentry"},),
}
"""What does many things one after the other, each in a transaction of its own that writes all of some tables; broken off it goes on with
the rest, and the scene's own words say whether the end is right."""
COUNTS: Final = "MAARIF_STEPPING_COUNTS"
"""Names a folder; each process of tests keeps its counts there in a file of its own."""


class Crash(BaseException):
    """The process is gone: nothing of ours may catch this."""


class Breaker:
    """Counts statements and crashes before the one that it is told to; to undo a transaction, or not to end it, is the database's own work."""

    def __init__(self, before: int) -> None:
        self.before, self.seen, self.broken = before, 0, False

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        if str(sql).startswith(("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            return execute(sql, params, many, context)
        assert not self.broken, f"after the crash still: {sql}"
        if self.seen == self.before:
            self.broken = True
            raise Crash
        self.seen += 1
        return execute(sql, params, many, context)


@cache
def _digests() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE relkind IN ('r', 'p') AND NOT relispartition AND nspname = 'public' ORDER BY 1"
        )
        tables = [name for (name,) in cursor.fetchall() if name not in STILL]
    return " UNION ALL ".join(
        f"SELECT '{name}', count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM \"{name}\" t"
        for name in tables
    )


def digest() -> dict[str, tuple[int, str]]:
    """Count and sum of the rows' hashes, of every table."""
    rows = connection.connection.execute(_digests(), prepare=True).fetchall()
    return {name: (count, str(total)) for name, count, total in rows}


@contextmanager
def stepping(but: Collection[str] = ()) -> Iterator[Counter[str]]:
    """Every verb called inside the block, `but` for those named, is broken off everywhere first; counts crash points by verb."""
    counts: Counter[str] = Counter()
    busy: list[str] = []
    with ExitStack() as patched:
        for room in ROOMS:
            module = import_module(f"maarif.{room}.operations")
            for name, verb in verbs(module).items():
                if f"{room}.{name}" in but:
                    continue
                patched.enter_context(mock.patch.object(module, name, _stepped(f"{room}.{name}", verb, counts, busy)))
        yield counts


def verbs(module: Any) -> dict[str, Callable[..., Any]]:
    """The operations of a room that somebody does (`by`)."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and not name.startswith("_") and "by" in inspect.signature(function).parameters
    }


def _stepped(name: str, verb: Callable[..., Any], counts: Counter[str], busy: list[str]) -> Callable[..., Any]:
    @wraps(verb)
    def call(*args: Any, **given: Any) -> Any:
        if busy:
            return verb(*args, **given)
        busy.append(name)
        try:
            return _everywhere(name, lambda: verb(*args, **given), counts)
        finally:
            busy.pop()

    return call


def _everywhere(name: str, act: Callable[[], Any], counts: Counter[str]) -> Any:
    """Breaks an act off before its first statement, its second, and so on; what it gives when it is no longer broken off."""
    before = digest()
    step = parts = 0
    while True:
        try:
            with _aside() if name in IN_TWO else nullcontext():
                try:
                    with connection.execute_wrapper(Breaker(step)):
                        given = act()
                        return given + parts if parts and isinstance(given, int) else given
                except Crash:
                    now = digest()
                    raise
        except Crash:
            changed = {table for table in before if before[table] != now[table]}
        counts[name] += 1
        step += 1
        if any(part <= changed for part in IN_PARTS.get(name, ())):
            before, step, parts = now, 0, parts + 1
            continue
        between = sorted(changed.difference(IN_TWO.get(name, ())))
        assert not between, f"{name}: a crash before statement {step - 1} left something in {', '.join(between)}"


@contextmanager
def _aside() -> Iterator[None]:
    """Takes away what a crash leaves: rows and files."""
    folder = Path(settings.FILES_FOLDER)
    kept = {*folder.rglob("*")}
    try:
        with transaction.atomic():
            yield
    except Crash:
        for left in {*folder.rglob("*")} - kept:
            if left.is_file():
                left.unlink()
        raise


# --- as a plugin ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _every_verb_is_stepped(request: pytest.FixtureRequest) -> Iterator[None]:
    if COUNTS not in os.environ or request.node.get_closest_marker("django_db") is None:
        yield
        return
    with stepping() as counts:
        yield
    path = Path(os.environ[COUNTS], f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.json")
    kept = Counter(json.loads(path.read_text())) if path.exists() else Counter[str]()
    path.write_text(json.dumps(kept + counts))
