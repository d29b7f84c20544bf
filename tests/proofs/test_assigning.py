"""The reduced form of T-ASSIGN."""

import pytest

from tests.proofs import assigning


@pytest.mark.slow
def test_assignments_are_the_best_and_a_broken_rule_is_caught() -> None:
    assert assigning.prove(0)["planted_caught"]
