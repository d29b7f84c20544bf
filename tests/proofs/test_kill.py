"""The reduced forms of T-KILL: PostgreSQL, the web server and the worker."""

from collections.abc import Iterator

import pytest

from tests.proofs import kill, kill_served

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]


@pytest.fixture(scope="module")
def ground() -> Iterator[kill.Ground]:
    with kill.grounds() as prepared:
        yield prepared


def test_web_and_worker_killed_under_clients_lose_and_double_nothing_and_a_deaf_worker_is_caught(
    ground: kill.Ground,
) -> None:
    held = kill_served.held_under(ground, 1, seed=5)
    assert held["acknowledged"] >= kill_served.CLIENTS
    assert kill_served.undone_by_a_deaf_worker(ground, seed=3) > 0


def test_postgresql_killed_under_8_writers_loses_and_doubles_nothing_and_both_planted_faults_are_caught(
    ground: kill.Ground,
) -> None:
    held = kill.prove(ground, 3)
    assert (held["lost"], held["doubled"], held["half_done"]) == (0, 0, 0)
    assert held["acknowledged"] >= 8
