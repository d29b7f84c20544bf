"""An account of one's own: by e-mail, by phone, confirmed by a code; its limits; its second factor; its sessions."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests.signing_in import sign_in

from maarif.kernel import clock
from maarif.support.identity import operations, sealing
from maarif.support.identity.models import Account, Memory
from maarif.support.notices.models import Delivery
from maarif.support.parties.models import Party
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db
PASSWORD = "quru-otlar-yayda"


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    """A fast hash, and no attempts remembered from other tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


def sign_up(client: Client, **changes: str) -> Any:
    data = {"email": "", "phone": "", "password1": PASSWORD, **changes}
    return client.post("/en/account/signup/", data)


def code_in(delivery: Delivery) -> str:
    found = re.search(r"\b(\d{6}|[A-Z0-9]{3,4}-[A-Z0-9]{3,4})\b", delivery.plain)
    assert found is not None, delivery.plain
    return found[1]


def assurance_of(client: Client) -> Assurance:
    visitor = client.get("/en/account/session/").wsgi_request.visitor  # type: ignore[attr-defined]
    level: Assurance = visitor.assurance
    return level


def test_an_account_by_e_mail_is_open_once_the_code_is_entered() -> None:
    client = Client()
    response = sign_up(client, email="Ayla@Example.com")
    assert response["Location"] == "/en/account/confirm-email/"
    assert assurance_of(client) is Assurance.NONE
    letter = Delivery.objects.get()
    assert (letter.channel, letter.address, letter.code) == ("email", "ayla@example.com", True)
    assert client.post("/en/account/confirm-email/", {"code": "AAAAAA"}).status_code == 200
    assert assurance_of(client) is Assurance.NONE
    done = client.post("/en/account/confirm-email/", {"code": code_in(letter)})
    assert done["Location"] == "/en/cabinet/"
    assert assurance_of(client) is Assurance.ACCOUNT
    assert EmailAddress.objects.get().verified
    assert Account.objects.get().language == "en"


def test_an_account_by_phone_alone_is_open_once_the_code_is_entered() -> None:
    client = Client()
    response = sign_up(client, phone="050 200 00 99")
    assert response["Location"] == "/en/account/phone/verify/"
    message = Delivery.objects.get()
    assert (message.channel, message.address, message.code) == ("sms", "+994502000099", True)
    done = client.post("/en/account/phone/verify/", {"code": code_in(message)})
    assert done["Location"] == "/en/cabinet/"
    assert assurance_of(client) is Assurance.ACCOUNT
    account = Account.objects.get()
    assert (account.phone, account.phone_verified, account.email) == ("+994502000099", True, "")
    again = Client()
    response = again.post("/en/account/login/", {"login": "+994502000099", "password": PASSWORD})
    assert response["Location"] == "/en/cabinet/"
    assert assurance_of(again) is Assurance.ACCOUNT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({}, "Give an e-mail address or a phone number"),
        ({"phone": "12"}, "Enter a phone number"),
        ({"phone": "050 200 00 99 00 11 22"}, "Enter a phone number"),
        ({"phone": "\x00"}, "Null characters are not allowed"),
        ({"email": "nobody"}, "Enter a valid email address"),
        ({"email": "a@example.com", "password1": "short"}, "too short"),
        ({"email": "a@example.com", "password1": "password123"}, "too common"),
        ({"email": "leyla.mammadova@example.com", "password1": "leyla.mammadova"}, "too similar"),
    ],
    ids=str,
)
def test_what_cannot_be_right_is_said_and_nothing_is_made(changes: dict[str, str], message: str) -> None:
    response = sign_up(Client(), **changes)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert (Account.objects.count(), Delivery.objects.count()) == (0, 0)


