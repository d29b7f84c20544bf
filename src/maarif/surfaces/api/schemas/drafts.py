"""Shapes of applying: drafts, questions, answers, the receipt."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StringConstraints

from maarif.surfaces.api.schemas.cases import DocumentRefOut
from maarif.surfaces.api.schemas.catalogue import QuestionKind
from maarif.surfaces.api.schemas.files import EnclosedOut, LimitsOut
from maarif.surfaces.api.schemas.values import CaseStatus, PartyNumber, ServiceCode, Taken


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
    """A question of a draft with its answer; a locked one is answered by a register.

    A question for files has `limits`, and in `files` those of its answer: they are put in and taken out, their ids are its `value`.
    What is `searched` for has no list: its `options` are the one of its answer, others are found under `options` of the question.
    """

    options: list[OptionOut]
    searched: bool
    least: str | None
    most: str | None
    value: str | list[str]
    words: str | None
    answered: bool
    locked: bool
    source: str | None
    limits: LimitsOut | None
    files: list[EnclosedOut]


class FoundOut(Schema):
    """What a search finds among what can be picked, the best first; `more` when there is more than is given."""

    words: str
    options: list[OptionOut]
    more: bool


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
