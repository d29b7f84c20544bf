"""Keys and a folder for heads, for the tests of the ledger."""

from pathlib import Path

import pytest

from maarif.support.keys.operations import ensure_demo
from maarif.support.keys.queries import Ring


@pytest.fixture
def ledger_ring(tmp_path: Path, settings: object) -> Ring:
    settings.KEYS_FOLDER = tmp_path / "keys"  # type: ignore[attr-defined]
    settings.LEDGER_HEADS_FOLDER = tmp_path / "heads"  # type: ignore[attr-defined]
    return ensure_demo(tmp_path / "keys")
