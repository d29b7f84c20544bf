"""The door as a browser meets it: redirects, the switch to a child, the second factor, caches, headers."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client
from tests.signing_in import sign_in

from maarif.support.access import resolvers
from maarif.support.access.operations import ACTING_FOR, grant_role
from maarif.support.access.queries import today
from maarif.support.access.types import Role, ScopeKind
from maarif.support.identity import sealing
from maarif.support.parties.models import Party
from maarif.support.parties.types import SYSTEM, Assurance

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> int:
    return Party.objects.create(kind="person").pk


def actor_of(client: Client, path: str = "/az/account/session/") -> Any:
    """How the next request of this client is seen."""
    return client.get(path).wsgi_request


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back() -> None:
    response = Client().get("/ru/cabinet/documents/?page=2")
    assert response.status_code == 302
    assert response["Location"] == "/ru/account/login/?next=%2Fru%2Fcabinet%2Fdocuments%2F%3Fpage%3D2"


def test_a_form_of_an_ended_session_leads_back_to_its_page() -> None:
    response = Client().post("/ru/cabinet/settings/language/", {"language": "az"})
    assert response["Location"] == "/ru/account/login/?next=%2F"


def test_a_part_of_a_page_asks_the_whole_page_to_sign_in() -> None:
    response = Client().get("/az/cabinet/", headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert response["HX-Redirect"] == "/az/account/login/?next=%2Faz%2Fcabinet%2F"


def test_an_unproven_account_is_led_to_the_national_provider() -> None:
    client = Client()
    sign_in(client, None, assurance=Assurance.ACCOUNT)
    response = client.get("/az/cabinet/data/")
    assert response["Location"] == "/az/account/step-up/?next=%2Faz%2Fcabinet%2Fdata%2F"


def test_a_guardianship_is_asked_at_every_request_and_a_switch_that_lost_its_ground_is_undone(
    person: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = Party.objects.create(kind="person").pk
    guardians = {(person, child)}
    monkeypatch.setitem(resolvers._RESOLVERS, "guardian_of", lambda one, other: (one, other) in guardians)
    client = Client()
    sign_in(client, person, acting_for=child)
    assert actor_of(client).acting_for == child
    guardians.clear()
    assert actor_of(client).acting_for is None
    assert ACTING_FOR not in client.session


def test_an_official_is_led_to_get_a_second_factor_then_to_show_it_and_then_let_in(person: int) -> None:
    cache.clear()
    grant_role(by=SYSTEM, party=person, role=Role.AUDITOR, scope_kind=ScopeKind.COUNTRY, scope="az", since=today())
    client = Client()
    account = sign_in(client, person)
    first = client.get("/en/desk/")
    assert first["Location"] == "/en/account/second-factor/?next=%2Fen%2Fdesk%2F"
    assert "App with codes" in client.get(first["Location"]).content.decode()
    secret = generate_totp_secret()
    Authenticator.objects.create(user=account, type="totp", data={"secret": sealing.seal(secret)})
    second = client.get(first["Location"])
    assert second["Location"] == "/en/account/2fa/reauthenticate/?next=%2Fen%2Fdesk%2F"
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    shown = client.post(second["Location"], {"code": code, "next": "/en/desk/"})
    assert shown["Location"] == "/en/desk/"
    inside = client.get("/en/desk/")
    assert inside.status_code == 200
    actor = inside.wsgi_request.actor  # type: ignore[attr-defined]
    assert (actor.role, actor.scope, actor.assurance) == ("auditor", "az", Assurance.OFFICIAL)


def test_the_desk_does_not_exist_for_a_citizen(person: int) -> None:
    client = Client()
    sign_in(client, person, assurance=Assurance.OFFICIAL)
    desk, nowhere = client.get("/en/desk/"), client.get("/en/nowhere/")
    assert (desk.status_code, nowhere.status_code) == (404, 404)
    alike = [re.sub(rb'/desk/|/nowhere/|value="[^"]{64}"', b"", page.content) for page in (desk, nowhere)]
    assert alike[0] == alike[1]


def test_a_role_that_ended_opens_the_desk_no_more(person: int) -> None:
    from maarif.support.access.operations import end_role

    number = grant_role(
        by=SYSTEM,
        party=person,
        role=Role.AUDITOR,
        scope_kind=ScopeKind.COUNTRY,
        scope="az",
        since=today().replace(year=2020),
    )
    client = Client()
    sign_in(client, person, assurance=Assurance.OFFICIAL)
    assert client.get("/en/desk/").status_code == 200
    end_role(by=SYSTEM, assignment=number, on=today())
    assert client.get("/en/desk/").status_code == 404


def test_no_cache_keeps_a_page_of_somebody_who_is_signed_in(person: int) -> None:
    client = Client()
    sign_in(client, person)
    for path in ("/az/cabinet/", "/az/", "/az/account/2fa/"):
        response = client.get(path)
        assert response["Cache-Control"] == "no-store, private", path
        assert "Cookie" in response["Vary"], path


def test_a_wrong_token_is_challenged_and_names_the_scope_it_lacks() -> None:
    response = Client().get("/api/v1/me/documents", headers={"Authorization": "Bearer maarif_wrong"})
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"].startswith("application/problem+json")


def test_a_browser_session_opens_no_address_of_programs(person: int) -> None:
    client = Client()
    sign_in(client, person)
    assert client.get("/api/v1/me/documents").status_code == 401
