"""Shapes of issued documents and of their check."""

from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import StringConstraints

from maarif.support.documents.types import RevocationReason
from maarif.surfaces.api.schemas.values import Day, DocumentState, Taken


class DocumentOut(Schema):
    """An issued document in a list."""

    id: str
    number: str
    kind: str
    title: str
    issuer: str
    language: str
    issued_on: date
    valid_until: date | None
    status: DocumentState
    revoked_on: date | None
    case_number: str


class DocumentsOut(Schema):
    """The documents of a person."""

    documents: list[DocumentOut]


class FactOut(Schema):
    """One line of a paper."""

    code: str
    label: str
    value: str


class DocumentDetail(DocumentOut):
    """A whole document; `token` is what its QR code carries and verifies offline against the published keys."""

    holder_name: str
    holder_birth_date: date
    body: str
    facts: list[FactOut]
    rule_set: str
    digest: str
    token: str
    check_url: str
    revocation_reason: str
    revocation_code: RevocationReason | None
    replaces: str | None
    replaced_by: str | None


class CheckByNumber(Taken):
    """A check by the document's id and its holder's date of birth."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    birth_date: Day


class CheckByToken(Taken):
    """A check by the token of the QR code."""

    token: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class CheckOut(Schema):
    """What a stranger learns of a document; for `unknown` everything else is empty, and nobody learns why."""

    status: DocumentState
    id: str
    number: str
    kind: str
    title: str | None
    issuer: str | None
    holder: str
    issued_on: date | None
    valid_until: date | None
    revoked_on: date | None
    revocation_reason: str
    revocation_code: RevocationReason | None
    country: str
