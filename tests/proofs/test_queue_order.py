"""The reduced form of T-QUEUE."""

import pytest

from tests.proofs import queue_order


@pytest.mark.slow
def test_the_queue_is_that_of_its_slow_model_and_exchanges_are_the_best() -> None:
    assert queue_order.prove(0)["planted_rules_caught"] == 6
