"""Who people are in words: names in one statement, and the colleagues of an office told apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from maarif.engine.cases import offices
from maarif.engine.cases.types.desk import Colleague
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access.types import Staff
from maarif.support.parties.types import Actor, Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Names by party, and the masked personal numbers of those who are people and have one."""

    names: Mapping[int, str]
    numbers: Mapping[int, str]


def known(parties: Iterable[int]) -> Known:
    """People by their numbers, and institutions where a number is no person's."""
    wanted = set(parties)
    cards = people.person_cards(wanted) if wanted else {}
    names = {party: card.full_name for party, card in cards.items()}
    rest = wanted - set(names)
    if rest:
        names |= {party: name.az for party, name in institutions.names_of(rest).items()}
    return Known(names=names, numbers={party: card.number_masked for party, card in cards.items()})


def names_of(parties: Iterable[int]) -> Mapping[int, str]:
    """Names of people, and of institutions where a number is no person's."""
    return known(parties).names


def colleagues_of(viewer: Actor) -> tuple[Colleague, ...]:
    """Everybody who decides in the viewer's office, by name; whoever the viewer stands in for is marked."""
    staff = offices.staff_of(viewer)
    return colleagues_among(staff, known(staff.roles))


def colleagues_among(staff: Staff, known: Known) -> tuple[Colleague, ...]:
    """The people of an office by name, with what tells namesakes apart."""
    found = (
        Colleague(
            party=party,
            name=known.names.get(party, ""),
            absent=party in staff.absent,
            roles=tuple(role.value for role in roles),
            number=known.numbers.get(party, ""),
        )
        for party, roles in staff.roles.items()
    )
    return tuple(sorted(found, key=lambda each: (each.name, each.party)))


def leads_office(viewer: Actor) -> bool:
    """Whether the viewer answers for the office: assigns work and sees its load."""
    return viewer.assurance >= Assurance.OFFICIAL and viewer.role in set(offices.HEADS.values())
