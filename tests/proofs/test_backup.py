"""The reduced form of T-BAK."""

import pytest

from tests.proofs import backup


@pytest.mark.slow
def test_a_wrong_delete_is_undone_from_backup_and_a_naive_archive_command_is_caught() -> None:
    assert backup.prove(1)["lost"] == 0
