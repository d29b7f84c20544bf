"""The page of a case at the desk in every stage that people decide, with everything on it: statements, milliseconds and CPU.

The cases are those that the tests count (`tests/surfaces/desk/every_stage.py`); each is made and looked at in a transaction that is undone.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROUNDS = 15


def main() -> None:
    """Prints the table."""
    import tests.conftest  # noqa: F401 - starts Django
    from django.conf import settings
    from tests.proofs.databases import own_database

    from maarif.support.keys.operations import ensure_demo

    with TemporaryDirectory() as folder, own_database("test_bench_cases"):
        settings.KEYS_FOLDER, settings.FILES_FOLDER, settings.CLAMD = Path(folder) / "keys", Path(folder) / "files", ""
        ensure_demo(settings.KEYS_FOLDER)
        _measure()


def _measure() -> None:
    from django.db import transaction
    from django.test.utils import setup_test_environment
    from tests.surfaces.desk import every_stage

    setup_test_environment()
    print(f"medians of {ROUNDS}, the first looks left out: ms by the clock, CPU-ms of Python and its backend\n")
    print("| service | stage | statements | ms | CPU-ms |\n|---|---|---|---|---|")
    for made in every_stage.MADE:
        with transaction.atomic():
            print(_row(made), flush=True)
            transaction.set_rollback(True)


def _row(made: tuple[str, str, str]) -> str:
    """One line of the table."""
    from django.test import TestCase
    from tests.surfaces.desk import every_stage
    from tests.surfaces.keeping import NOON

    from maarif.kernel import clock

    noon = clock.FrozenClock(NOON)
    with clock.using(noon):
        at = every_stage.At(noon=noon, callbacks=TestCase.captureOnCommitCallbacks)
        statements, took = _looked_at(_page(*every_stage.MADE[made](at), noon))
    service, stage, about = made
    took_ms, cpu = (median(each) for each in zip(*took, strict=True))
    return f"| {service} | {stage}{about and f', {about}'} | {statements} | {took_ms:.1f} | {cpu:.1f} |"


def _page(number: str, by: Any, noon: Any) -> Callable[[], Any]:
    """What opens the page, by whoever leads the office."""
    from django.test import Client
    from tests.signing_in import sign_in
    from tests.surfaces.desk import every_stage, test_case_cost

    from maarif.support.access import queries as access
    from maarif.support.parties.types import Assurance

    viewer, client = every_stage.of_the_office(number, leading=True), Client()
    office = access.roles_of(viewer.party or 0)[0].id
    test_case_cost.filled(number, by, viewer, noon.now().date())
    sign_in(client, viewer.party, assurance=Assurance.OFFICIAL, office=office)
    return lambda: client.get(f"/en/desk/cases/{number}/")


def _looked_at(page: Callable[[], Any]) -> tuple[int, list[tuple[float, float]]]:
    """How many statements a look takes, and what each of some looks took."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.desk import milliseconds

    for _ in range(5):  # plans and templates are kept from then on
        page()
    took = [milliseconds(page) for _ in range(ROUNDS)]
    with CaptureQueriesContext(connection) as seen:
        page()
    return sum('FROM "identity_account"' not in query["sql"] for query in seen), took
