"""Values that every shape is made of: codes, keys, days, and what a refusal looks like."""

import re
from datetime import date
from typing import Annotated

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from maarif.engine.cases.types import Status
from maarif.support.documents.types import Status as DocumentStatus

ServiceCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$")]
CaseNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,8}-[0-9]{4}-[0-9]{1,12}$")]
DraftKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{20,60}$")]
FileId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
PartyNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]{0,59}$")]
Words = Annotated[str, StringConstraints(max_length=100)]
Limit = Annotated[int, Field(ge=1, le=100)]


def _written_out(value: object) -> object:
    """Lets pass only YYYY-MM-DD: pydantic would take `0` for a day of 1970."""
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        return value
    raise PydanticCustomError("date_parsing", "a date is written YYYY-MM-DD")


Day = Annotated[date, BeforeValidator(_written_out)]

# Two rooms call an enumeration `Status`; the description knows things by name, so both are written out there.
CaseStatus = Annotated[Status, WithJsonSchema({"type": "string", "enum": [each.value for each in Status]})]
DocumentState = Annotated[
    DocumentStatus, WithJsonSchema({"type": "string", "enum": [each.value for each in DocumentStatus]})
]


class Taken(Schema):
    """A request body: a field that is not described is refused."""

    model_config = ConfigDict(extra="forbid")


class FaultOut(Schema):
    """One field at fault."""

    field: str
    code: str
    detail: str


class LawOut(Schema):
    """A legal basis: the act, what it says in plain words, and where it was read."""

    article: str
    text: str
    url: str


class ReasonOut(Schema):
    """Why the rules do not grant a service, what the person can do, by which law, and services that may help."""

    rule: str
    reason: str
    remedy: str
    law: LawOut | None
    instead: list[str]


class Problem(Schema):
    """A refusal (RFC 9457). `code` is stable, `title` is for people, in the language of the request."""

    type: str
    title: str
    status: int
    code: str
    errors: list[FaultOut] | None = None
    reasons: list[ReasonOut] | None = None
    scope: str | None = None


class ProblemKind(Schema):
    """What a code of a problem means."""

    code: str
    status: int
    title: str
