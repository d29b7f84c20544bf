"""The reduced form of T-UPL."""

import pytest

from tests.proofs import uploads
from tests.surfaces.browser import CHROMIUM


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser: install Debian's chromium")
@pytest.mark.django_db(transaction=True)
def test_hostile_files_are_refused_or_made_harmless_and_planted_faults_are_seen() -> None:
    counts = uploads.prove(1 / 8)
    assert counts["dialogs"] == 0
    assert counts["files"] >= 20
