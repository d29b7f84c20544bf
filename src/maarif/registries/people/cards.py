"""Turns rows of the people room into the frozen values that cross its door."""

from maarif.kernel import names
from maarif.registries.people.models import Person
from maarif.registries.people.types import PersonCard, Sex


def card_of(person: Person) -> PersonCard:
    """One person's card; the number masked as it is stored."""
    return PersonCard(
        id=person.pk,
        sourced_id=person.sourced_id,
        country=person.country,
        family_name=person.family_name,
        given_name=person.given_name,
        patronymic=person.patronymic,
        full_name=names.full_name(person.family_name, person.given_name, person.patronymic),
        birth_date=person.birth_date,
        sex=Sex(person.sex),
        number_kind=person.number_kind,
        number_masked=person.number_tail,
        citizenship=person.citizenship,
        region_code=person.region_code,
        language=person.language,
        death_date=person.death_date,
        departed_on=person.departed_on,
    )
