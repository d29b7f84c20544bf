"""Requests in rounds, dealt by shares of the programmes, beside one request after another."""

from dataclasses import replace

import numpy as np
import pytest
from tests.kernel.placement.test_reserves_and_ties import lots_drawn

from maarif.kernel.placement import acceptance, proposing


def test_thousands_who_ask_in_rounds_get_what_one_after_another_gets(monkeypatch: pytest.MonkeyPatch) -> None:
    """More who ask than are dealt at once, and programmes of several shares."""
    given = replace(lots_drawn(9_000, 90, single=False, seed="sun"), members=np.arange(9_000, dtype=np.uint64) * 2 + 1)
    given = replace(
        given,
        block_starts=np.arange(0, 271, 3, dtype=np.int32),
        categories=np.tile(np.array([1, 0, 2], dtype=np.uint8), 90),
        seats=np.tile(np.array([20, 25, 9]), 90),
        hard=np.tile(np.array([False, False, True]), 90),
    )
    monkeypatch.setattr(proposing, "AT_ONCE", 1_000)
    in_rounds = acceptance.deferred_acceptance(given)
    monkeypatch.setattr(proposing, "MANY", 2**40)
    one_by_one = acceptance.deferred_acceptance(given)
    assert (in_rounds.wish == one_by_one.wish).all()
    assert (in_rounds.block == one_by_one.block).all()
    assert (in_rounds.block >= 0).sum() > 3_000
