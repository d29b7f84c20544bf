"""Real mail servers and gateways, in processes of their own on the loopback address, and a person who can be reached."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.providers import TOKEN, Provider, provider

from maarif.config.processes import free_port
from maarif.support.notices import directory
from maarif.support.notices.models import Circuit
from maarif.support.notices.types import Reachable
from maarif.support.parties.models import Party
from simulators.catcher import mail
from simulators.catcher.caught import Shelf
from simulators.catcher.site import Site
from simulators.web import server


@pytest.fixture
def caught(settings: Any) -> Iterator[Shelf]:
    """What leaves the house during the test."""
    shelf = Shelf()
    smtp_port = free_port()
    letters = mail.server(shelf, smtp_port)
    gateway = server(Site(shelf, "gateway-token"), 0)
    letters.start()
    threading.Thread(target=gateway.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_port
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{gateway.server_port}/sms", "gateway-token"
    settings.SMS_QUIET = ""
    yield shelf
    gateway.shutdown()
    gateway.server_close()
    letters.stop()


@pytest.fixture(scope="session")
def _providers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Provider, Provider]]:
    folder = tmp_path_factory.mktemp("providers")
    with provider(folder / "first") as first, provider(folder / "second") as second:
        yield first, second


@pytest.fixture
def world(_providers: tuple[Provider, Provider], settings: Any, db: None) -> tuple[Provider, Provider]:
    """Two providers that the settings name, first and second, with nothing planned and nothing taken; quick to time out."""
    first, second = _providers
    for one in _providers:
        (one.folder / "taken.jsonl").write_text("")
        one.plan("mail")
        one.plan("sms")
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", first.smtp_port
    settings.SMTP_NEXT = f"smtp://127.0.0.1:{second.smtp_port}"
    settings.SMS_URL, settings.SMS_TOKEN = first.url, TOKEN
    settings.SMS_NEXT = f"http://{TOKEN}@127.0.0.1:{second.port}/sms"
    settings.SMS_QUIET, settings.NOTICES_TIMEOUT = "", 1.0
    Circuit.objects.all().delete()
    return _providers


@pytest.fixture
def certified(tmp_path: Path, settings: Any) -> Iterator[Provider]:
    """A mail server that wants encryption and a password."""
    with provider(tmp_path / "certified", "--starttls") as one:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.SMTP_NEXT = "127.0.0.1", one.smtp_port, ""
        yield one


@pytest.fixture
def reader(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """A person who reads Russian and can be reached by both channels."""
    party = Party.objects.create(kind="person").pk
    known = {party: Reachable(language="ru", email="reader@example.com", phone="+994502000001")}
    monkeypatch.setattr(directory, "_plugged", [lambda parties: {one: known[one] for one in parties if one in known}])
    return party
