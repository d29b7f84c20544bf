"""A folder of files, people to own them, frozen time, and a file that has come in."""

import hashlib
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from maarif.kernel import clock
from maarif.support.files import storage
from maarif.support.files.types import Arrival
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import Actor, Assurance, PartyKind

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: object) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"  # type: ignore[attr-defined]
    settings.CLAMD = ""  # type: ignore[attr-defined]
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def noon() -> Iterator[clock.FrozenClock]:
    frozen = clock.FrozenClock(NOON)
    with clock.using(frozen):
        yield frozen


@pytest.fixture
def arrival() -> Callable[..., Arrival]:
    def make(content: bytes, name: str = "paper.pdf") -> Arrival:
        path = storage.incoming() / secrets.token_hex(4)
        path.write_bytes(content)
        return Arrival(name=name, path=path, size=len(content), digest=hashlib.sha256(content).digest())

    return make


@pytest.fixture
def owner(db: None) -> Actor:
    return citizen()


@pytest.fixture
def stranger(db: None) -> Actor:
    return citizen()


def citizen(**more: object) -> Actor:
    return Actor(party=make_party(PartyKind.PERSON), assurance=Assurance.NATIONAL, **more)  # type: ignore[arg-type]
