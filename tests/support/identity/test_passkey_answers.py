"""What is sent as a passkey's answer comes from outside: nobody's bytes are an error of the form, not of the portal."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.signing_in import sign_in

from maarif.support.identity.models import Account
from maarif.support.parties.models import Party

pytestmark = pytest.mark.django_db

CLIENT_DATA = "eyJ0eXBlIjoid2ViYXV0aG4uZ2V0IiwiY2hhbGxlbmdlIjoiQUFBQSIsIm9yaWdpbiI6Imh0dHA6Ly90ZXN0c2VydmVyIn0"
ANSWERS = {
    "nothing": {},
    "a list": [],
    "null": None,
    "a word": "passkey",
    "a number": 7,
    "a number as the id": {"id": 1, "rawId": 1, "type": "public-key", "response": {}},
    "no response": {"id": "AAAA", "rawId": "AAAA", "type": "public-key"},
    "a response of words": {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": "words"},
    "no base64": {
        "id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "response": {"clientDataJSON": "%%%", "attestationObject": "%%%", "authenticatorData": "%", "signature": "%"},
    },
    "bytes of nobody": {
        "id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "response": {
            "clientDataJSON": CLIENT_DATA, "attestationObject": "oA", "authenticatorData": "A" * 50, "signature": "AAAA",
            "userHandle": "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
        },
    },
    "another owner": {
        "id": "AAAA", "rawId": "AAAA", "type": "public-key",
        "response": {
            "clientDataJSON": CLIENT_DATA, "authenticatorData": "A" * 50, "signature": "AAAA", "userHandle": "MQ",
        },
    },
}  # fmt: skip
DOORS = (
    "mfa_login_webauthn",
    "mfa_add_webauthn",
)  # the other two need a true passkey first: tests/surfaces/test_passkeys.py


@pytest.fixture(autouse=True)
def _forgetful() -> None:
    """No attempts remembered from other tests."""
    cache.clear()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_no_passkey_says_is_refused_and_changes_nothing(answer: Any, door: str, client: Client) -> None:
    account = None
    if door != "mfa_login_webauthn":
        account = sign_in(client, Party.objects.create(kind="person").pk)
    _begin(client, door)
    with translation.override("az"):
        response = client.post(reverse(door), {"credential": json.dumps(answer), "name": "Telefon"})
    assert response.status_code in {200, 302}
    assert Authenticator.objects.count() == 0
    assert ("_auth_user_id" in client.session) == (account is not None)
    assert not any(one["method"] == "mfa" for one in client.session.get("account_authentication_methods", []))


def _begin(client: Client, door: str) -> None:
    """Opens the door, which leaves a challenge in the session."""
    with translation.override("az"):
        client.get(reverse(door), headers={"Accept": "application/json", "X-Requested-With": "XMLHttpRequest"})


def test_a_challenge_is_left_by_the_door_that_strangers_use(client: Client) -> None:
    _begin(client, "mfa_login_webauthn")
    assert "mfa.webauthn.state" in client.session
    assert Account.objects.count() == 0
