"""A national provider that runs beside the tests, and people of the registers to sign in as."""

import re
import threading
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import requests
from django.test import Client

from maarif.support.identity import directory, provider
from maarif.support.parties.models import Party
from simulators.national_provider.people import load
from simulators.national_provider.provider import Client as Portal
from simulators.national_provider.provider import Provider
from simulators.national_provider.site import Site
from simulators.web import server

PORTAL = "http://testserver"
STUDENT = "6PW2F4J"
STUDENT_BORN = date(2005, 11, 8)


@pytest.fixture
def national(settings: Any) -> Iterator[Provider]:
    """The provider, known to the portal under its own address."""
    bound = server(lambda asked: site(asked), 0)
    issuer = f"http://127.0.0.1:{bound.server_port}"
    portal = Portal(
        id=settings.NATIONAL_CLIENT_ID,
        secret="secret",
        redirect_uris=frozenset({f"{PORTAL}/account/national/callback/"}),
        logout_uris=frozenset({f"{PORTAL}/"}),
    )
    made = Provider(issuer, {portal.id: portal})
    site = Site(made, load("az"))
    threading.Thread(target=bound.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    settings.BASE_URL = PORTAL
    settings.NATIONAL_ISSUER = issuer
    settings.NATIONAL_LOGOUT = f"{issuer}/logout"
    app = {"client_id": portal.id, "secret": "secret", "settings": {"server_url": issuer}}
    settings.SOCIALACCOUNT_PROVIDERS = {"national": {"APPS": [app]}}
    _forget()
    yield made
    bound.shutdown()
    bound.server_close()
    _forget()


def _forget() -> None:
    provider._configuration.cache_clear()
    provider._keys.cache_clear()


@pytest.fixture
def student(monkeypatch: pytest.MonkeyPatch, db: None) -> int:
    """A person whom the registers know by number and birth date."""
    party = Party.objects.create(kind="person").pk
    known = {("az", STUDENT, STUDENT_BORN): party}
    monkeypatch.setattr(directory, "_plugged", [lambda country, number, born: known.get((country, number, born))])
    return party


Walk = Callable[..., Any]


def go_to_provider(client: Client, *, language: str = "az", next_page: str = "", tie: bool = False) -> str:
    """Presses the button; the address at the provider."""
    data = {"next": next_page} if next_page else {}
    if tie:
        data["tie"] = "yes"
    response = client.post(f"/{language}/account/national/login/", data)
    assert response.status_code == 302, response.content
    return str(response["Location"])


def prove(address: str, **choice: str) -> str:
    """Chooses who one is at the provider; the address that leads back."""
    page = requests.get(address, timeout=5)
    assert page.status_code == 200, page.text
    asking = re.search(r'name="asking" value="([^"]+)"', page.text)
    assert asking is not None
    issuer = address.partition("/authorize")[0]
    data = {"asking": asking[1], **(choice or {"persona": STUDENT})}
    done = requests.post(f"{issuer}/sign-in", data=data, allow_redirects=False, timeout=5)
    assert done.status_code == 303, done.text
    return done.headers["Location"]


def sign_in_nationally(
    client: Client, *, language: str = "az", next_page: str = "", tie: bool = False, **choice: str
) -> Any:
    """The whole way: button, provider, back; the portal's answer."""
    back = prove(go_to_provider(client, language=language, next_page=next_page, tie=tie), **choice)
    assert back.startswith(f"{PORTAL}/account/national/callback/")
    return client.get(back.removeprefix(PORTAL))
