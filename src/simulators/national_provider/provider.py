"""The protocol: OpenID Connect Core 1.0 by authorization code, with PKCE (RFC 7636, S256 only) and RP-initiated logout."""

import base64
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeyParameters, KeySet, RSAKey

from simulators.national_provider.people import Person
from simulators.national_provider.shelves import Shelf

CODE_SECONDS: Final = 60
TOKEN_SECONDS: Final = 300
ASKING_SECONDS: Final = 600
SESSION_SECONDS: Final = 3600
ACR: Final = "high"
LANGUAGES: Final = ("az", "ru", "kk", "ky", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A relying party: where it may be sent back to, exactly, and after logout."""

    id: str
    secret: str
    redirect_uris: frozenset[str]
    logout_uris: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A valid authorization request that waits for a person."""

    client: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    language: str
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """A person's yes to one request, redeemable once by its code."""

    asked: Asked
    person: Person
    at: int


class Unanswerable(Exception):
    """The request names no client or address of ours: it is told to the person, and nobody is sent anywhere."""


@dataclass(eq=False)
class Refused(Exception):
    """The request is wrong in a way that its sender is told by a redirect."""

    error: str
    description: str
    redirect_uri: str
    state: str


@dataclass(eq=False)
class TokenError(Exception):
    """The token endpoint's refusal (RFC 6749, 5.2)."""

    error: str
    status: int = 400


@dataclass(slots=True)
class Provider:
    """One issuer with its clients, its key and its short memory."""

    issuer: str
    clients: Mapping[str, Client]
    algorithm: str = "ES256"
    clock: Callable[[], float] = time.time
    key: ECKey | RSAKey = field(init=False)
    asking: Shelf[Asked] = field(init=False)
    codes: Shelf[Granted] = field(init=False)
    tokens: Shelf[Granted] = field(init=False)
    sessions: Shelf[Person] = field(init=False)

    def __post_init__(self) -> None:
        """Makes a key of its own at every start: relying parties must follow the published set."""
        parameters: KeyParameters = {"use": "sig", "alg": self.algorithm}
        self.key = (
            ECKey.generate_key("P-256", parameters, auto_kid=True)
            if self.algorithm == "ES256"
            else RSAKey.generate_key(2048, parameters, auto_kid=True)
        )
        self.asking = Shelf(ASKING_SECONDS, self.clock)
        self.codes = Shelf(CODE_SECONDS, self.clock)
        self.tokens = Shelf(TOKEN_SECONDS, self.clock)
        self.sessions = Shelf(SESSION_SECONDS, self.clock)

    def configuration(self) -> dict[str, Any]:
        """The discovery document."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks.json",
            "end_session_endpoint": f"{self.issuer}/logout",
            "response_types_supported": ["code"],
            "response_modes_supported": ["query"],
            "grant_types_supported": ["authorization_code"],
            "subject_types_supported": ["pairwise"],
            "id_token_signing_alg_values_supported": [self.algorithm],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile"],
            "acr_values_supported": [ACR],
            "ui_locales_supported": list(LANGUAGES),
            "prompt_values_supported": ["none", "login"],
            "authorization_response_iss_parameter_supported": True,
            "claims_supported": [
                "sub", "country", "personal_number", "birthdate", "given_name", "family_name", "middle_name", "acr", "auth_time",
            ],
        }  # fmt: skip

    def keys(self) -> dict[str, Any]:
        """The public keys."""
        return dict(KeySet([self.key]).as_dict(private=False))

    def ask(self, parameters: Mapping[str, list[str]]) -> Asked:
        """Judges an authorization request."""
        one = {name: values[0] for name, values in parameters.items() if values}
        client = self.clients.get(one.get("client_id", ""))
        if client is None:
            raise Unanswerable("client_id")
        redirect_uri = one.get("redirect_uri", "")
        if redirect_uri not in client.redirect_uris:
            raise Unanswerable("redirect_uri")
        fault = _fault(parameters, one)
        if fault is not None:
            raise Refused(*fault, redirect_uri, one.get("state", ""))
        wished = one.get("ui_locales", "").replace("-", " ").split()
        return Asked(
            client=client.id,
            redirect_uri=redirect_uri,
            state=one.get("state", ""),
            nonce=one.get("nonce", ""),
            challenge=one["code_challenge"],
            language=next((language for language in wished if language in LANGUAGES), "az"),
            prompt=one.get("prompt", ""),
        )

    def grant(self, asked: Asked, person: Person) -> str:
        """The address that carries the code back to the relying party."""
        code = self.codes.put(Granted(asked=asked, person=person, at=int(self.clock())))
        return self.back(asked.redirect_uri, {"code": code, "state": asked.state, "iss": self.issuer})

    def refusal(self, refused: Refused) -> str:
        """The address that carries an error back to the relying party."""
        told = {"error": refused.error, "error_description": refused.description, "state": refused.state}
        return self.back(refused.redirect_uri, {**told, "iss": self.issuer})

    @staticmethod
    def back(redirect_uri: str, parameters: Mapping[str, str]) -> str:
        """A redirect address with parameters; empty ones are left out."""
        mark = "&" if urlsplit(redirect_uri).query else "?"
        return f"{redirect_uri}{mark}{urlencode({name: text for name, text in parameters.items() if text})}"

    def redeem(self, client_id: str, secret: str, form: Mapping[str, list[str]]) -> dict[str, Any]:
        """Changes a code for tokens, once."""
        client = self.clients.get(client_id)
        if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise TokenError("invalid_client", 401)
        if form.get("grant_type") != ["authorization_code"]:
            raise TokenError("unsupported_grant_type")
        granted = self.codes.take(form.get("code", [""])[0])
        if granted is None or granted.asked.client != client_id:
            raise TokenError("invalid_grant")
        if form.get("redirect_uri") != [granted.asked.redirect_uri]:
            raise TokenError("invalid_grant")
        if not hmac.compare_digest(_challenge(form.get("code_verifier", [""])[0]), granted.asked.challenge):
            raise TokenError("invalid_grant")
        access_token = self.tokens.put(granted)
        return {
            "access_token": access_token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": "openid profile",
            "id_token": self.id_token(granted, access_token),
        }

    def id_token(self, granted: Granted, access_token: str) -> str:
        """The signed statement of who signed in, when, how surely and for whom."""
        now = int(self.clock())
        half = hashlib.sha256(access_token.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": granted.asked.client,
            "azp": granted.asked.client,
            "iat": now,
            "exp": now + TOKEN_SECONDS,
            "auth_time": granted.at,
            "acr": ACR,
            "amr": ["hwk", "pin"],
            "at_hash": _base64url(half),
            **({"nonce": granted.asked.nonce} if granted.asked.nonce else {}),
            **self.claims(granted),
        }
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.key, algorithms=[self.algorithm])

    def claims(self, granted: Granted) -> dict[str, str]:
        """What the provider says of a person; the subject differs from client to client."""
        person = granted.person
        named = {
            "family_name": person.family_name,
            "given_name": person.given_name,
            "middle_name": person.patronymic,
            "name": person.full_name,
        }
        pair = f"{granted.asked.client}|{person.country}|{person.personal_number}".encode()
        return {
            "sub": hmac.new(b"simulated pairwise subjects", pair, hashlib.sha256).hexdigest()[:32],
            "country": person.country,
            "personal_number": person.personal_number,
            "birthdate": person.birth_date.isoformat(),
            **{name: text for name, text in named.items() if text},
        }

    def may_return(self, client_id: str, address: str) -> bool:
        """Whether a person may be sent to this address after logout."""
        client = self.clients.get(client_id)
        return client is not None and address in client.logout_uris


def _fault(parameters: Mapping[str, list[str]], one: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a request whose sender is known."""
    if any(len(values) > 1 for values in parameters.values()):
        return "invalid_request", "a parameter is repeated"
    if one.get("response_type") != "code":
        return "unsupported_response_type", "only response_type=code"
    if "openid" not in one.get("scope", "").split():
        return "invalid_scope", "scope must contain openid"
    if one.get("code_challenge_method") != "S256" or len(one.get("code_challenge", "")) != 43:
        return "invalid_request", "PKCE with code_challenge_method=S256 is required"
    return None


def _challenge(verifier: str) -> str:
    return _base64url(hashlib.sha256(verifier.encode()).digest())


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
