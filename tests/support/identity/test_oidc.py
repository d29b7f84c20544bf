"""What an id_token must say to be believed; each case is a token of a dishonest or confused provider."""

import base64
import hmac
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from maarif.support.identity.oidc import Claims, Expected, PublishedKeys, TokenRefused, _half_hash, judge

NOW = 1_800_000_000
KEY = ECKey.generate_key("P-256", {"alg": "ES256", "use": "sig"}, auto_kid=True)
KEYS = KeySet([KEY])
EXPECTED = Expected(issuer="https://id.example", client="maarif", nonce="n-1", levels=frozenset({"high"}), country="az")
GOOD: Mapping[str, Any] = {
    "iss": "https://id.example",
    "aud": "maarif",
    "sub": "s-1",
    "iat": NOW - 1,
    "exp": NOW + 300,
    "nonce": "n-1",
    "acr": "high",
    "at_hash": _half_hash("access"),
    "country": "az",
    "personal_number": "6PW2F4J",
    "birthdate": "2005-11-08",
}


def token(key: Any = KEY, algorithm: str = "ES256", **changes: Any) -> str:
    claims = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    return jwt.encode({"alg": algorithm, "kid": KEY.kid}, claims, key, algorithms=[algorithm])


def judged(value: str, now: int = NOW) -> Claims:
    return judge(value, access_token="access", keys=KEYS, expected=EXPECTED, now=now)


def test_a_good_token_says_who_signs_in() -> None:
    claims = judged(token())
    assert (claims.subject, claims.country, claims.personal_number, claims.level) == ("s-1", "az", "6PW2F4J", "high")
    assert claims.birth_date.isoformat() == "2005-11-08"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"aud": ["maarif", "other"]},
        {"azp": "other"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"nonce": ""},
        {"exp": NOW - 31},
        {"exp": None},
        {"iat": None},
        {"iat": NOW + 3600},
        {"nbf": NOW + 3600},
        {"sub": None},
        {"sub": ""},
        {"acr": "low"},
        {"acr": None},
        {"country": "kg"},
        {"country": None},
        {"personal_number": None},
        {"personal_number": ""},
        {"birthdate": None},
        {"birthdate": "08.11.2005"},
        {"at_hash": _half_hash("another access token")},
    ],
    ids=str,
)
def test_a_token_that_says_anything_else_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(TokenRefused):
        judged(token(**changes))


def test_a_token_signed_by_somebody_else_under_the_same_key_name_is_refused() -> None:
    with pytest.raises(TokenRefused):
        judged(token(ECKey.generate_key("P-256")))


def test_an_unsigned_token_is_refused() -> None:
    header, body, _ = token().split(".")
    none = "eyJhbGciOiJub25lIn0"
    for forged in (f"{none}.{body}.", f"{header}.{body}.", f"{none}.{body}"):
        with pytest.raises(TokenRefused):
            judged(forged)


def test_the_public_key_used_as_a_shared_secret_is_refused() -> None:
    """The classic confusion of algorithms: HMAC under the published key."""
    body = token().split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"%s"}' % str(KEY.kid).encode()).rstrip(b"=").decode()
    mac = hmac.new(KEY.as_pem(private=False), f"{head}.{body}".encode(), "sha256").digest()
    with pytest.raises(TokenRefused):
        judged(f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}")


def test_a_changed_letter_anywhere_is_refused() -> None:
    good = token()
    for place in range(0, len(good), 7):
        letter = "A" if good[place] != "A" else "B"
        with pytest.raises(TokenRefused):
            judged(good[:place] + letter + good[place + 1 :])


def test_half_a_minute_of_clock_difference_is_forgiven() -> None:
    assert judged(token(), now=NOW + 329).subject == "s-1"
    with pytest.raises(TokenRefused):
        judged(token(), now=NOW + 331)


class Publisher:
    """A provider's key page that counts who asks."""

    def __init__(self, *keys: Any) -> None:
        self.keys = list(keys)
        self.asked = 0

    def __call__(self) -> Mapping[str, Any]:
        self.asked += 1
        return dict(KeySet(self.keys).as_dict(private=False))


def test_published_keys_are_fetched_once_and_again_for_a_new_key() -> None:
    clock = [100.0]
    publisher = Publisher(KEY)
    keys = PublishedKeys(publisher, clock=lambda: clock[0])
    assert keys.for_token(token()).get_by_kid(KEY.kid)
    keys.for_token(token())
    assert publisher.asked == 1
    new = RSAKey.generate_key(2048, {"alg": "RS256", "use": "sig"}, auto_kid=True)
    publisher.keys.append(new)
    rotated = jwt.encode({"alg": "RS256", "kid": new.kid}, dict(GOOD), new, algorithms=["RS256"])
    clock[0] += 11
    assert keys.for_token(rotated).get_by_kid(new.kid)
    assert publisher.asked == 2


def test_invented_key_names_do_not_make_us_hammer_the_provider() -> None:
    clock = [100.0]
    publisher = Publisher(KEY)
    keys = PublishedKeys(publisher, clock=lambda: clock[0])
    for number in range(50):
        keys.for_token(jwt.encode({"alg": "ES256", "kid": f"k{number}"}, {}, KEY, algorithms=["ES256"]))
    assert publisher.asked == 1
