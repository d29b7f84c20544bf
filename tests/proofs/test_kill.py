"""The reduced form of T-KILL for applications."""

import pytest

from tests.proofs import kill


@pytest.mark.slow
def test_postgresql_killed_under_8_writers_loses_and_doubles_nothing_and_both_planted_faults_are_caught() -> None:
    held = kill.prove(3)
    assert (held["lost"], held["doubled"], held["half_done"]) == (0, 0, 0)
    assert held["acknowledged"] >= 8
