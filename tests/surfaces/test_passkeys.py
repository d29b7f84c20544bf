"""An official's second factor as a passkey, in a real browser with Chromium's virtual authenticator, on the served portal.

The portal is reached by the name `localhost`: browsers make no passkeys for a bare address.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page

from tests.live import Live
from tests.surfaces.browser import EVERY_LANGUAGE
from tests.surfaces.conftest import NewPage
from tests.surfaces.test_journey import examined

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SECRETARY = "2YB6T1R"
REGISTRAR = "1XD4P9M"
NAME = "Cəfərova"
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


class Device:
    """A phone or a security key, as Chromium imitates it for one page."""

    def __init__(self, page: Page) -> None:
        self.line: CDPSession = page.context.new_cdp_session(page)
        self.line.send("WebAuthn.enable")
        self.id: str = self.line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]

    def keys(self) -> list[dict[str, Any]]:
        """The passkeys that it keeps."""
        kept: list[dict[str, Any]] = self.line.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return kept

    def forget(self) -> None:
        """Loses its only passkey."""
        lost = {"authenticatorId": self.id, "credentialId": self.keys()[0]["credentialId"]}
        self.line.send("WebAuthn.removeCredential", lost)


@pytest.fixture
def bare(live: Live) -> Iterator[Callable[[], str]]:
    """The secretary's account without any second factor; what it had comes back afterwards. Gives the present factors."""
    account = live.sql(f"SELECT user_id FROM mfa_authenticator WHERE data->>'demo' LIKE '{NAME}%'").split()[-1]
    assert account.isdigit()
    live.sql("CREATE TABLE IF NOT EXISTS public.aside AS SELECT * FROM mfa_authenticator WHERE false")
    live.sql(f"INSERT INTO aside SELECT * FROM mfa_authenticator WHERE user_id = {account}")
    live.sql(f"DELETE FROM mfa_authenticator WHERE user_id = {account}")
    yield lambda: live.sql(f"SELECT string_agg(type, ' ' ORDER BY id) FROM mfa_authenticator WHERE user_id = {account}")
    live.sql(f"DELETE FROM mfa_authenticator WHERE user_id = {account}")
    live.sql("INSERT INTO mfa_authenticator SELECT * FROM aside")
    live.sql("DROP TABLE aside")


def sign_in(page: Page, live: Live, language: str, who: str = SECRETARY) -> None:
    """Asks for the desk and proves oneself to the national provider."""
    page.goto(f"{live.url}/{language}/desk/")
    page.locator("form[action*='/account/national/login/'] button").first.click()
    page.locator(f"button[name=persona][value='{who}']").click()
    page.wait_for_load_state()


def sign_out(page: Page) -> None:
    page.context.clear_cookies()


def add_passkey(page: Page, live: Live, language: str, look: Callable[[], None] = lambda: None) -> None:
    """From the page that asks for a second factor to the recovery codes, which only a passkey just shown opens."""
    page.wait_for_url(f"**/{language}/account/second-factor/**")
    look()
    page.locator("main a[href$='/webauthn/add/']").click()
    page.wait_for_url("**/webauthn/add/")
    look()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/2fa/webauthn/reauthenticate/**")
    look()
    page.locator("#mfa_webauthn_reauthenticate").click()
    page.wait_for_url("**/recovery-codes/")
    look()


def _of_the_passkey(live: Live) -> tuple[str, ...]:
    key = live.sql("SELECT max(id) FROM mfa_authenticator WHERE type = 'webauthn'").split()[-1]
    return (f"webauthn/keys/{key}/edit/", f"webauthn/keys/{key}/remove/")


