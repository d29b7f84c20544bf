"""Shapes of what follows in an application that people decide: a request and its answer, messages, reopening, signatures."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from maarif.engine.cases.types import RequestKind
from maarif.surfaces.api.schemas.cases import AnswerOut, MessageOut
from maarif.surfaces.api.schemas.drafts import QuestionOut
from maarif.surfaces.api.schemas.files import EnclosedOut, LimitsOut, ReplacingOut
from maarif.surfaces.api.schemas.values import FieldCode, FileId, Taken

Letter = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000)]


class RequestOut(Schema):
    """What the office asks now.

    `questions` may be corrected, those for files stand under `replacing`; where a document is asked for, `limits` say what fits,
    `files` what is there.
    """

    number: str
    kind: RequestKind
    text: str
    asked_at: datetime
    answer_by: date
    questions: list[QuestionOut]
    replacing: list[ReplacingOut]
    limits: LimitsOut | None
    files: list[EnclosedOut]


class ReplyIn(Taken):
    """An answer to the office: words, corrections by the code of a question, ids of files put in before."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)] = ""
    corrections: Annotated[dict[FieldCode, Any], Field(max_length=60, default_factory=dict)]
    files: Annotated[list[FileId], Field(max_length=20, default_factory=list)]


class MessagesOut(Schema):
    """The thread between applicant and office, the oldest first."""

    messages: list[MessageOut]


class MessageIn(Taken):
    """A message to the office, with the ids of files put in before."""

    text: Letter
    files: Annotated[list[FileId], Field(max_length=20, default_factory=list)]


class ReopeningIn(Taken):
    """Why the application should be considered again."""

    why: Letter


class SignatureOut(Schema):
    """An application that waits, or waited, for a signature beside its applicant's: what is signed, in words."""

    number: str
    service: str
    title: str
    applicant: str
    role: str
    answers: list[AnswerOut]
    sign_by: date
    signed_at: datetime | None
    refused_at: datetime | None
    waits: bool


class SignatureIn(Taken):
    """Signs (`true`) or refuses to sign (`false`)."""

    agrees: bool
