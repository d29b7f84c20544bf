"""The national identity provider as allauth sees it: OpenID Connect with PKCE and a nonce, every token's signature checked."""

import secrets
import time
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode

import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.provider import ProviderException
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from maarif.support.identity import oidc
from maarif.support.identity.types import PROVIDER

TIMEOUT_SECONDS: Final = 10
CONFIGURATION_SECONDS: Final = 600


class NationalAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider: discovery kept for a while, the id_token judged by `oidc.judge`."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, PROVIDER)
        self.state: dict[str, Any] = {}

    def provider(self) -> Any:
        """The provider that this adapter talks to."""
        return self.get_provider()  # type: ignore[no-untyped-call]

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document; ProviderException when it speaks for another issuer."""
        configuration = _configuration(self.provider().server_url, int(time.monotonic() // CONFIGURATION_SECONDS))
        if configuration.get("issuer") != settings.NATIONAL_ISSUER:
            raise ProviderException("the discovery document names another issuer")
        return configuration

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        """One address for all languages, as registered with the provider."""
        return f"{settings.BASE_URL}{reverse('national_callback')}"

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        """Judges the id_token and makes of it who signs in; its claims are handed on, never kept."""
        answer: dict[str, Any] = kwargs["response"]
        expected = oidc.Expected(
            issuer=settings.NATIONAL_ISSUER,
            client=app.client_id,
            nonce=str(self.state.get("nonce", "")),
            levels=frozenset(settings.NATIONAL_LEVELS),
            country=settings.COUNTRY,
        )
        try:
            keys = _keys(self.openid_config["jwks_uri"]).for_token(str(answer.get("id_token", "")))
            claims = oidc.judge(
                str(answer.get("id_token", "")),
                access_token=token.token,
                keys=keys,
                expected=expected,
                now=int(time.time()),
            )
        except oidc.TokenRefused as refused:
            raise ProviderException(str(refused)) from refused
        login = self.provider().sociallogin_from_response(request, {"sub": claims.subject, "acr": claims.level})
        login.claims = claims
        return login


class NationalProvider(OpenIDConnectProvider):
    """The provider among allauth's: asks for identity and nothing else, whatever the address says."""

    id = PROVIDER
    name = "National identity"
    oauth2_adapter_class = NationalAdapter  # type: ignore[assignment]
    pkce_enabled_default = True

    def get_login_url(self, request: HttpRequest, **kwargs: Any) -> str:
        """Where a sign-in begins."""
        address = reverse("national_login")
        return f"{address}?{urlencode(kwargs)}" if kwargs else address

    def get_callback_url(self) -> str:
        """Where the provider sends people back to."""
        return str(reverse("national_callback"))

    def get_oauth2_adapter(self, request: HttpRequest) -> NationalAdapter:
        """Our adapter."""
        return NationalAdapter(request)

    def get_default_scope(self) -> list[str]:
        """Identity only."""
        return ["openid", "profile"]

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """What the address asks for beyond is ignored."""
        return self.get_default_scope()

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """Notes, too, that the owner of an account asked to tie it to the person who signs in."""
        asked: dict[str, Any] = super().get_redirect_from_request_kwargs(request)
        return {**asked, "process": "login", "tie": request.POST.get("tie") == "yes"}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """The page's language, and who signs in is asked anew for a step up; what the address asks for is ignored."""
        language = (translation.get_language() or "az").split("-")[0]
        return {"ui_locales": language, "acr_values": " ".join(settings.NATIONAL_LEVELS)}

    def get_pkce_params(self) -> dict[str, str]:
        """Always S256."""
        return dict(generate_code_challenge())

    def redirect(
        self, request: HttpRequest, process: str, next_url: Any = None, data: Any = None, **kwargs: Any
    ) -> Any:
        """Sends the browser off with a nonce that only this session knows."""
        nonce = secrets.token_urlsafe(24)
        asked = {**(kwargs.pop("auth_params", None) or {}), "nonce": nonce}
        language = (translation.get_language() or "az").split("-")[0]
        return super().redirect(
            request, process, next_url, data, auth_params=asked, nonce=nonce, language=language, **kwargs
        )

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The provider's name for the person at this portal."""
        return str(data["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """What is kept beside the account: how surely the provider knew, no number, no name."""
        return {"acr": data["acr"]}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: names and dates come from the registers."""
        return {}

    def extract_email_addresses(self, data: dict[str, Any]) -> list[Any]:
        """Nothing: an address is confirmed with us."""
        return []


class _Callback(OAuth2CallbackView):
    """The way back: remembers the request's state for the judge, and the language in which the person left."""

    def _get_state(self, request: HttpRequest, provider: Any) -> tuple[Any, Any]:
        state, response = super()._get_state(request, provider)
        if state is not None:
            self.adapter.state = state  # type: ignore[attr-defined]
            translation.activate(state.get("language", "az"))
        return state, response


def login(request: HttpRequest) -> HttpResponse:
    """Begins a sign-in: a page with one button by GET, the way to the provider by POST."""
    return _guarded(request, OAuth2LoginView.adapter_view(NationalAdapter))  # type: ignore[no-untyped-call]


def callback(request: HttpRequest) -> HttpResponse:
    """Ends a sign-in."""
    return _guarded(request, _Callback.adapter_view(NationalAdapter))  # type: ignore[no-untyped-call]


def _guarded(request: HttpRequest, view: Any) -> HttpResponse:
    """A provider that does not answer is a page that says so, not a broken one."""
    from allauth.socialaccount.helpers import render_authentication_error

    try:
        response: HttpResponse = view(request)
    except (requests.RequestException, ProviderException, KeyError) as error:
        provider = get_adapter(request).get_provider(request, PROVIDER)
        response = render_authentication_error(request, provider, exception=error)
    return response


@lru_cache(maxsize=4)
def _configuration(address: str, period: int) -> dict[str, Any]:
    """Discovery, asked again every few minutes (`period` counts them); a failure is not kept."""
    answer = requests.get(address, timeout=TIMEOUT_SECONDS)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


@lru_cache(maxsize=4)
def _keys(address: str) -> oidc.PublishedKeys:
    def fetch() -> dict[str, Any]:
        answer = requests.get(address, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    return oidc.PublishedKeys(fetch)


provider_classes = [NationalProvider]
