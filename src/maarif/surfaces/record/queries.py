"""Reads one person's record through the gates of the rooms that hold its parts."""

from collections.abc import Callable

from maarif.kernel.countries import regions
from maarif.kernel.errors import Refusal
from maarif.registries.assessments import queries as assessments
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people import queries as people
from maarif.registries.people.types import GuardianshipCard, PersonCard
from maarif.registries.posts import queries as posts
from maarif.support.access import queries as access
from maarif.support.access.types import ConsentCard, RecordPart
from maarif.support.audit import operations as audit
from maarif.support.parties.types import Actor
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record import sections
from maarif.surfaces.record.types import Record, Section


class RecordNotFound(Refusal):
    """No such record for this viewer: absent and forbidden look alike."""


def own_record_for(viewer: Actor) -> Record:
    """The record of the viewer, or of the child acted for."""
    card = people.person_for(viewer, viewer.subject) if viewer.subject is not None else None
    if card is None:
        raise RecordNotFound
    return _record(card, people.guardians(card.id), people.wards(card.id))


def official_record_for(viewer: Actor, person: int) -> Record:
    """The record for an official whose office reaches this person; the look is in the ledger before it is drawn."""
    found = people.record_for(viewer, person)
    if found is None:
        raise RecordNotFound(person=person)
    return _record(found.card, found.guardians, found.wards)


def shared_record_for(viewer: Actor, consent: int) -> tuple[Record, ConsentCard]:
    """The parts of a record that its person lets the viewer see; the look is in the ledger before it is drawn. RecordNotFound."""
    allowed = access.consent_for(viewer, consent)
    card = people.person_card(allowed.subject) if allowed is not None else None
    if allowed is None or card is None:
        raise RecordNotFound(consent=consent)
    audit.record_read(by=viewer, subjects=[card.id], what="record.shared", purpose=allowed.purpose, case=allowed.case)
    drawn: dict[RecordPart, Callable[[], Section]] = {
        RecordPart.IDENTITY: lambda: sections.identity(card, _region(card)),
        RecordPart.ENROLMENTS: lambda: sections.enrolments(enrolments.of_person(card.id, include_ended=True)),
        RecordPart.POSTS: lambda: sections.employments(posts.employments(card.id)),
        RecordPart.ASSESSMENTS: lambda: sections.results(assessments.of_person(card.id)),
    }
    parts = tuple(draw() for part, draw in drawn.items() if part in allowed.parts)
    return Record(party=card.id, name=card.full_name, given_name=card.given_name, sections=parts), allowed


def _record(card: PersonCard, guardians: tuple[GuardianshipCard, ...], wards: tuple[GuardianshipCard, ...]) -> Record:
    studies = enrolments.of_person(card.id, include_ended=True)
    work, results = posts.employments(card.id), assessments.of_person(card.id)
    parts: list[Section] = [
        sections.identity(card, _region(card)),
        sections.family(guardians, wards),
        sections.enrolments(studies),
    ]
    parts += [sections.employments(work)] if work else []
    parts += [sections.results(results)] if results else []
    return Record(party=card.id, name=card.full_name, given_name=card.given_name, sections=tuple(parts))


def _region(card: PersonCard) -> str:
    named = {region.code: region.name for region in regions(card.country)}
    return text(named[card.region_code]) if card.region_code in named else card.region_code
