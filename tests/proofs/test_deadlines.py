"""The reduced form of T-TIME."""

import pytest

from tests.proofs import deadlines


@pytest.mark.django_db
def test_near_the_last_second_and_over_jumping_clocks_the_decision_is_the_databases() -> None:
    found = deadlines.prove(0)
    assert (found["wrong"], found["planted_late"]) == (0, "4:00:00")
