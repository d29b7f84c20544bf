"""What the tests of cabinet and desk stand on: a town, demo keys, and clients signed in as its people."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from maarif.kernel import clock
from maarif.support.keys.operations import ensure_demo
from maarif.support.parties.types import Assurance
from tests.signing_in import sign_in
from tests.surfaces.keeping import NOON
from tests.surfaces.town import Town


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture(autouse=True)
def demo_keys(keys_folder: Path, settings: object) -> None:
    settings.KEYS_FOLDER = keys_folder  # type: ignore[attr-defined]
    settings.BASE_URL = "https://maarif.example"  # type: ignore[attr-defined]


@pytest.fixture
def noon() -> Iterator[clock.FrozenClock]:
    frozen = clock.FrozenClock(NOON)
    with clock.using(frozen):
        yield frozen


@pytest.fixture
def town(kept_town: Town) -> Town:
    return kept_town


@pytest.fixture
def signed_in_as(client: Client) -> Callable[..., Client]:
    """A client signed in as a party; `acting_for` and `assurance` as in `sign_in`."""

    def sign(party: int | None, **how: object) -> Client:
        fresh = Client()
        sign_in(fresh, party, **{"assurance": Assurance.NATIONAL, **how})  # type: ignore[arg-type]
        return fresh

    return sign
