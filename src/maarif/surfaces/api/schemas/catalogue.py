"""Shapes of the catalogue, and of who asks and what they may have."""

from datetime import date

from ninja import Schema

from maarif.engine.declare import Audience, Kind, LifeEvent, Office, Subject
from maarif.support.access.types import TokenScope
from maarif.surfaces.api.schemas.values import LawOut, ReasonOut


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
