"""Pure rules of documents: what is signed, how a name is masked, when a document is valid, who may revoke it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from maarif.kernel.text import Text
from maarif.support.documents.types import Fact, Order, Status
from maarif.support.parties.types import Actor, Assurance

SNAPSHOT_VERSION: Final = 1
MASK: Final = "•••"
DIGEST_IN_TOKEN: Final = 16
# Words of a name that are no names ("daughter of"); a mask leaves them out.
PATRONYMIC_WORDS: Final = frozenset({"qızı", "oğlu", "кызы", "уулу", "ұлы", "қызы", "оглы", "гызы", "uly", "qyzy"})
OFFICERS_OF_INSTITUTION: Final = frozenset({"registrar", "head"})
OFFICER_OF_MINISTRY: Final = "ministry_officer"


def series_of(country: str, kind: str) -> str:
    """The series that a kind is numbered in: country, and the first letters of the kind's words (AZ-HSC)."""
    words = kind.replace(".", "_").split("_")
    return f"{country.upper()}-{''.join(word[0] for word in words if word).upper()}"


def registration_number(series: str, year: int, place: int) -> str:
    """The readable number: `AZ-HSC-2026-000123`."""
    return f"{series}-{year}-{place:06d}"


def initials(name: str) -> str:
    """The shortest way to compare a name with the one on the paper: `M. A. R.`"""
    return " ".join(f"{word[0]}." for word in _names(name))


def _names(name: str) -> list[str]:
    return [word for word in name.split() if word.casefold() not in PATRONYMIC_WORDS]


def mask_name(name: str) -> str:
    """First letters only, always with the same mask, so that not even the length of a name is told."""
    return " ".join(f"{word[0]}{MASK}" for word in _names(name))


def snapshot_of(order: Order, *, public_id: str, number: str, issued_at: datetime, issued_on: date) -> dict[str, Any]:
    """Everything the document says, as plain JSON values: this is what is digested and signed."""
    return {
        "type": "maarif.document",
        "version": SNAPSHOT_VERSION,
        "id": public_id,
        "number": number,
        "kind": order.kind,
        "country": order.country,
        "language": order.language,
        "holder": {"name": order.holder_name, "birth_date": order.holder_birth_date.isoformat()},
        "title": order.title.as_dict(),
        "issuer": order.issuer.as_dict(),
        "body": order.body.as_dict(),
        "facts": [
            {"code": fact.code, "label": fact.label.as_dict(), "value": _value(fact.value)} for fact in order.facts
        ],
        "issued_at": issued_at.isoformat(),
        "issued_on": issued_on.isoformat(),
        "valid_until": order.valid_until.isoformat() if order.valid_until else None,
        "case_number": order.case_number,
        "rule_set": order.rule_set,
        "replaces": order.replaces,
    }


def _value(value: Text | str) -> dict[str, str] | str:
    return value.as_dict() if isinstance(value, Text) else value


def canonical(snapshot: Mapping[str, Any]) -> str:
    """The one spelling of a snapshot: keys sorted, no spaces, UTF-8."""
    return json.dumps(snapshot, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> bytes:
    """SHA-256 of a canonical snapshot."""
    return hashlib.sha256(text.encode()).digest()


def facts_of(snapshot: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The facts of a snapshot as values again."""
    return tuple(
        Fact(
            code=fact["code"],
            label=Text.of(fact["label"]),
            value=fact["value"] if isinstance(fact["value"], str) else Text.of(fact["value"]),
        )
        for fact in snapshot["facts"]
    )


def status_of(*, today: date, valid_until: date | None, revoked_on: date | None) -> Status:
    """Revoked weighs more than expired; the last day of validity still counts."""
    if revoked_on is not None:
        return Status.REVOKED
    if valid_until is not None and today > valid_until:
        return Status.EXPIRED
    return Status.VALID


def may_revoke(by: Actor, *, institution: int | None, country: str) -> bool:
    """An officer of the issuing institution, or of that country's ministry, with a second factor; the ministry for documents without one.

    Whoever gave a document may take it back: the holder, a teacher or another institution may not.
    """
    if by.assurance < Assurance.OFFICIAL:
        return False
    if by.role in OFFICERS_OF_INSTITUTION:
        return institution is not None and by.scope_kind == "institution" and by.scope == str(institution)
    return by.role == OFFICER_OF_MINISTRY and by.scope_kind == "country" and by.scope == country
