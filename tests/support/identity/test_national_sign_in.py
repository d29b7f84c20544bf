"""Signing in through the national provider: over HTTP with a provider that speaks real OpenID Connect."""

from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.contrib.sessions.models import Session
from django.test import Client
from tests.support.identity.conftest import STUDENT, go_to_provider, prove, sign_in_nationally

from maarif.support.identity.models import Account
from maarif.support.parties.models import Party
from maarif.support.parties.types import Assurance
from simulators.national_provider.provider import Provider

pytestmark = pytest.mark.django_db


def proof_of(client: Client) -> Any:
    """What the next request of this client is known as."""
    return client.get("/az/account/session/").wsgi_request.visitor  # type: ignore[attr-defined]


def test_a_person_of_the_registers_gets_an_account_and_the_national_level(national: Provider, student: int) -> None:
    client = Client()
    response = sign_in_nationally(client, language="ru")
    assert (response.status_code, response["Location"]) == (302, "/ru/cabinet/")
    account = Account.objects.get()
    assert (account.party_id, account.proof, account.language) == (student, "national", "ru")
    assert not account.has_usable_password()
    visitor = proof_of(client)
    assert (visitor.party, visitor.assurance) == (student, Assurance.NATIONAL)


def test_the_next_page_is_kept_through_the_whole_way(national: Provider, student: int) -> None:
    response = sign_in_nationally(Client(), next_page="/kk/cabinet/documents/?page=2")
    assert response["Location"] == "/kk/cabinet/documents/?page=2"


def test_the_next_page_never_leads_out_of_the_portal(national: Provider, student: int) -> None:
    response = sign_in_nationally(Client(), next_page="https://evil.example/")
    assert response["Location"] == "/az/cabinet/"


def test_signing_in_again_finds_the_same_account(national: Provider, student: int) -> None:
    sign_in_nationally(Client())
    sign_in_nationally(Client())
    assert Account.objects.count() == 1
    assert SocialAccount.objects.count() == 1


def test_neither_session_nor_account_keeps_the_personal_number(national: Provider, student: int) -> None:
    client = Client()
    sign_in_nationally(client)
    kept = str(SocialAccount.objects.values_list("extra_data", "uid")) + str(
        [session.get_decoded() for session in Session.objects.all()]
    )
    assert STUDENT not in kept
    assert SocialAccount.objects.get().extra_data == {"acr": "high"}


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_whoever_is_not_in_the_registers_is_told_so_in_their_language_and_nothing_is_stored(
    national: Provider, db: None, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("maarif.support.identity.directory._plugged", [lambda *who: None])
    client = Client()
    response = sign_in_nationally(client, language=language)
    assert response.status_code == 403
    assert f'<html lang="{language}"' in response.content.decode()
    assert Account.objects.count() == 0
    assert proof_of(client).assurance is Assurance.NONE


def test_the_right_number_with_another_birth_date_is_nobody(national: Provider, student: int) -> None:
    response = sign_in_nationally(Client(), number="2AB3C4D", birth_date="2005-11-08")
    assert response.status_code == 403
    assert Account.objects.count() == 0


def test_an_account_tied_to_another_person_is_not_entered(national: Provider, student: int) -> None:
    sign_in_nationally(Client())
    Account.objects.update(party=Party.objects.create(kind="person"))
    client = Client()
    response = sign_in_nationally(client)
    assert response.status_code == 403
    assert proof_of(client).assurance is Assurance.NONE


def test_a_person_with_an_account_of_the_demonstration_enters_that_one(national: Provider, student: int) -> None:
    opened = Account.objects.create_user(party_id=student, email="n@example.com")
    client = Client()
    sign_in_nationally(client)
    assert Account.objects.get().pk == opened.pk
    assert proof_of(client).account == opened.pk


def test_an_own_account_is_tied_only_when_its_owner_asks(national: Provider, student: int) -> None:
    mine = Account.objects.create_user(email="me@example.com")
    client = Client()
    client.force_login(mine)
    sign_in_nationally(client)
    mine.refresh_from_db()
    assert mine.party_id is None
    assert Account.objects.count() == 2


def test_an_own_account_tied_by_its_owner_becomes_the_persons(national: Provider, student: int) -> None:
    mine = Account.objects.create_user(email="me@example.com")
    client = Client()
    client.force_login(mine)
    sign_in_nationally(client, tie=True)
    mine.refresh_from_db()
    assert mine.party_id == student
    assert Account.objects.count() == 1
    assert proof_of(client).assurance is Assurance.NATIONAL


def test_an_answer_meant_for_another_browser_signs_nobody_in(national: Provider, student: int) -> None:
    """Login CSRF: the attacker's callback address opened by somebody else."""
    back = prove(go_to_provider(Client()))
    victim = Client()
    response = victim.get(back.removeprefix("http://testserver"))
    assert proof_of(victim).assurance is Assurance.NONE
    assert response.status_code in {200, 401}
    assert Account.objects.count() == 0


def test_an_answer_is_good_once(national: Provider, student: int) -> None:
    client = Client()
    back = prove(go_to_provider(client)).removeprefix("http://testserver")
    client.get(back)
    client.logout()
    client.get(back)
    assert proof_of(client).assurance is Assurance.NONE


def test_going_back_from_the_provider_is_no_error(national: Provider, student: int) -> None:
    client = Client()
    back = prove(go_to_provider(client), cancel="yes")
    response = client.get(back.removeprefix("http://testserver"), follow=True)
    assert response.status_code == 200
    assert response.redirect_chain[-1][0].endswith("/account/national/cancelled/")


def test_a_provider_that_does_not_answer_gives_a_page_that_says_so(
    national: Provider, student: int, settings: Any
) -> None:
    settings.NATIONAL_ISSUER = "http://127.0.0.1:9"
    app = {"client_id": "maarif", "secret": "s", "settings": {"server_url": "http://127.0.0.1:9"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"national": {"APPS": [app]}}
    response = Client().post("/en/account/national/login/")
    assert response.status_code in {200, 401, 503}
    assert "did not succeed" in response.content.decode()


def test_opening_the_address_by_get_asks_first(national: Provider) -> None:
    response = Client().get("/en/account/national/login/")
    assert response.status_code == 200
    assert 'method="post"' in response.content.decode()


def test_the_address_cannot_ask_for_other_scopes_or_parameters(national: Provider) -> None:
    response = Client().post("/az/account/national/login/?scope=address&auth_params=prompt%3Dnone%26nonce%3Dmine")
    assert "address" not in response["Location"]
    assert "prompt" not in response["Location"]
    assert "nonce=mine" not in response["Location"]


def test_signing_out_leaves_the_provider_too(national: Provider, student: int) -> None:
    client = Client()
    sign_in_nationally(client)
    response = client.post("/az/account/logout/")
    assert response["Location"].startswith(f"{national.issuer}/logout?client_id=maarif&post_logout_redirect_uri=")
    assert proof_of(client).assurance is Assurance.NONE


def test_signing_in_is_written_into_the_ledger(national: Provider, student: int) -> None:
    from maarif.support.audit.models import Entry

    sign_in_nationally(Client())
    entry = Entry.objects.get(what="identity.sign_in")
    assert (entry.subject, entry.detail) == (student, {"assurance": "NATIONAL"})
