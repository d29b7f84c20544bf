"""What the tests of the API stand on: a town, demo keys, and programs with tokens of its people."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from maarif.kernel import clock
from maarif.support.access.operations import issue_token
from maarif.support.access.types import TokenScope
from maarif.support.identity.models import Account
from maarif.support.keys.operations import ensure_demo
from maarif.support.parties.types import Actor, Assurance
from tests.surfaces.town import Town

NOON = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ALL = frozenset(TokenScope)


class Program:
    """A program that speaks JSON, with a token or without."""

    def __init__(self, secret: str | None = None, language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language} | ({"Authorization": f"Bearer {secret}"} if secret else {})

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Any:
        """One request under /api/v1; a `body` is sent as JSON."""
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers={**self.headers, **headers}, **_encoded(more))

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: object, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)


def _encoded(more: dict[str, Any]) -> dict[str, Any]:
    import json

    if "data" in more and not isinstance(more["data"], bytes):
        more["data"] = json.dumps(more["data"])
    return more


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    ensure_demo(folder)
    return folder


@pytest.fixture(autouse=True)
def demo_keys(keys_folder: Path, settings: Any) -> None:
    settings.KEYS_FOLDER = keys_folder
    settings.BASE_URL = "https://maarif.example"


@pytest.fixture
def noon() -> Iterator[clock.FrozenClock]:
    frozen = clock.FrozenClock(NOON)
    with clock.using(frozen):
        yield frozen


@pytest.fixture
def town(noon: clock.FrozenClock, kept_town: Town) -> Town:
    return kept_town


@pytest.fixture
def program_of(town: Town) -> Callable[..., Program]:
    """A program with a token of a party: all scopes unless some are named."""

    def make(party: int, scopes: frozenset[TokenScope] = ALL, *, language: str = "en", speaks: str = "az") -> Program:
        account = Account.objects.create_user(party_id=party, language="az")
        by = Actor(party=party, account=account.pk, assurance=Assurance.NATIONAL, language=speaks)
        return Program(issue_token(by=by, name="test", scopes=scopes).secret, language)

    return make


@pytest.fixture
def stranger() -> Program:
    """A program without a token."""
    return Program()