def test_whether_an_address_has_an_account_is_told_to_its_owner_only() -> None:
    known = Account.objects.create_user(email="known@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=known, email="known@example.com", verified=True, primary=True)
    taken, free = sign_up(Client(), email="known@example.com"), sign_up(Client(), email="free@example.com")
    assert (taken.status_code, taken["Location"]) == (free.status_code, free["Location"])
    letters = dict(Delivery.objects.values_list("address", "plain"))
    assert "already exists" in letters["known@example.com"]
    assert Account.objects.filter(email="known@example.com").count() == 1


def test_an_unconfirmed_claim_does_not_keep_the_owner_of_a_number_out() -> None:
    sign_up(Client(), phone="+994502000098")
    cache.clear()
    owner = Client()
    sign_up(owner, phone="+994502000098")
    message = Delivery.objects.latest("pk")
    assert owner.post("/en/account/phone/verify/", {"code": code_in(message)}).status_code == 302
    assert Account.objects.filter(phone="+994502000098", phone_verified=True).count() == 1


def test_the_owner_of_a_claimed_address_takes_the_account_by_a_new_password() -> None:
    sign_up(Client(), email="mine@example.com", password1="the-squatters-own-1")
    cache.clear()
    owner = Client()
    owner.post("/en/account/password/reset/", {"email": "mine@example.com"})
    owner.post("/en/account/password/reset/confirm/", {"code": code_in(Delivery.objects.latest("pk"))})
    owner.post("/en/account/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    account = Account.objects.get()
    assert account.check_password(PASSWORD)
    assert not account.check_password("the-squatters-own-1")


def test_guessing_passwords_ends_after_five_and_the_count_is_shared_by_all_processes() -> None:
    victim = Account.objects.create_user(email="v@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=victim, email="v@example.com", verified=True, primary=True)
    for _ in range(5):
        Client().post("/en/account/login/", {"login": "v@example.com", "password": "wrong-password"})
    right = Client()
    response = right.post("/en/account/login/", {"login": "v@example.com", "password": PASSWORD})
    assert "Too many failed login attempts" in response.content.decode()
    assert assurance_of(right) is Assurance.NONE
    assert Memory.objects.count() > 0


def test_a_forgotten_password_is_replaced_by_a_code() -> None:
    owner = Account.objects.create_user(email="o@example.com", password="the-old-one-99")
    EmailAddress.objects.create(user=owner, email="o@example.com", verified=True, primary=True)
    client = Client()
    client.post("/en/account/password/reset/", {"email": "o@example.com"})
    letter = Delivery.objects.get()
    assert letter.code
    response = client.post("/en/account/password/reset/confirm/", {"code": code_in(letter)})
    assert response.status_code == 302
    client.post("/en/account/password/reset/complete/", {"password1": PASSWORD, "password2": PASSWORD})
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_letters_speak_the_language_of_the_page(language: str) -> None:
    Client().post(f"/{language}/account/signup/", {"email": "x@example.com", "phone": "", "password1": PASSWORD})
    letter = Delivery.objects.get()
    subjects = {
        "az": "E-poçt ünvanını təsdiqləmək üçün kodunuz",
        "ru": "Код для подтверждения адреса электронной почты",
        "kk": "Электрондық пошта мекенжайын растауға арналған код",
        "ky": "Электрондук почта дарегин ырастоо үчүн код",
        "en": "Your code for confirming this e-mail address",
    }
    assert (letter.language, letter.subject) == (language, subjects[language])


def enrol(client: Client, page: str = "/en/account/2fa/totp/activate/") -> str:
    """Sets an authenticator app up on the page; its secret."""
    shown = client.get(page)
    secret = str(client.session["mfa.totp.secret"])
    assert secret in shown.content.decode()
    done = client.post(page, {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    assert done.status_code == 302, done.content.decode()
    return secret


def test_an_authenticators_secret_is_sealed_at_rest() -> None:
    client = Client()
    account = sign_in(client, Party.objects.create(kind="person").pk)
    secret = enrol(client)
    kept = Authenticator.objects.get(user=account, type="totp").data["secret"]
    assert secret not in kept
    assert sealing.unseal(kept) == secret


def test_a_sealed_secret_that_was_changed_does_not_open() -> None:
    kept = sealing.seal("secret")
    assert sealing.seal("secret") != kept
    with pytest.raises(Exception, match=r"^$"):
        sealing.unseal(kept[:-4] + ("AAAA" if kept[-4:] != "AAAA" else "BBBB"))


def test_with_a_second_factor_the_password_alone_opens_nothing_and_a_code_opens_once() -> None:
    account = Account.objects.create_user(email="two@example.com", password=PASSWORD)
    EmailAddress.objects.create(user=account, email="two@example.com", verified=True, primary=True)
    secret = generate_totp_secret()
    Authenticator.objects.create(user=account, type="totp", data={"secret": sealing.seal(secret)})
    client, thief = Client(), Client()
    response = client.post("/en/account/login/", {"login": "two@example.com", "password": PASSWORD})
    assert response["Location"].startswith("/en/account/2fa/authenticate/")
    assert assurance_of(client) is Assurance.NONE
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    client.post("/en/account/2fa/authenticate/", {"code": code})
    assert assurance_of(client) is Assurance.ACCOUNT
    thief.post("/en/account/login/", {"login": "two@example.com", "password": PASSWORD})
    thief.post("/en/account/2fa/authenticate/", {"code": code})
    assert assurance_of(thief) is Assurance.NONE


def test_sessions_are_listed_and_ended() -> None:
    party = Party.objects.create(kind="person").pk
    here, there = Client(HTTP_USER_AGENT="Here/1.0"), Client(HTTP_USER_AGENT="There/1.0")
    sign_in(here, party)
    sign_in(there, party)
    for client in (here, there):
        remember_session(client)
    page = here.get("/en/account/sessions/").content.decode()
    assert "Here/1.0" in page
    assert "There/1.0" in page
    here.post("/en/account/sessions/")
    assert assurance_of(there) is Assurance.NONE
    assert assurance_of(here) is Assurance.NATIONAL


def remember_session(client: Client) -> None:
    """What allauth notes at a sign-in through its pages."""
    from allauth.core.context import request_context
    from allauth.usersessions.models import UserSession

    request = client.get("/en/account/session/").wsgi_request
    with request_context(request):
        UserSession.objects.create_from_request(request)


def test_the_session_says_how_long_it_lasts_and_asking_does_not_prolong_it(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    sign_in(client, Party.objects.create(kind="person").pk)
    client.get("/en/account/2fa/")
    now = time.time()
    monkeypatch.setattr("maarif.support.identity.middleware.time.time", lambda: now + 600)
    for _ in range(2):
        left = client.get("/en/account/session/").json()["seconds_left"]
        assert 1190 <= left <= 1200
    assert client.post("/en/account/session/").json() == {"signed_in": True, "seconds_left": 1800}


def test_a_strangers_session_has_no_time_and_cannot_be_prolonged() -> None:
    assert Client().get("/en/account/session/").json() == {"signed_in": False, "seconds_left": 0}
    assert Client().post("/en/account/session/").status_code == 302


def test_after_twelve_hours_the_session_ends_whatever_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    sign_in(client, Party.objects.create(kind="person").pk)
    client.get("/en/account/2fa/")
    now = time.time()
    monkeypatch.setattr("maarif.support.identity.middleware.time.time", lambda: now + 12 * 3600 + 1)
    assert assurance_of(client) is Assurance.NONE


def test_a_session_is_written_once_a_minute_at_most(django_assert_max_num_queries: Any) -> None:
    client = Client()
    sign_in(client, Party.objects.create(kind="person").pk)
    client.get("/en/account/session/")
    client.get("/en/account/2fa/")
    with django_assert_max_num_queries(20) as seen:
        client.get("/en/account/2fa/")
    assert [query["sql"] for query in seen.captured_queries if "UPDATE" in query["sql"]] == []


def test_the_step_up_page_leads_to_the_provider_and_says_what_it_ties() -> None:
    client = Client()
    client.force_login(Account.objects.create_user(email="me@example.com"))
    page = client.get("/en/account/step-up/?next=/en/cabinet/data/").content.decode()
    assert 'name="next" value="/en/cabinet/data/"' in page
    assert 'name="tie" value="yes"' in page
    assert "me@example.com" in page
    evil = client.get("/en/account/step-up/?next=https://evil.example/").content.decode()
    assert 'name="next" value="/"' in evil
    assert 'href="https://evil' not in evil


def test_the_demos_codes_are_shown_in_a_demonstration_only(settings: Any) -> None:
    settings.DEMO = False
    assert Client().get("/en/demo/codes/").status_code == 404
    settings.DEMO = True
    account = Account.objects.create_user()
    secret = generate_totp_secret()
    data = {"secret": sealing.seal(secret), "demo": "Kərimov Kamran"}
    Authenticator.objects.create(user=account, type="totp", data=data)
    real = Account.objects.create_user()
    Authenticator.objects.create(user=real, type="totp", data={"secret": sealing.seal(generate_totp_secret())})
    page = Client().get("/en/demo/codes/").content.decode()
    assert format_hotp_value(hotp_value(secret, int(time.time()) // 30)) in page
    assert "Kərimov Kamran" in page
    assert len(re.findall(r"<code>\d{6}</code>", page)) == 1


def test_an_ended_session_leaves_no_row() -> None:
    client = Client()
    sign_in(client, Party.objects.create(kind="person").pk)
    key = client.session.session_key
    client.post("/en/account/logout/")
    assert not Session.objects.filter(session_key=key).exists()


def test_an_account_that_nobody_came_to_confirm_is_forgotten_after_two_days() -> None:
    sign_up(Client(), email="begun@example.com")
    person = Account.objects.create_user(party=Party.objects.create(kind="person"))
    with clock.using(clock.FrozenClock(datetime.now(UTC) + timedelta(days=2, minutes=1))):
        assert operations.forget_unconfirmed() == 1
    assert list(Account.objects.all()) == [person]
    assert EmailAddress.objects.count() == 0


def test_an_account_begun_yesterday_waits() -> None:
    sign_up(Client(), email="begun@example.com")
    with clock.using(clock.FrozenClock(datetime.now(UTC) + timedelta(days=1))):
        assert operations.forget_unconfirmed() == 0


def test_asking_too_often_is_answered_with_a_page_that_asks_for_patience() -> None:
    answers = [Client().post("/ru/account/password/reset/", {"email": "x@example.com"}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert '<html lang="ru"' in answers[-1].content.decode()
    assert Delivery.objects.filter(address="x@example.com").count() == 5
