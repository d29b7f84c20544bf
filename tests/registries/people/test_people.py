"""What the people room keeps, finds, shows and refuses."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from maarif.kernel.clock import FrozenClock, using
from maarif.kernel.facts import FactUnfit
from maarif.kernel.identifiers import InvalidPersonalNumber
from maarif.registries.people import operations, queries
from maarif.registries.people.errors import (
    GuardianshipRefused,
    NotAnOfficial,
    NotWritable,
    NumberTaken,
    PersonUnknown,
    PurposeMissing,
    RenameRefused,
)
from maarif.registries.people.types import GuardianshipKind, PersonFact, Sex
from maarif.support.audit.queries import looks_at
from maarif.support.parties.types import Actor, Assurance

pytestmark = pytest.mark.django_db
People = Callable[..., int]


def rows(sql: str, *params: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_a_registered_person_is_shown_by_card_with_the_number_masked(a_person: People) -> None:
    person = a_person(given_name="Aygün", number="1AB2CD9")
    card = queries.person_card(person)
    assert card is not None
    assert (card.full_name, card.number_masked, card.number_kind) == ("Məmmədov Aygün Rəşad oğlu", "1AB•••9", "fin")


def test_a_personal_number_is_nowhere_in_clear(a_person: People) -> None:
    person = a_person(number="1AB2CD9")
    [(row,)] = rows("SELECT people_person::text FROM people_person WHERE party_id = %s", person)
    [(version,)] = rows("SELECT people_personversion::text FROM people_personversion WHERE party_id = %s", person)
    assert "1AB2CD9" not in str(row) + str(version)
    assert b"1AB2CD9".hex() not in str(row) + str(version)


def test_one_number_belongs_to_one_person_however_it_is_typed(a_person: People) -> None:
    a_person(number="1AB2CD9")
    with pytest.raises(NumberTaken):
        a_person(number=" 1аb-2сd9 ".replace("а", "А").replace("с", "С"))
    assert rows("SELECT count(*) FROM people_person WHERE number_kind = 'fin'") == [(1,)]


def test_a_wrong_number_is_refused_and_nothing_is_written(a_person: People) -> None:
    with pytest.raises(InvalidPersonalNumber):
        a_person(number="1AB2CDO")
    assert rows("SELECT count(*) FROM people_person") == [(0,)]
    assert rows("SELECT count(*) FROM parties_party") == [(0,)]


def test_a_number_and_a_birth_date_together_find_their_bearer(a_person: People) -> None:
    person = a_person(number="1AB2CD9", birth_date=date(1990, 5, 1))
    assert queries.by_number("az", "1ab2cd9", date(1990, 5, 1)) == person
    assert queries.by_number("az", "1ab2cd9", date(1990, 5, 2)) is None
    assert queries.by_number("az", "nonsense", date(1990, 5, 1)) is None


def test_only_the_bearer_reads_the_number_in_clear(a_person: People, official: Actor) -> None:
    person = a_person(number="1AB2CD9")
    assert queries.number_for(Actor(party=person), person) == "1AB2CD9"
    assert queries.number_for(official, person) is None


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"birth_date": date(1879, 12, 31)}, "person_birth_date_real"),
        ({"birth_date": date(2200, 1, 1)}, "person_birth_date_real"),
        ({"family_name": "", "given_name": ""}, "person_has_a_name"),
        ({"region_code": "Baku"}, "person_region_code"),
        ({"citizenship": "AZ"}, "person_citizenship_code"),
        ({"language": "tr"}, "person_language_known"),
    ],
)
def test_the_database_refuses_impossible_facts(a_person: People, facts: dict[str, object], constraint: str) -> None:
    with pytest.raises(NotWritable) as refusal:
        a_person(**facts)
    assert refusal.value.params["constraint"] == constraint
    assert rows("SELECT count(*) FROM people_person") == [(0,)]


def test_names_are_cleaned_and_sorted_by_the_alphabet_of_the_country(a_person: People, official: Actor) -> None:
    for family in ("Xəlilov", "İbrahimov", "Hüseynov", "Əliyev", "Eyvazov", "Qasımov", "Kərimov"):
        a_person(family_name=f" {family} ", given_name="Anar", patronymic="", birth_date=date(1980, 1, 1))
    stored = rows("SELECT family_name FROM people_person WHERE given_name = 'Anar' ORDER BY sort_key")
    assert [family for (family,) in stored] == [
        "Eyvazov", "Əliyev", "Hüseynov", "Xəlilov", "İbrahimov", "Kərimov", "Qasımov"
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["Məmmədov", "mammadov", "МАМЕДОВ", "Elçin Məmmədov", "məmmədov elç"])
def test_an_official_finds_a_person_in_any_script_and_order(a_person: People, official: Actor, typed: str) -> None:
    person = a_person(given_name="Elçin")
    found = queries.find_for(official, typed, purpose="appeal")
    assert person in [card.id for card in found]


def test_an_official_finds_a_person_by_number_and_the_look_is_in_the_ledger(a_person: People, official: Actor) -> None:
    person = a_person(number="1AB2CD9")
    assert [card.id for card in queries.find_for(official, number="1ab2cd9", purpose="appeal", case="M-1")] == [person]
    [look] = looks_at(person)
    assert (look.what, look.purpose, look.case) == ("people.search", "appeal", "M-1")


def test_a_search_without_a_purpose_or_an_office_is_refused_and_leaves_no_trace(
    a_person: People, official: Actor
) -> None:
    person = a_person()
    with pytest.raises(PurposeMissing):
        queries.find_for(official, "Məmmədov", purpose="  ")
    with pytest.raises(NotAnOfficial):
        queries.find_for(Actor(party=person, assurance=Assurance.NATIONAL), "Məmmədov", purpose="curiosity")
    with pytest.raises(PurposeMissing):
        queries.record_for(official, person)
    assert looks_at(person) == ()


def test_a_search_for_nothing_finds_nobody(a_person: People, official: Actor) -> None:
    a_person()
    assert queries.find_for(official, " ", purpose="appeal") == ()
    assert queries.find_for(official, "%", purpose="appeal") == ()
    assert queries.find_for(official, "_ammadov", purpose="appeal") == ()


def test_a_record_shows_guardians_and_is_written_into_the_ledger(a_person: People, official: Actor) -> None:
    mother, child = family(a_person)
    record = queries.record_for(official, child, purpose="appeal", case="M-7")
    assert record is not None
    assert [(bond.person.id, bond.kind) for bond in record.guardians] == [(mother, GuardianshipKind.MOTHER)]
    assert [(look.what, look.case) for look in looks_at(child)] == [("people.record", "M-7")]


def family(a_person: People, since: date = date(2015, 3, 1)) -> tuple[int, int]:
    mother = a_person(given_name="Aygün", birth_date=date(1988, 1, 1))
    child = a_person(given_name="Nihad", birth_date=date(2015, 3, 1))
    operations.appoint_guardian(
        by=Actor(role="loader"), guardian=mother, ward=child, kind=GuardianshipKind.MOTHER, since=since
    )
    return mother, child


def test_a_guardian_sees_the_child_and_a_stranger_sees_nobody(a_person: People) -> None:
    mother, child = family(a_person)
    stranger = a_person()
    assert queries.person_for(Actor(party=mother), child) == queries.person_card(child)
    assert queries.person_for(Actor(party=child), child) == queries.person_card(child)
    assert queries.person_for(Actor(party=stranger), child) is None
    assert queries.person_for(Actor(party=child), mother) is None
    assert queries.person_for(Actor(), child) is None
    assert queries.person_for(Actor(party=mother), 999_999) is None


def test_guardianship_ends_by_itself_on_the_eighteenth_birthday(a_person: People) -> None:
    mother, child = family(a_person)
    assert [bond.person.id for bond in queries.wards(mother, date(2033, 2, 28))] == [child]
    assert queries.is_guardian(mother, child, date(2033, 2, 28))
    assert queries.wards(mother, date(2033, 3, 1)) == ()
    assert queries.guardians(child, date(2033, 3, 1)) == ()
    assert not queries.is_guardian(mother, child, date(2033, 3, 1))


def test_an_ended_guardianship_counts_through_its_last_day(a_person: People) -> None:
    mother, child = family(a_person)
    [bond] = queries.guardians(child, date(2024, 1, 1))
    operations.end_guardianship(
        by=Actor(role="court"), guardianship=bond.id, last_day=date(2024, 1, 31), reason="court"
    )
    assert queries.is_guardian(mother, child, date(2024, 1, 31))
    assert not queries.is_guardian(mother, child, date(2024, 2, 1))
    assert not queries.is_guardian(mother, child, date(2015, 2, 28))


def test_today_is_the_day_of_the_country(a_person: People) -> None:
    from datetime import UTC, datetime

    mother, child = family(a_person, since=date(2026, 3, 2))
    with using(FrozenClock(datetime(2026, 3, 1, 19, 59, tzinfo=UTC))):
        assert not queries.is_guardian(mother, child)
    with using(FrozenClock(datetime(2026, 3, 1, 20, 0, tzinfo=UTC))):
        assert queries.is_guardian(mother, child)


def test_the_database_refuses_a_guardian_who_is_a_child(a_person: People) -> None:
    child = a_person(birth_date=date(2015, 3, 1))
    youth = a_person(birth_date=date(2006, 3, 2))
    with pytest.raises(GuardianshipRefused) as refusal:
        operations.appoint_guardian(
            by=Actor(), guardian=youth, ward=child, kind=GuardianshipKind.GUARDIAN, since=date(2024, 3, 1)
        )
    assert refusal.value.params["constraint"] == "guardianship_guardian_old_enough"
    operations.appoint_guardian(
        by=Actor(), guardian=youth, ward=child, kind=GuardianshipKind.GUARDIAN, since=date(2024, 3, 2)
    )


def test_a_young_mother_is_a_mother_but_a_child_of_ten_is_not(a_person: People) -> None:
    child = a_person(birth_date=date(2015, 3, 1))
    young = a_person(birth_date=date(1998, 1, 1))
    ten = a_person(birth_date=date(2005, 1, 1))
    since = date(2015, 3, 1)
    operations.appoint_guardian(by=Actor(), guardian=young, ward=child, kind=GuardianshipKind.MOTHER, since=since)
    with pytest.raises(GuardianshipRefused):
        operations.appoint_guardian(by=Actor(), guardian=ten, ward=child, kind=GuardianshipKind.FATHER, since=since)


def test_one_bond_per_pair_at_a_time(a_person: People) -> None:
    mother, child = family(a_person)
    with pytest.raises(GuardianshipRefused) as refusal:
        operations.appoint_guardian(
            by=Actor(), guardian=mother, ward=child, kind=GuardianshipKind.ADOPTER, since=date(2020, 1, 1)
        )
    assert refusal.value.params["constraint"] == "guardianship_one_per_pair_at_a_time"
    with pytest.raises(GuardianshipRefused) as refusal:
        operations.appoint_guardian(
            by=Actor(), guardian=mother, ward=mother, kind=GuardianshipKind.ADOPTER, since=date(2020, 1, 1)
        )
    assert refusal.value.params["constraint"] == "guardianship_of_another"


def test_bonds_of_neighbouring_numbers_do_not_clash_however_large_they_are() -> None:
    most, last = 2**53, 2**30  # beyond them two neighbours may be one box

    def bond(guardian: int, ward: int, period: str) -> None:
        rows(
            "INSERT INTO people_guardianship (sourced_id, kind, period, guardian_id, ward_id) "
            "VALUES (gen_random_uuid(), 'mother', %s, %s, %s) RETURNING id",
            *(period, guardian, ward),
        )

    with transaction.atomic():
        for guardian, ward in ((most - 2, last - 2), (most - 1, last - 2), (most - 3, last - 2), (last - 2, last - 3)):
            bond(guardian, ward, "[2020-01-01,2020-12-31]")
        bond(most - 2, last - 2, "[2021-01-01,)")
        bond(most - 2, last - 3, "[0001-01-01,)")
        bond(most - 2, last - 1, "[0001-01-01,0001-01-01]")
        for period in ("[2020-12-31,2021-01-01)", "[2030-01-01,2030-01-02)", "(2019-01-01,)", "[9999-12-31,)"):
            with pytest.raises(IntegrityError, match="guardianship_one_per_pair_at_a_time"), transaction.atomic():
                bond(most - 2, last - 2, period)
        for period in ("[9999-12-31,9999-12-31]", "[0001-01-01,0001-01-02)"):
            with pytest.raises(IntegrityError, match="guardianship_one_per_pair_at_a_time"), transaction.atomic():
                bond(most - 2, last - 3, period)
        bond(most - 2, last - 1, "[0001-01-02,)")
        far = (2 * most + 1, 2 * last + 1, "[2020-01-01,2020-01-02)")
        bond(*far)
        with pytest.raises(IntegrityError, match="guardianship_one_per_pair_at_a_time"), transaction.atomic():
            bond(*far)
        transaction.set_rollback(True)  # nobody has these numbers


def test_a_correction_changes_the_keys_and_its_history_says_who_and_why(a_person: People, clerk: Actor) -> None:
    person = a_person(given_name="Elcin")
    by = Actor(party=person, role="registrar", purpose="identity card")
    operations.correct(by=by, person=person, changes={"given_name": "Elçin"}, reason="misspelt")
    versions = rows(
        "SELECT pgh_label, given_name, c.metadata->>'role', c.metadata->>'purpose' FROM people_personversion v "
        "JOIN pghistory_context c ON c.id = v.pgh_context_id WHERE party_id = %s ORDER BY pgh_id",
        person,
    )
    assert versions == [
        ("insert", "Elcin", "loader", None),
        ("update", "Elçin", "registrar", "identity card"),
    ]


def test_a_correction_that_changes_nothing_writes_nothing(a_person: People) -> None:
    person = a_person(given_name="Elçin")
    operations.correct(by=Actor(), person=person, changes={"given_name": "Elçin"}, reason="again")
    assert rows("SELECT count(*) FROM people_personversion WHERE party_id = %s", person) == [(1,)]


def test_only_facts_of_a_person_can_be_corrected(a_person: People) -> None:
    person = a_person()
    with pytest.raises(NotWritable):
        operations.correct(by=Actor(), person=person, changes={"number_hash": b"x"}, reason="mischief")


def test_names_are_told_by_number(a_person: People, an_institution: People) -> None:
    person, school = a_person(given_name="Elçin"), an_institution()
    assert queries.names_of([person, school]) == {person: "Məmmədov Elçin Rəşad oğlu"}


def test_a_person_is_found_by_the_old_name_and_the_new(a_person: People, official: Actor) -> None:
    person = a_person(family_name="Quluzadə", given_name="Sevinc", patronymic="Rəşad qızı")
    change = {"by": official, "person": person, "on": date(2026, 2, 1), "document": "AA 77 of 1 February"}
    for _ in range(2):
        operations.rename(**change, family_name="Həsənova", reason="marriage")
    card = queries.person_card(person)
    assert card is not None
    assert (card.family_name, card.given_name) == ("Həsənova", "Sevinc")
    [former] = queries.former_names(person)
    assert (former.family_name, former.until, former.document) == (
        "Quluzadə", date(2026, 1, 31), "AA 77 of 1 February"
    )  # fmt: skip
    for text in ("Quluzadə", "Həsənova Sevinc", "Sevinc Quluzade"):
        assert [found.id for found in queries.find_for(official, text, purpose="search")] == [person]
    for wrong in ({"family_name": "Həsənova", "on": date(2026, 2, 2)}, {"family_name": "X", "on": date(2999, 1, 1)},
                  {"family_name": "X"}, {"family_name": "X", "on": date(2026, 3, 1), "document": " "}):  # fmt: skip
        with pytest.raises(RenameRefused):
            operations.rename(**{**change, **wrong})
    with pytest.raises(PersonUnknown):
        operations.rename(**{**change, "person": 999_999}, family_name="X")
    assert (len(queries.former_names(person)), queries.person_card(person)) == (1, card)


def test_facts_of_a_closed_list_are_corrected_by_values_of_their_kind(a_person: People, official: Actor) -> None:
    person = a_person()
    for fact, value in (
        (PersonFact.BIRTH_DATE, "1991-05-02"),
        (PersonFact.SEX, "female"),
        (PersonFact.GIVEN_NAME, " Elxan "),
    ):
        operations.correct_fact(by=official, person=person, fact=fact, value=value, reason="by the passport")
    card = queries.person_card(person)
    assert card is not None
    assert (card.birth_date, card.sex, card.given_name) == (date(1991, 5, 2), Sex.FEMALE, "Elxan")
    for fact, value in ((PersonFact.BIRTH_DATE, "2 May"), (PersonFact.SEX, "woman")):
        with pytest.raises(FactUnfit):
            operations.correct_fact(by=official, person=person, fact=fact, value=value, reason="x")
    with pytest.raises(NotWritable):
        operations.correct_fact(by=official, person=person, fact=PersonFact.BIRTH_DATE, value="1700-01-01", reason="x")
    assert queries.person_card(person) == card


def test_who_has_died_or_left_is_found_in_the_archive_only_and_signs_in_no_more(
    a_person: People, official: Actor
) -> None:
    born = date(1990, 5, 1)
    dead, gone = a_person(family_name="Arxivov", number="7ABC123"), a_person(family_name="Arxivov")
    with pytest.raises(NotWritable):
        operations.mark_deceased(by=official, person=dead, on=date(1990, 4, 30), reason="x")
    assert queries.by_number("az", "7ABC123", born) == dead
    for _ in range(2):
        operations.mark_deceased(by=official, person=dead, on=date(2026, 1, 5), reason="civil register")
        operations.mark_departed(by=official, person=gone, on=date(2026, 1, 6), reason="emigrated")
    assert queries.find_for(official, "Arxivov", purpose="search") == ()
    found = queries.find_for(official, "Arxivov", purpose="archive", archive=True)
    assert {(card.id, card.archived) for card in found} == {(dead, True), (gone, True)}
    assert queries.by_number("az", "7ABC123", born) is None
    operations.mark_returned(by=official, person=gone, reason="came back")
    assert [card.id for card in queries.find_for(official, "Arxivov", purpose="search")] == [gone]
    with pytest.raises(PersonUnknown):
        operations.mark_departed(by=official, person=999_999, on=born, reason="x")
