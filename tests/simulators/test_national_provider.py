"""The simulated national provider speaks OpenID Connect as a real one does, and refuses what a real one refuses."""

import base64
import hashlib
import re
import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import KeySet

from simulators.national_provider.people import load
from simulators.national_provider.provider import Client, Provider
from simulators.national_provider.site import Site
from simulators.web import server

BACK = "http://portal.example/account/national/callback/"
HOME = "http://portal.example/"
NUMBER = "6PW2F4J"


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Running:
    """A provider that runs, and the clock it goes by."""

    issuer: str
    clock: Clock
    provider: Provider


@pytest.fixture(params=["ES256", "RS256"], scope="module")
def running(request: pytest.FixtureRequest) -> Iterator[Running]:
    bound = server(lambda asked: site(asked), 0)
    clock = Clock()
    issuer = f"http://127.0.0.1:{bound.server_port}"
    client = Client(id="maarif", secret="a:secret %", redirect_uris=frozenset({BACK}), logout_uris=frozenset({HOME}))
    other = Client(id="other", secret="x", redirect_uris=frozenset({BACK}), logout_uris=frozenset())
    provider = Provider(issuer, {"maarif": client, "other": other}, algorithm=request.param, clock=clock)
    site = Site(provider, load("az"))
    thread = threading.Thread(target=bound.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield Running(issuer, clock, provider)
    bound.shutdown()
    bound.server_close()


VERIFIER = secrets.token_urlsafe(48)
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
ASKING = {
    "client_id": "maarif",
    "redirect_uri": BACK,
    "response_type": "code",
    "scope": "openid profile",
    "state": "st",
    "nonce": "no",
    "code_challenge": CHALLENGE,
    "code_challenge_method": "S256",
    "ui_locales": "en",
}


def ask(running: Running, session: requests.Session | None = None, **changes: str) -> requests.Response:
    parameters = {name: text for name, text in (ASKING | changes).items() if text != "-"}
    get = (session or requests).get
    return get(f"{running.issuer}/authorize?{urlencode(parameters)}", allow_redirects=False, timeout=5)


def answer(
    running: Running, session: requests.Session | None = None, page: str = "", **choice: str
) -> requests.Response:
    page = page or ask(running, session).text
    found = re.search(r'name="asking" value="([^"]+)"', page)
    assert found is not None
    post = (session or requests).post
    data = {"asking": found[1], **choice}
    return post(f"{running.issuer}/sign-in", data=data, allow_redirects=False, timeout=5)


def code_of(response: requests.Response) -> str:
    assert response.status_code == 303
    return parse_qs(urlsplit(response.headers["Location"]).query)["code"][0]


def redeem(
    running: Running, code: str, *, auth: Any = ("maarif", "a%3Asecret+%25"), **changes: str
) -> requests.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": BACK, "code_verifier": VERIFIER} | changes
    return requests.post(f"{running.issuer}/token", data=form, auth=auth, timeout=5)


def test_discovery_names_the_issuer_itself_and_every_endpoint_answers_there(running: Running) -> None:
    configuration = requests.get(f"{running.issuer}/.well-known/openid-configuration", timeout=5).json()
    assert configuration["issuer"] == running.issuer
    assert configuration["code_challenge_methods_supported"] == ["S256"]
    assert configuration["id_token_signing_alg_values_supported"] == [running.provider.algorithm]
    keys = requests.get(configuration["jwks_uri"], timeout=5).json()["keys"]
    assert [key["use"] for key in keys] == ["sig"]
    assert not {"d", "p", "q"} & set(keys[0])


def test_a_persona_signs_in_and_the_id_token_says_who_for_whom_and_answers_the_nonce(running: Running) -> None:
    response = answer(running, persona=NUMBER)
    back = parse_qs(urlsplit(response.headers["Location"]).query)
    assert (back["state"], back["iss"]) == (["st"], [running.issuer])
    tokens = redeem(running, back["code"][0])
    assert tokens.status_code == 200
    assert tokens.headers["Cache-Control"] == "no-store"
    keys = KeySet.import_key_set(requests.get(f"{running.issuer}/jwks.json", timeout=5).json())
    claims = jwt.decode(tokens.json()["id_token"], keys, algorithms=[running.provider.algorithm]).claims
    now = int(running.clock())
    half = hashlib.sha256(tokens.json()["access_token"].encode()).digest()[:16]
    assert claims == {
        "iss": running.issuer,
        "aud": "maarif",
        "azp": "maarif",
        "iat": now,
        "exp": now + 300,
        "auth_time": now,
        "acr": "high",
        "amr": ["hwk", "pin"],
        "nonce": "no",
        "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
        "sub": claims["sub"],
        "country": "az",
        "personal_number": NUMBER,
        "birthdate": "2005-11-08",
        "family_name": "Quliyeva",
        "given_name": "Nərmin",
        "middle_name": "Samir qızı",
        "name": "Quliyeva Nərmin Samir qızı",
    }


def test_userinfo_repeats_the_claims_for_five_minutes(running: Running) -> None:
    token = redeem(running, code_of(answer(running, persona=NUMBER))).json()["access_token"]
    address = f"{running.issuer}/userinfo"
    told = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert told.json()["personal_number"] == NUMBER
    running.clock.now += 301
    late = requests.get(address, headers={"Authorization": f"Bearer {token}"}, timeout=5)
    assert (late.status_code, late.headers["WWW-Authenticate"]) == (401, 'Bearer error="invalid_token"')


def test_the_subject_is_the_same_for_one_portal_and_another_for_the_next(running: Running) -> None:
    def subject(client: str, **auth: Any) -> str:
        page = ask(running, client_id=client).text
        tokens = redeem(running, code_of(answer(running, page=page, persona=NUMBER)), **auth).json()
        claims: dict[str, Any] = jwt.decode(tokens["id_token"], running.provider.key).claims
        return str(claims["sub"])

    mine = subject("maarif")
    assert mine == subject("maarif")
    assert mine != subject("other", auth=("other", "x"))


def test_a_code_is_redeemed_once(running: Running) -> None:
    code = code_of(answer(running, persona=NUMBER))
    assert redeem(running, code).status_code == 200
    again = redeem(running, code)
    assert (again.status_code, again.json()) == (400, {"error": "invalid_grant"})


def test_a_code_lives_a_minute(running: Running) -> None:
    code = code_of(answer(running, persona=NUMBER))
    running.clock.now += 60
    assert redeem(running, code).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"code_verifier": "x" * 64}, 400, "invalid_grant"),
        ({"code_verifier": ""}, 400, "invalid_grant"),
        ({"redirect_uri": BACK + "x"}, 400, "invalid_grant"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"code": "guess"}, 400, "invalid_grant"),
        ({"auth": ("maarif", "wrong")}, 401, "invalid_client"),
        ({"auth": ("nobody", "x")}, 401, "invalid_client"),
        ({"auth": ("other", "x")}, 400, "invalid_grant"),
    ],
)
def test_the_token_endpoint_refuses_by_name(running: Running, changes: dict[str, Any], status: int, error: str) -> None:
    refused = (
        redeem(running, code_of(answer(running, persona=NUMBER)), **changes)
        if "code" not in changes
        else redeem(running, **changes)
    )
    assert (refused.status_code, refused.json()) == (status, {"error": error})


