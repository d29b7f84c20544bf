"""The shapes of what the API takes and gives; the OpenAPI description is made of them."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from maarif.engine.cases.types import EventKind, Status
from maarif.engine.declare import Audience, Kind, LifeEvent, Office, Subject
from maarif.support.access.types import TokenScope
from maarif.support.documents.types import Status as DocumentStatus

ServiceCode = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}\.[a-z_]{1,60}$")]
CaseNumber = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,8}-[0-9]{4}-[0-9]{1,12}$")]
DraftKey = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
DocumentId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z -]{20,60}$")]
PartyNumber = Annotated[int, Field(ge=1, le=2**63 - 1)]
FieldCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_0-9]{0,59}$")]
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


class ServiceOut(Schema):
    """An e-service in a list."""

    code: str
    title: str
    summary: str
    audiences: list[Audience]
    life_events: list[LifeEvent]
    working_days: int
    free: bool


class ServicesOut(Schema):
    """The services found."""

    country: str
    total: int
    services: list[ServiceOut]


class FeeOut(Schema):
    """An amount in minor units."""

    minor: int
    currency: str
    formatted: str


class QuestionKind(Schema):
    """A question of a form before anybody has begun it."""

    code: str
    kind: Kind
    question: str
    label: str
    hint: str
    required: bool
    limit: int | None


class StageOut(Schema):
    """A stage with who decides it and in how many working days."""

    code: str
    label: str
    decided_by: Office
    working_days: int


class OutcomeOut(Schema):
    """A possible outcome."""

    code: str
    grants: bool
    title: str


class ServiceDetail(ServiceOut):
    """Everything that a person should know before beginning."""

    who: str
    need: str
    how_long: str
    result: str
    appeal: str
    owner: Office
    subjects: list[Subject]
    fee: FeeOut | None
    law: LawOut | None
    questions: list[QuestionKind]
    stages: list[StageOut]
    outcomes: list[OutcomeOut]


class EligibilityOut(Schema):
    """Whether a person may have a service, and if not why."""

    service: str
    subject: int
    eligible: bool
    reasons: list[ReasonOut]


class PersonOut(Schema):
    """A person as the registers know them; the personal number is masked."""

    id: int
    full_name: str
    birth_date: date | None
    number: str


class WardOut(PersonOut):
    """A child for whom the person may act."""

    kind: str


class MeOut(Schema):
    """Who stands behind the token and what it permits."""

    person: PersonOut
    wards: list[WardOut]
    scopes: list[TokenScope]


class DocumentRefOut(Schema):
    """A document that an application gave."""

    id: str
    number: str
    title: str


class CaseOut(Schema):
    """An application in a list."""

    number: str
    service: str
    title: str
    subject: int
    subject_name: str
    status: CaseStatus
    status_words: str
    outcome: str | None
    outcome_title: str | None
    grants: bool | None
    submitted_at: datetime
    decided_at: datetime | None
    due: date
    overdue: bool
    documents: list[str]


class CasesOut(Schema):
    """A page of applications, the latest first; `before` asks for the next page, None when this was the last."""

    cases: list[CaseOut]
    before: str | None


class TimelineOut(Schema):
    """One dated line of an application's history; each digest continues the one before."""

    position: int
    at: datetime
    kind: EventKind
    words: str
    stage: str | None
    digest: str


class SkippedOut(Schema):
    """A day that the term did not count."""

    date: date
    why: str


class DeadlineOut(Schema):
    """How the term was computed."""

    working_days: int
    due: date
    counted: list[date]
    skipped: list[SkippedOut]


class AnswerOut(Schema):
    """One line of what was answered; `source` is the register it was read from, if it was."""

    code: str
    label: str
    value: str
    source: str | None


class CaseDetail(CaseOut):
    """A whole application."""

    outcome_text: str | None
    reasons: list[ReasonOut]
    appeal: str
    holder: Office | None
    rule_set: str
    declaration_digest: str
    deadline: DeadlineOut
    answers: list[AnswerOut]
    timeline: list[TimelineOut]
    issued: list[DocumentRefOut]


class DraftIn(Taken):
    """What begins a draft: the service, and for whom when several people could be meant."""

    service: ServiceCode
    subject: PartyNumber | None = None


class DraftOut(Schema):
    """A draft in a list: it is not sent."""

    key: str
    service: str
    title: str
    subject: int
    subject_name: str
    saved_at: datetime
    expires_at: datetime
    answered: int
    questions: int


class DraftsOut(Schema):
    """The drafts still open."""

    drafts: list[DraftOut]


class OptionOut(Schema):
    """One answer that can be picked."""

    value: str
    label: str
    hint: str | None


class QuestionOut(QuestionKind):
    """A question of a draft with its answer; a locked one is answered by a register."""

    options: list[OptionOut]
    least: str | None
    most: str | None
    value: str | list[str]
    words: str | None
    answered: bool
    locked: bool
    source: str | None


class KnownOut(Schema):
    """A fact that a register holds and nobody is asked."""

    code: str
    label: str
    value: str
    source: str


class DraftDetail(DraftOut):
    """A whole draft; send `digest` back when submitting, so that nobody submits what another tab has changed."""

    ready: bool
    next: str | None
    digest: str
    declaration: str
    known: list[KnownOut]
    fields: list[QuestionOut]


Line = Annotated[str, StringConstraints(max_length=20_000)]


class AnswerIn(Taken):
    """An answer: words, a number written out, a date as YYYY-MM-DD, the value of an option, or several of them."""

    value: Line | Annotated[list[Line], Field(max_length=100)]


class SubmissionIn(Taken):
    """What sends a draft: the declaration is confirmed, and the answers are those that were seen."""

    declared: Literal[True]
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class ReceiptOut(Schema):
    """What submitting answers, the same on every repetition."""

    number: str
    service: str
    submitted_at: datetime
    status: CaseStatus
    outcome: str | None
    grants: bool | None
    due: date
    documents: list[DocumentRefOut]


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
    country: str