@EVERY_LANGUAGE
def test_an_official_gets_a_passkey_and_enters_the_desk_with_it(
    language: str, viewport: dict[str, int], live: Live, new_page: NewPage, bare: Callable[[], str]
) -> None:
    page = new_page(viewport=viewport, locale=language)
    device, wrong = Device(page), []

    def look() -> None:
        wrong.extend(examined(page, language))

    sign_in(page, live, language)
    add_passkey(page, live, language, look)
    assert len(device.keys()) == 1
    assert "webauthn" in bare()
    for path in ("", "webauthn/", *_of_the_passkey(live)):
        page.goto(f"{live.url}/{language}/account/2fa/{path}")
        look()
    page.goto(f"{live.url}/{language}/desk/")
    assert page.url == f"{live.url}/{language}/desk/"  # the passkey was shown in this session
    sign_out(page)
    sign_in(page, live, language)
    assert f"/{language}/account/2fa/authenticate/" in page.url
    look()
    page.goto(f"{live.url}/{language}/desk/")
    assert "/desk/" not in page.url.partition("?")[0]
    page.goto(f"{live.url}/{language}/account/2fa/authenticate/")
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url(f"**/{language}/desk/")
    assert device.keys()[0]["signCount"] >= 3
    assert wrong == []


def test_whoever_has_lost_the_passkey_finds_the_desk_closed_and_is_told_why(
    live: Live, new_page: NewPage, bare: Callable[[], str]
) -> None:
    page = new_page()
    device = Device(page)
    sign_in(page, live, "ru")
    add_passkey(page, live, "ru")
    sign_out(page)
    sign_in(page, live, "ru")
    device.forget()
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_selector("#passkey-fault:not([hidden])")
    assert "Ключ доступа не подтверждён" in page.locator("#passkey-fault").inner_text()
    assert examined(page, "ru") == []
    page.goto(f"{live.url}/ru/desk/")
    assert "/desk/" not in page.url.partition("?")[0]


def test_an_official_without_a_second_factor_finds_every_page_of_the_desk_closed(
    live: Live, new_page: NewPage, bare: Callable[[], str]
) -> None:
    page = new_page()
    sign_in(page, live, "en")
    for path in ("desk/", "desk/people/", "desk/people/1/"):
        page.goto(f"{live.url}/en/{path}")
        assert "/en/account/second-factor/" in page.url, path


def test_an_answer_of_a_passkey_serves_once_and_for_one_account(
    live: Live, new_page: NewPage, bare: Callable[[], str]
) -> None:
    page = new_page()
    Device(page)
    sign_in(page, live, "en")
    add_passkey(page, live, "en")
    sign_out(page)
    sign_in(page, live, "en")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or "") if request.method == "POST" else None)
    page.locator("#mfa_webauthn_authenticate").click()
    page.wait_for_url("**/en/desk/")
    answer = page.evaluate("body => new URLSearchParams(body).get('credential')", sent[-1])
    assert json.loads(answer)["type"] == "public-key"
    for who in (SECRETARY, REGISTRAR):  # the same answer again, and as somebody else's
        sign_out(page)
        sign_in(page, live, "en", who)
        for body in (answer, "{}", "[]", '{"id": 1}', "null", '"x"', answer.replace('"type":', '"typ":')):
            assert _sent(page, live, body) < 500, body
        page.goto(f"{live.url}/en/desk/")
        assert "/desk/" not in page.url.partition("?")[0], who


def _sent(page: Page, live: Live, credential: str) -> int:
    """Sends a credential as the page's form would; the answer's status."""
    page.goto(f"{live.url}/en/account/2fa/authenticate/")
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    form = {"csrfmiddlewaretoken": token, "credential": credential}
    return page.request.post(f"{live.url}/en/account/2fa/authenticate/", form=form).status


def test_an_official_with_an_app_enters_the_desk_with_its_code(live: Live, new_page: NewPage) -> None:
    page, codes = new_page(), new_page()
    sign_in(page, live, "az", REGISTRAR)
    assert page.locator("#mfa_webauthn_authenticate").count() == 0  # who has no passkey is not asked for one
    assert examined(page, "az") == []
    codes.goto(f"{live.url}/az/demo/codes/")
    page.locator("#id_code").fill(_code_of(codes, "Kərimov"))
    page.locator("form[action$='/2fa/authenticate/'] button").first.click()
    page.wait_for_url("**/az/desk/")


def _code_of(codes: Page, name: str) -> str:
    words = codes.locator("main").inner_text().split(name, 1)[1]
    return next(word for word in words.replace(" ", "\n").split() if word.isdigit() and len(word) == 6)
