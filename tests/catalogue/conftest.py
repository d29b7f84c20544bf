"""Frozen time, signing keys and the catalogue for the tests of the catalogue."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maarif.kernel import clock
from maarif.support.keys.operations import ensure_demo

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signing keys of this run."""
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture(autouse=True)
def demo_ring(keys_folder: Path, settings: object) -> None:
    """Documents are signed with the run's keys."""
    settings.KEYS_FOLDER = keys_folder  # type: ignore[attr-defined]
    settings.BASE_URL = "https://maarif.example"  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def noon() -> Iterator[clock.FrozenClock]:
    """It is noon in Baku on Monday, 23 November 2026."""
    frozen = clock.FrozenClock(NOON)
    with clock.using(frozen):
        yield frozen
