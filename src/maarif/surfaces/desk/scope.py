"""Whom an office reaches: its own pupils, students and staff; those of its region; everybody of its country."""

from maarif.registries.enrolments import queries as enrolments
from maarif.registries.people import queries as people
from maarif.registries.posts import queries as posts
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Actor


def serves(viewer: Actor, person: int) -> bool:
    """Whether the office works for this person: it reaches them, or a child for whom they stand."""
    return reaches(viewer, person) or any(reaches(viewer, bond.person.id) for bond in people.wards(person))


def reaches(viewer: Actor, person: int) -> bool:
    """Whether the office that the viewer acts for may see this person's record; nobody is reached without an office."""
    if viewer.scope_kind == ScopeKind.INSTITUTION and viewer.scope is not None:
        institution = int(viewer.scope)
        return enrolments.studies_at(person, institution) or posts.works_at(person, institution)
    if viewer.scope_kind == ScopeKind.REGION and viewer.scope is not None:
        return enrolments.studies_in_region(person, viewer.scope) or posts.works_in_region(person, viewer.scope)
    if viewer.scope_kind == ScopeKind.COUNTRY:
        card = people.person_card(person)
        return card is not None and card.country == viewer.scope
    return False
