"""A real SMTP server and a real text-message gateway on the loopback address."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from maarif.config.processes import free_port
from maarif.support.notices import directory
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
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", smtp_port
    settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{gateway.server_port}/sms", "gateway-token"
    yield shelf
    gateway.shutdown()
    gateway.server_close()
    letters.stop()


@pytest.fixture
def reader(db: None, monkeypatch: pytest.MonkeyPatch) -> int:
    """A person who reads Russian and can be reached by both channels."""
    party = Party.objects.create(kind="person").pk
    known = {party: Reachable(language="ru", email="reader@example.com", phone="+994502000001")}
    monkeypatch.setattr(directory, "_plugged", [lambda parties: {one: known[one] for one in parties if one in known}])
    return party
