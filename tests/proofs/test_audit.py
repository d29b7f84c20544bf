"""The reduced form of T-AUD."""

from pathlib import Path

import pytest

from tests.proofs import audit


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_tampering_of_every_kind_is_found_and_located_and_a_naive_verifier_is_caught(tmp_path: Path) -> None:
    found = audit.prove(55, tmp_path)
    assert found.pop("refused") >= 2 * 20  # every ledger: nothing deleted, nothing emptied
    assert found == {"tamperings": 55, "found_and_located": 55, "kinds": 11}
