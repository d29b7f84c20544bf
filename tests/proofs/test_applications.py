"""The reduced forms of T-INV and T-STEP for applications."""

from pathlib import Path

import pytest

from maarif.support.keys.operations import ensure_demo
from tests.proofs import steps, tabs


@pytest.fixture(autouse=True)
def keys(tmp_path: Path, settings: object) -> None:
    """Signing keys of this test."""
    settings.KEYS_FOLDER = tmp_path  # type: ignore[attr-defined]
    ensure_demo(tmp_path)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_64_tabs_sending_one_draft_make_one_application_and_the_naive_version_is_caught() -> None:
    assert tabs.prove(1)["applications"] == 1


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_crash_between_any_two_statements_leaves_the_state_of_before_and_a_missing_transaction_is_caught() -> None:
    assert steps.prove()["between"] == 0
