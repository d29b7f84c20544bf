"""Keys, a holder and frozen time for the tests of documents."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maarif.kernel import clock
from maarif.support.keys.operations import ensure_demo
from maarif.support.keys.queries import Ring
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import PartyKind

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture(autouse=True)
def demo_ring(keys_folder: Path, settings: object) -> Ring:
    settings.KEYS_FOLDER = keys_folder  # type: ignore[attr-defined]
    settings.BASE_URL = "https://maarif.example"  # type: ignore[attr-defined]
    return ensure_demo(keys_folder)


@pytest.fixture(autouse=True)
def noon() -> Iterator[clock.FrozenClock]:
    frozen = clock.FrozenClock(NOON)
    with clock.using(frozen):
        yield frozen


@pytest.fixture
def holder(db: None) -> int:
    return make_party(PartyKind.PERSON)


@pytest.fixture
def institution(db: None) -> int:
    return make_party(PartyKind.INSTITUTION)
