"""What the tests of the public pages stand on: demo keys and a certificate that anybody may check."""

from pathlib import Path

import pytest
from tests.support.documents.papers import order

from maarif.support.documents.operations import issue_many
from maarif.support.documents.types import Issued
from maarif.support.keys.operations import ensure_demo
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import SYSTEM, PartyKind


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture(autouse=True)
def demo_keys(keys_folder: Path, settings: object) -> None:
    settings.KEYS_FOLDER = keys_folder  # type: ignore[attr-defined]


@pytest.fixture
def certificate(db: None) -> Issued:
    """A certificate of study of somebody born on 8 March 2005, in force."""
    return issue_many(by=SYSTEM, orders=[order(make_party(PartyKind.PERSON))], render=False)[0]
