"""Judges the national provider's id_token: signature, issuer, audience, time, nonce, level, and that it belongs to its access token."""

import base64
import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS: Final = ("ES256", "RS256", "PS256", "EdDSA", "Ed25519")
LEEWAY_SECONDS: Final = 30
KEYS_SECONDS: Final = 600
LEAST_REFETCH_SECONDS: Final = 10


class TokenRefused(Exception):
    """The id_token does not prove what it says; the message is for the log and names no person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the provider says of whoever signs in."""

    subject: str
    country: str
    personal_number: str
    birth_date: date
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an id_token must say to be ours: who made it, for whom, for which request, and how surely at least."""

    issuer: str
    client: str
    nonce: str
    levels: frozenset[str]
    country: str


@dataclass(slots=True)
class PublishedKeys:
    """The provider's published keys: fetched when needed, kept a while, fetched again for a key not seen before."""

    fetch: Callable[[], Mapping[str, Any]]
    clock: Callable[[], float] = time.monotonic
    _keys: KeySet | None = None
    _at: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def for_token(self, token: str) -> KeySet:
        """The set that holds the key named in the token's header, as far as the provider publishes it."""
        name = _header(token).get("kid")
        with self._lock:
            age = self.clock() - self._at
            known = self._keys is not None and any(key.kid == name for key in self._keys)
            if self._keys is None or age > KEYS_SECONDS or (not known and age > LEAST_REFETCH_SECONDS):
                self._keys, self._at = KeySet.import_key_set(dict(self.fetch())), self.clock()  # type: ignore[arg-type]
            return self._keys


def judge(token: str, *, access_token: str, keys: KeySet, expected: Expected, now: int) -> Claims:
    """What a genuine token says; TokenRefused for anything else."""
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        _registry(expected, now).validate(claims)
    except (JoseError, ValueError, KeyError, TypeError) as error:
        raise TokenRefused(f"{type(error).__name__}: {error}") from error
    audience = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", expected.client) != expected.client or (len(audience) > 1 and "azp" not in claims):
        raise TokenRefused("the token was made for another portal")
    if "at_hash" in claims and not hmac.compare_digest(str(claims["at_hash"]), _half_hash(access_token)):
        raise TokenRefused("the token does not belong to its access token")
    return _claims(claims)


def _registry(expected: Expected, now: int) -> jwt.JWTClaimsRegistry:
    return jwt.JWTClaimsRegistry(
        now=now,
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client},
        exp={"essential": True},
        iat={"essential": True},
        sub={"essential": True},
        nonce={"essential": True, "value": expected.nonce},
        acr={"essential": True, "values": sorted(expected.levels)},
        country={"essential": True, "value": expected.country},
        personal_number={"essential": True},
        birthdate={"essential": True},
    )


def _claims(claims: Mapping[str, Any]) -> Claims:
    try:
        birth_date = date.fromisoformat(str(claims["birthdate"]))
    except ValueError as error:
        raise TokenRefused("birthdate is not a date") from error
    return Claims(
        subject=str(claims["sub"]),
        country=str(claims["country"]),
        personal_number=str(claims["personal_number"]),
        birth_date=birth_date,
        level=str(claims["acr"]),
    )


def _header(token: str) -> Mapping[str, Any]:

    try:
        part = token.split(".", 1)[0]
        header = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError as error:
        raise TokenRefused("the token has no readable header") from error
    if not isinstance(header, dict):
        raise TokenRefused("the token has no readable header")
    return header


def _half_hash(access_token: str) -> str:
    """OpenID Connect Core 3.1.3.6, for algorithms that end in 256."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
