"""Consents as rows, and the record that one of them opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maarif.engine import registry
from maarif.kernel.countries import active_country
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access import queries
from maarif.support.access.queries import today
from maarif.support.access.types import ConsentCard, RecordPart
from maarif.support.parties.types import Actor
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record.queries import shared_record_for
from maarif.surfaces.record.types import Record, Tag

_PARTS: Final = {
    RecordPart.IDENTITY: gettext_lazy("Who"),
    RecordPart.ENROLMENTS: gettext_lazy("Education"),
    RecordPart.POSTS: gettext_lazy("Work in education"),
    RecordPart.ASSESSMENTS: gettext_lazy("Examinations"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One consent: whose record, or who sees it; why, what, until when; whether it holds today."""

    id: int
    name: str
    purpose: str
    parts: str
    until: date
    case: str
    holds: bool
    tag: Tag


def given_by(viewer: Actor) -> tuple[Row, ...]:
    """What the viewer has allowed, the newest first, with what has ended."""
    cards = queries.consents_of(viewer)
    names = _names(card.body for card in cards)
    return tuple(_row(card, names.get(card.body, "")) for card in cards)


def shown_to(viewer: Actor) -> tuple[Row, ...]:
    """What others let the viewer see today."""
    cards = queries.consents_to(viewer)
    names = people.names_of(card.subject for card in cards)
    return tuple(_row(card, names.get(card.subject, "")) for card in cards)


def record_for(viewer: Actor, consent: int) -> tuple[Record, Row]:
    """The allowed parts of a record, and the consent. RecordNotFound."""
    record, card = shared_record_for(viewer, consent)
    return record, _row(card, record.name)


def start() -> str:
    """Where a consent is given; empty where the country runs no such service."""
    service = registry.consenting(active_country().code)
    return reverse("cabinet:apply", args=[service.code]) if service is not None else ""


def _row(card: ConsentCard, name: str) -> Row:
    holds = card.revoked_on is None and card.until >= today()
    return Row(
        id=card.id,
        name=name,
        purpose=card.purpose,
        parts=", ".join(str(_PARTS[part]) for part in RecordPart if part in card.parts),
        until=card.until,
        case=card.case,
        holds=holds,
        tag=_tag(card, holds),
    )


def _tag(card: ConsentCard, holds: bool) -> Tag:
    if card.revoked_on is not None:
        return Tag(label=_("Taken back"))
    return Tag(label=_("In force"), color="success") if holds else Tag(label=_("Expired"))


def _names(parties: Iterable[int]) -> dict[int, str]:
    wanted = set(parties)
    found = dict(people.names_of(wanted))
    rest = wanted - set(found)
    return found | {party: text(name) for party, name in institutions.names_of(rest).items()} if rest else found