def test_the_secret_may_come_in_the_form_instead(running: Running) -> None:
    code = code_of(answer(running, persona=NUMBER))
    tokens = redeem(running, code, auth=None, client_id="maarif", client_secret="a:secret %")
    assert tokens.status_code == 200


@pytest.mark.parametrize("changes", [{"client_id": "nobody"}, {"redirect_uri": BACK + "../"}, {"redirect_uri": "-"}])
def test_an_unknown_portal_or_address_is_told_to_the_person_and_nobody_is_sent_anywhere(
    running: Running, changes: dict[str, str]
) -> None:
    response = ask(running, **changes)
    assert response.status_code == 400
    assert "Location" not in response.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": "-"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": "-"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none"}, "login_required"),
    ],
)
def test_a_wrong_request_of_a_known_portal_is_answered_there(
    running: Running, changes: dict[str, str], error: str
) -> None:
    response = ask(running, **changes)
    address = urlsplit(response.headers["Location"])
    assert response.headers["Location"].startswith(BACK)
    assert parse_qs(address.query)["error"] == [error]
    assert parse_qs(address.query)["state"] == ["st"]


def test_a_typed_number_of_a_persona_needs_no_birth_date(running: Running) -> None:
    tokens = redeem(running, code_of(answer(running, number=" 6pw 2f4j "))).json()
    assert jwt.decode(tokens["id_token"], running.provider.key).claims["birthdate"] == "2005-11-08"


def test_anybody_else_gives_a_birth_date_and_has_no_names(running: Running) -> None:
    assert answer(running, number="2AB3C4D").status_code == 422
    tokens = redeem(running, code_of(answer(running, number="2AB3C4D", birth_date="1990-01-31"))).json()
    claims = jwt.decode(tokens["id_token"], running.provider.key).claims
    assert (claims["personal_number"], claims["birthdate"]) == ("2AB3C4D", "1990-01-31")
    assert "name" not in claims


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": ""},
        {"number": "short", "birth_date": "1990-01-01"},
        {"number": "2AB3C4D", "birth_date": "1990-02-30"},
    ],
)
def test_a_mistake_keeps_the_page_and_what_was_typed(running: Running, wrong: dict[str, str]) -> None:
    page = ask(running).text
    refused = answer(running, page=page, **wrong)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert f'value="{wrong["number"]}"' in refused.text
    assert answer(running, page=page, persona=NUMBER).status_code == 303


def test_one_page_gives_one_answer(running: Running) -> None:
    page = ask(running).text
    assert answer(running, page=page, persona=NUMBER).status_code == 303
    assert answer(running, page=page, persona=NUMBER).status_code == 400


def test_cancelling_is_told_to_the_portal(running: Running) -> None:
    response = answer(running, cancel="yes")
    assert parse_qs(urlsplit(response.headers["Location"]).query)["error"] == ["access_denied"]


def test_a_session_answers_without_a_page_until_logout(running: Running) -> None:
    session = requests.Session()
    answer(running, session, persona=NUMBER)
    assert code_of(ask(running, session, prompt="none"))
    address = (
        f"{running.issuer}/logout?{urlencode({'client_id': 'maarif', 'post_logout_redirect_uri': HOME, 'state': 's'})}"
    )
    left = session.get(address, allow_redirects=False, timeout=5)
    assert left.headers["Location"] == f"{HOME}?state=s"
    assert "login_required" in ask(running, session, prompt="none").headers["Location"]


def test_logout_sends_nobody_to_an_unknown_address(running: Running) -> None:
    address = f"{running.issuer}/logout?client_id=maarif&post_logout_redirect_uri=http://evil.example/"
    left = requests.get(address, allow_redirects=False, timeout=5)
    assert left.status_code == 200
    assert "Location" not in left.headers


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_the_page_says_in_each_language_that_it_is_a_simulation(running: Running, language: str) -> None:
    page = ask(running, ui_locales=language)
    says = {"az": "simulyasiya", "ru": "имитация", "kk": "имитация", "ky": "имитация", "en": "simulation"}
    assert f'<html lang="{language}">' in page.text
    assert says[language] in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
