"""The machine-readable twins of a document: its snapshot as JSON, and a W3C Verifiable Credential that is an Open Badge.

The credential follows VC Data Model 2.0 with an enveloping proof (VC-JOSE-COSE, `application/vc+jwt`) and Open Badges 3.0. It is signed by the
document key, under a type of its own in the header, so that neither a token nor a credential can be taken for the other.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from maarif.kernel.clock import end_of_day
from maarif.kernel.countries import country as country_of
from maarif.support.documents.rules import canonical, digest_of
from maarif.support.keys.queries import Ring
from maarif.support.keys.types import Purpose

KIND: Final = "vc+jwt"
CONTEXTS: Final = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
)
KEYS_PATH: Final = "/.well-known/maarif-keys.json"
#: What a JSON twin consists of.
MEMBERS: Final = frozenset({"document", "sha256", "token"})


def json_twin(snapshot: Mapping[str, Any], *, digest: bytes, token: str) -> str:
    """The snapshot, its SHA-256 (over the canonical spelling: keys sorted, no spaces, UTF-8) and the signed token."""
    twin = {"document": snapshot, "sha256": digest.hex(), "token": token}
    return json.dumps(twin, ensure_ascii=False, indent=2, sort_keys=True)


def snapshot_matches(twin: Mapping[str, Any]) -> bool:
    """Whether a JSON twin's digest is that of its document."""
    return digest_of(canonical(twin["document"])).hex() == str(twin["sha256"])


def credential(snapshot: Mapping[str, Any], *, digest: bytes, base: str, ring: Ring, moment: datetime) -> str:
    """The document as a compact signed credential."""
    payload = json.dumps(
        claims(snapshot, digest=digest, base=base), ensure_ascii=False, separators=(",", ":"), sort_keys=True
    )
    return ring.sign(payload.encode(), kind=KIND, purpose=Purpose.DOCUMENTS, moment=moment)[0]


def claims(snapshot: Mapping[str, Any], *, digest: bytes, base: str) -> dict[str, Any]:
    """What the credential says; texts in the language of the document, the facts as results of the achievement."""
    language = snapshot["language"]
    address = f"{base}/check/{snapshot['id']}"
    issued = snapshot["issued_at"]
    said: dict[str, Any] = {
        "@context": list(CONTEXTS),
        "id": address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": snapshot["title"][language],
        "issuer": {"id": base, "type": ["Profile"], "name": snapshot["issuer"][language]},
        "validFrom": issued,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": _identity(snapshot),
            "achievement": {
                "id": f"{base}/services/{snapshot['kind'].replace('.', '/')}",
                "type": ["Achievement"],
                "achievementType": "Certificate",
                "name": snapshot["title"][language],
                "description": snapshot["body"][language],
                "criteria": {"narrative": snapshot["body"][language]},
                "inLanguage": language,
                "resultDescription": [_result_description(fact, address, language) for fact in snapshot["facts"]],
            },
            "result": [_result(fact, address, language) for fact in snapshot["facts"]],
        },
        "credentialStatus": {"id": f"{address}#status", "type": "MaarifOnlineCheck", "statusPurpose": "revocation"},
        "evidence": [{"id": f"urn:sha256:{digest.hex()}", "type": ["Evidence"], "name": snapshot["number"]}],
    }
    if snapshot["valid_until"]:
        said["validUntil"] = _last_moment(snapshot)
    return said


def _identity(snapshot: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Name and birth date in the clear: the holder alone gets this file, and shows it to whom they choose."""
    parts = (("name", snapshot["holder"]["name"]), ("ext:birthDate", snapshot["holder"]["birth_date"]))
    return [
        {"type": "IdentityObject", "hashed": False, "identityHash": value, "identityType": kind}
        for kind, value in parts
    ]


def _result_description(fact: Mapping[str, Any], address: str, language: str) -> dict[str, Any]:
    return {
        "id": f"{address}#{fact['code']}",
        "type": ["ResultDescription"],
        "name": fact["label"][language],
        "resultType": "ext:Fact",
    }


def _result(fact: Mapping[str, Any], address: str, language: str) -> dict[str, Any]:
    value = fact["value"] if isinstance(fact["value"], str) else fact["value"][language]
    return {"type": ["Result"], "resultDescription": f"{address}#{fact['code']}", "value": value}


def _last_moment(snapshot: Mapping[str, Any]) -> str:
    """The last second of the last day of validity, where the document was issued."""
    over = end_of_day(date.fromisoformat(snapshot["valid_until"]), country_of(snapshot["country"]).time_zone)
    return (over - timedelta(seconds=1)).isoformat()
