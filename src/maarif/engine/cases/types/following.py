"""What is asked, said and signed in a case, who has it, and what the applicant may do."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from maarif.kernel.text import Text
from maarif.support.files.types import FileRef

DOCUMENT: Final = "enclosed"
"""The code of the files that answer a request for a document."""
LETTER: Final = "letter"
"""The code of the files that go with a message."""


class RequestKind(StrEnum):
    """What an officer asks of the applicant."""

    QUESTION = "question"
    CORRECTION = "correction"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the office asked of the applicant: a question, answers to correct (`fields`), a document; and what came of it."""

    kind: RequestKind
    text: str
    fields: tuple[str, ...]
    asked_at: datetime
    answer_by: date
    answer: str
    answered_at: datetime | None
    lapsed_at: datetime | None
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message between applicant and office."""

    at: datetime
    from_office: bool
    text: str
    files: tuple[FileRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """Somebody who has to sign beside the applicant: as what, who, until when, and what they did."""

    role: Text
    who: Text
    sign_by: date
    signed_at: datetime | None
    refused_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has the case now: the kind of office, its own name, since when, and how to reach it."""

    office: Text
    name: Text | None
    since: datetime
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class May:
    """What the applicant may do with a case now."""

    answer: bool = False
    withdraw: bool = False
    write: bool = False
    rate: bool = False
    reopen_until: date | None = None


NOTHING: Final = May()
"""Whoever only reads a case may do nothing with it."""
