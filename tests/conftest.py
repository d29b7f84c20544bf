"""What every test may use: a real PostgreSQL (embedded unless DATABASE_URL names one), started once and shared."""

import fcntl
import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from maarif.kernel import clock
from tests.live import Live, served
from tests.pace import is_quick
from tests.template import template

if TYPE_CHECKING:
    from django.test import TransactionTestCase

TEST_HOME = Path(__file__).resolve().parents[1] / "var" / "test"
MADE_BY_MIGRATING = {"django_content_type", "auth_permission", "django_migrations"}


def _start_postgres() -> None:
    """Starts the test cluster under a lock, so that several runs side by side share it; durability off, it holds nothing dear."""
    from maarif.config.postgres import Cluster

    installation = os.environ.get("MAARIF_TEST_POSTGRES")
    cluster = Cluster(
        TEST_HOME / ("postgres" if installation is None else f"postgres-{Path(installation).name}"),
        installation=Path(installation) if installation else None,
        settings={"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "400"},
    )
    TEST_HOME.mkdir(parents=True, exist_ok=True)
    with (TEST_HOME / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        cluster.start()
        cluster.ensure_database("maarif")
        cluster.sql("GRANT SET ON PARAMETER session_replication_role TO maarif_owner")
    os.environ["DATABASE_URL"] = cluster.url("maarif_owner")


def _prepare() -> None:
    """Names the folder, the database and the settings, and starts Django.

    This runs while this file is imported: pytest-django would read the settings before any hook of ours were it told of them
    in pyproject.toml, and the conftest files of the folders below import models.
    """
    os.environ.setdefault("MAARIF_VAR", str(TEST_HOME))
    if not os.environ.get("DATABASE_URL"):
        _start_postgres()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maarif.config.settings")
    import django
    import hypothesis

    django.setup()
    # how fast something is, is measured in bench/; the same examples in every run, unless new ones are sought
    seeking = "MAARIF_SEEK" in os.environ
    hypothesis.settings.register_profile("house", deadline=None, derandomize=not seeking)
    hypothesis.settings.load_profile("house")
    from django.test import TransactionTestCase

    TransactionTestCase._fixture_teardown = _empty_tables  # type: ignore[method-assign]
    clock.install(
        clock.SystemClock()
    )  # counted queries must not meet the database clock's own; it has tests of its own


def _empty_tables(case: "TransactionTestCase") -> None:
    """Empties what a test committed; content types and permissions stay, which Django's flush would write anew at twice the cost.

    All tables are locked, so that whoever still writes is waited for. Only those with rows are emptied, and by DELETE: a TRUNCATE
    makes new files for every table and index. Where a server of somebody else's does not let us pass its triggers, it is one after all.
    """
    from django.db import connection, transaction

    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    names = [f'"{name}"' for name in tables if name not in MADE_BY_MIGRATING]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT has_parameter_privilege('session_replication_role', 'SET')")
        if not cursor.fetchone()[0]:
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        cursor.execute(f"SET LOCAL session_replication_role = replica; LOCK TABLE {', '.join(names)}")
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")


_prepare()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> None:
    """A database of its own per run, copied from the template: MAARIF_TEST_DB, with the worker's name behind it under xdist."""
    from django.conf import settings

    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    name = os.environ.get("MAARIF_TEST_DB", "test_maarif") + (f"_{worker}" if worker else "")
    settings.DATABASES["default"].setdefault("TEST", {}).update(NAME=name, TEMPLATE=template())


@pytest.fixture(autouse=True)
def _role_of_the_database() -> Iterator[None]:
    """A command run inside a test names the role that it needs in the environment; what comes after must not inherit it."""
    before = os.environ.get("MAARIF_DATABASE_ROLE")
    yield
    if before is None:
        os.environ.pop("MAARIF_DATABASE_ROLE", None)
    else:
        os.environ["MAARIF_DATABASE_ROLE"] = before


@pytest.fixture(scope="session")
def live(request: pytest.FixtureRequest) -> Iterator[Live]:
    """The served portal, one for all browser tests of a run."""
    grouped = getattr(request.config.option, "loadgroup", False)
    alone = (item for item in request.session.items if "live" in getattr(item, "fixturenames", ()))
    assert not grouped or all(item.nodeid.endswith("@live") for item in alone), (
        "every worker would load a portal of its own"
    )
    with served(TEST_HOME) as portal:
        yield portal


def pytest_collection_finish(session: pytest.Session) -> None:
    """What has been imported and collected stays to the end: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_configure(config: pytest.Config) -> None:
    """While several workers collect, the template of their databases is made beside them."""
    if config.getoption("numprocesses", None):
        threading.Thread(target=template, daemon=True).start()


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Iterator[None]:
    """Tests of the served portal stay on one worker, so that it is loaded once; tests without a database come first, then the slow.

    The order is made after pytest-django, which puts tests without a database last.
    """
    for item in items:
        if "live" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("live"))
        marked = any(item.get_closest_marker(name) for name in ("slow", "browser"))
        if is_quick(item.nodeid.partition("::")[0], database=_asked_of_the_database(item)[0], marked=marked):
            item.add_marker(pytest.mark.quick)
    yield
    if getattr(config.option, "loadgroup", False):
        for item in items:
            _name_group(item)
    items.sort(key=_turn)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The town of the tests of pages stands, and their browser runs, as long as they follow one another."""
    from tests.surfaces.browsing import browsing
    from tests.surfaces.keeping import keeping

    browsing.turn_to(item)
    keeping.turn_to(item)


def _name_group(item: pytest.Item) -> None:
    """Writes a test's group behind its address, where xdist's scheduler looks: xdist 3.8 writes it where pytest 9.2 no longer reads."""
    mark = item.get_closest_marker("xdist_group")
    if mark is not None and not item.nodeid.endswith(f"@{mark.args[0]}"):
        item._id = type(item._id).parse(f"{item.nodeid}@{mark.args[0]}")


def _turn(item: pytest.Item) -> tuple[bool, ...]:
    """Without a database first: its template may still be in the making. Then what is rolled back, then what empties the tables.

    In each, what is slow comes early, so that no worker is left alone with it at the end, save where it would wait for the template.
    What shares a browser or a town stands together.
    """
    uses, empties = _asked_of_the_database(item)
    names = getattr(item, "fixturenames", ())
    return uses, empties, (item.get_closest_marker("slow") is None) == uses, "browser" in names, "kept_town" in names


def _asked_of_the_database(item: pytest.Item) -> tuple[bool, bool]:
    """Whether a test uses the database, and whether it empties the tables afterwards."""
    names, mark = getattr(item, "fixturenames", ()), item.get_closest_marker("django_db")
    empties = "transactional_db" in names or (mark is not None and bool(mark.kwargs.get("transaction")))
    return empties or mark is not None or "db" in names, empties


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The browser is closed; where nothing may be skipped, a skipped test fails the run."""
    from tests.surfaces.browsing import browsing

    browsing.leave()
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("MAARIF_NOTHING_SKIPPED") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = 1
