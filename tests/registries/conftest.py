"""A small register to test against: people, two schools, a university and those who act."""

from collections.abc import Callable
from datetime import date
from itertools import count

import pytest

from maarif.registries.institutions import operations as institutions
from maarif.registries.institutions.types import InstitutionKind
from maarif.registries.people import operations as people
from maarif.registries.people.types import Sex
from maarif.support.parties.types import Actor, Assurance, Channel

CLERK = Actor(role="loader", assurance=Assurance.OFFICIAL, channel=Channel.COMMAND)


@pytest.fixture
def clerk() -> Actor:
    """Who fills the register in these tests."""
    return CLERK


@pytest.fixture
def a_person() -> Callable[..., int]:
    """Registers a person with a name of its own; facts may be given."""
    numbers = count(1)

    def make(**facts: object) -> int:
        given = {
            "country": "az",
            "family_name": "Məmmədov",
            "given_name": f"Elçin {next(numbers)}",
            "patronymic": "Rəşad oğlu",
            "birth_date": date(1990, 5, 1),
            "sex": Sex.MALE,
        }
        return people.register(by=CLERK, **{**given, **facts})

    return make


@pytest.fixture
def an_institution() -> Callable[..., int]:
    """Establishes an institution; facts may be given."""
    numbers = count(1)

    def make(**facts: object) -> int:
        given = {"country": "az", "kind": InstitutionKind.SCHOOL, "name": f"{next(numbers)} nömrəli tam orta məktəb"}
        return institutions.establish(by=CLERK, **{**given, **facts})

    return make


@pytest.fixture
def official(a_person: Callable[..., int]) -> Actor:
    """An official of the ministry with a second factor."""
    return Actor(
        party=a_person(family_name="Quliyev", given_name="Tural"),
        role="ministry_officer",
        scope_kind="country",
        scope="az",
        assurance=Assurance.OFFICIAL,
        channel=Channel.DESK,
    )
