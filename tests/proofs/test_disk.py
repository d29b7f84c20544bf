"""The reduced form of T-DISK."""

import pytest

from tests.proofs import disk


@pytest.mark.slow
@pytest.mark.skipif(not disk.possible(), reason="only root may mount a small disk")
def test_a_full_disk_loses_nothing_acknowledged_and_a_hasty_acknowledgement_is_caught() -> None:
    assert disk.prove(1)["lost"] == 0
