"""What the institutions room shows, finds and refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection

from maarif.kernel import countries
from maarif.registries.institutions import operations, queries
from maarif.registries.institutions.errors import InstitutionRefused
from maarif.registries.institutions.types import InstitutionKind
from maarif.support.parties.operations import make_party
from maarif.support.parties.types import SYSTEM, Actor, PartyKind

pytestmark = pytest.mark.django_db
Make = Callable[..., int]


@pytest.mark.parametrize(("country", "many"), [("az", 78), ("kz", 20), ("kg", 9)])
def test_the_regions_of_a_country_are_established_whole_and_twice_the_same(country: str, many: int) -> None:
    assert operations.establish_regions(by=SYSTEM, country=country) == many
    once = queries.regions(country)
    operations.establish_regions(by=SYSTEM, country=country)
    assert queries.regions(country) == once
    assert {card.code for card in once} == {region.code for region in countries.regions(country)}
    assert all(card.parent is None or queries.region(card.parent) is not None for card in once)


def test_an_institution_is_found_by_the_beginning_of_any_word_in_any_script(an_institution: Make) -> None:
    school = an_institution(
        name="Nizami adına 6 nömrəli tam orta məktəb", names_by_language={"ru": "Школа имени Низами"}
    )
    for typed in ("nizami", "6 nömr", "Низами школ", "мектеб"):
        assert [card.id for card in queries.search(typed, country="az")] == [school]
    assert queries.search("ami", country="az") == ()
    assert queries.search("nizami", country="kz") == ()
    assert queries.search("nizami", country="az", kinds=[InstitutionKind.HEI]) == ()


def test_a_word_also_finds_by_the_region_and_by_the_language_of_teaching(an_institution: Make) -> None:
    operations.establish_regions(by=SYSTEM, country="az")
    near = an_institution(name="1 nömrəli məktəb", region="AZ-BA", languages=["ru"])
    far = an_institution(name="2 nömrəli məktəb", region="AZ-GA", languages=["az", "ru"])
    found = [card.id for card in queries.search("Гянджа", country="az")]
    assert found == [far]
    assert [card.id for card in queries.search("bakı 1", country="az")] == [near]
    spoken = {"rus": "ru"}
    assert [card.id for card in queries.search("rus", country="az", languages=spoken)] == [near, far]
    assert queries.search("rus", country="az") == ()
    assert [card.id for card in queries.search("gənc rus", country="az", languages=spoken)] == [far]
    assert [card.id for card in queries.search(country="az", language="az")] == [far]


def test_a_closed_institution_is_no_longer_offered_but_still_known(an_institution: Make, clerk: Actor) -> None:
    school = an_institution(name="Köhnə məktəb", opened=date(1970, 9, 1))
    with pytest.raises(InstitutionRefused):
        operations.close(by=clerk, institution=school, on=date(1970, 8, 31), reason="typing")
    operations.close(by=clerk, institution=school, on=date(2020, 6, 30), reason="merged")
    assert queries.search("köhnə", country="az") == ()
    card = queries.card(school)
    assert card is not None
    assert card.closed == date(2020, 6, 30)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"name": " "}, "institution_has_a_name"),
        ({"latitude": 40.4}, "institution_place_on_earth"),
        ({"latitude": 91.0, "longitude": 49.0}, "institution_place_on_earth"),
        ({"capacity": -1}, "institution_capacity"),
        ({"shifts": 4}, "institution_shifts"),
    ],
)
def test_the_database_refuses_an_impossible_institution(
    an_institution: Make, facts: dict[str, object], constraint: str
) -> None:
    with pytest.raises(InstitutionRefused) as refusal:
        an_institution(**facts)
    assert refusal.value.params["constraint"] == constraint


def test_an_institution_cannot_extend_a_person_nor_a_party_change_its_kind(clerk: Actor) -> None:
    person = make_party(PartyKind.PERSON)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="another kind"):
        cursor.execute(
            "INSERT INTO institutions_institution (party_id, sourced_id, country, kind, name, sort_key, search_key) "
            "VALUES (%s, 'x', 'az', 'school', 'x', 'x', ' x')",
            [person],
        )


def test_a_party_stays_what_it_is() -> None:
    person = make_party(PartyKind.PERSON)
    with connection.cursor() as cursor, pytest.raises(Exception, match="Cannot update"):
        cursor.execute("UPDATE parties_party SET kind = 'institution' WHERE id = %s", [person])
