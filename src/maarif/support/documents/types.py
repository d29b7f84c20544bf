"""Values of issued documents that cross the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from maarif.kernel.errors import Refusal
from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One line of a paper: its code, its label, its value (a Text where it is said differently in each language)."""

    code: str
    label: Text
    value: Text | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to issue: everything the paper says, already judged and filled in. `paper` is a typst template under the package.

    `institution` is the party whose officers may revoke the document; None leaves it to the ministry alone. `replaces` is
    the public id of the document that this one re-issues.
    """

    kind: str
    holder: int
    holder_name: str
    holder_birth_date: date
    country: str
    language: str
    title: Text
    facts: tuple[Fact, ...]
    body: Text
    issuer: Text
    paper: str
    valid_until: date | None
    case_number: str
    rule_set: str
    institution: int | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """What issuing gave: the document is signed and may be checked from this moment."""

    id: int
    public_id: str
    number: str
    token: str
    issued_at: datetime
    issued_on: date
    valid_until: date | None


class Status(StrEnum):
    """What a check says of a document. UNKNOWN also stands for a wrong birth date: nobody learns which it was."""

    VALID = "valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    BUSY = "busy"


class RevocationReason(StrEnum):
    """Why a document is revoked: a closed list, so that everybody reads it in their own language (`reasons.toml`)."""

    ISSUED_IN_ERROR = "issued_in_error"
    FACTS_WERE_WRONG = "facts_were_wrong"
    NO_LONGER_TRUE = "no_longer_true"
    SUPERSEDED = "superseded"
    FRAUD = "fraud"
    COURT = "court"
    HOLDER_REQUEST = "holder_request"
    UNSTATED = "unstated"


GIVEN_REASONS: Final = tuple(reason for reason in RevocationReason if reason is not RevocationReason.UNSTATED)
"""The reasons that an officer may give; UNSTATED stands for what older rows said in words of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCard:
    """A document in a list of its holder's."""

    public_id: str
    number: str
    kind: str
    title: Text
    issuer: Text
    language: str
    issued_on: date
    valid_until: date | None
    status: Status
    revoked_on: date | None
    case_number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole document for those who may see it: its holder, the holder's guardian, the officer who serves them.

    `revocation_note` is for officials and empty for everybody else.
    """

    card: DocumentCard
    holder: int
    institution: int | None
    holder_name: str
    holder_birth_date: date
    country: str
    body: Text
    facts: tuple[Fact, ...]
    rule_set: str
    digest: str
    token: str
    check_url: str
    revocation_reason: Text | None
    revocation_code: RevocationReason | None
    revocation_note: str
    replaces: str | None
    replaced_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a stranger learns by a check, and nothing more; for UNKNOWN and BUSY every other field is empty.

    `holder` is masked ("A••• M•••"). `session` lets the asker, who has proved to hold id and birth date (or the QR code of
    the paper), view and download the document for a short while.
    """

    status: Status
    public_id: str = ""
    number: str = ""
    kind: str = ""
    title: Text | None = None
    issuer: Text | None = None
    holder: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    revoked_on: date | None = None
    revocation_reason: Text | None = None
    revocation_code: RevocationReason | None = None
    country: str = ""
    session: str = ""


class Trouble(StrEnum):
    """Why a token or a file is not accepted."""

    MALFORMED = "malformed"
    UNKNOWN_KEY = "unknown_key"
    KEY_REVOKED = "key_revoked"
    BAD_SIGNATURE = "bad_signature"
    NOT_A_DOCUMENT = "not_a_document"
    EXPIRED = "expired"
    NO_SIGNATURE = "no_signature"
    CHANGED_AFTER_SIGNING = "changed_after_signing"
    NOT_OUR_CERTIFICATE = "not_our_certificate"
    NO_TOKEN = "no_token"  # noqa: S105 - the name of a trouble, not a password
    TOKEN_MISMATCH = "token_mismatch"  # noqa: S105
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What an offline check says: genuine or not, why not, what the token claims. Revocation is known only online."""

    genuine: bool
    troubles: tuple[Trouble, ...]
    claims: Mapping[str, object]
    key_id: str
    detail: str = ""


class DocumentNotFound(Refusal):
    """No such document for this viewer: absent and forbidden look alike."""


class CannotBePrinted(Refusal):
    """Something that the paper would say has letters that its fonts lack: `letters`, in `part`."""


class AlreadyRevoked(Refusal):
    """The document was revoked before."""


class MayNotRevoke(Refusal):
    """The actor is neither an officer of the issuing institution nor of the ministry."""


class ReasonMissing(Refusal):
    """Revoking needs a reason of the list, which the holder and whoever checks will read."""
