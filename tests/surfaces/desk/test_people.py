"""Finding a person at the desk: purpose, reach, budget, ledger."""

from datetime import date, timedelta

import pytest
from tests.surfaces.town import CANARY

from maarif.support.access import budgets
from maarif.support.access.models import LookBudget
from maarif.support.audit.queries import looks_at
from maarif.support.parties.types import Assurance

pytestmark = pytest.mark.django_db

WHY = {"purpose": "at_desk", "basis": "Ərizə 12"}


@pytest.fixture
def registrar(town, signed_in_as):
    return signed_in_as(town.registrar, assurance=Assurance.OFFICIAL, office=town.registrar_grant)


def search(client, **what):
    return client.post("/en/desk/people/", {**WHY, **what})


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_an_official_opens_the_desk_in_every_language(language, registrar):
    assert registrar.get(f"/{language}/desk/").status_code == 200
    assert registrar.get(f"/{language}/desk/people/").status_code == 200


def test_a_citizen_finds_no_desk(town, signed_in_as):
    assert signed_in_as(town.student).get("/en/desk/").status_code == 404


def test_an_official_without_a_second_factor_is_led_to_it(town, signed_in_as):
    answer = signed_in_as(town.registrar, office=town.registrar_grant).get("/en/desk/people/")
    assert answer.status_code == 302
    assert "/account/" in answer["Location"]


@pytest.mark.parametrize("missing", ["purpose", "basis"])
def test_nobody_is_looked_for_without_purpose_and_basis(missing, registrar, town):
    answer = registrar.post("/en/desk/people/", {**WHY, missing: "", "number": "6PW2F4J"})
    assert answer.status_code == 422
    assert "Quliyeva" not in answer.content.decode()
    assert looks_at(town.student) == ()


@pytest.mark.parametrize(
    "what",
    [
        {"number": "6PW2F4J"},
        {"name": "Quliyeva Nərmin", "birth_date": "2005-11-08"},
        {"name": "Кулиева Нармин", "birth_date": "2005-11-08"},
    ],
)
def test_a_student_is_found_by_number_or_by_name_and_birth_date(what, registrar, town):
    answer = search(registrar, **what)
    assert answer.status_code == 200
    assert f"/en/desk/people/{town.student}/" in answer.content.decode()


def test_a_name_without_a_birth_date_is_not_enough(registrar):
    answer = search(registrar, name="Quliyeva")
    assert answer.status_code == 422
    assert 'value="Quliyeva"' in answer.content.decode()


def test_a_person_of_another_office_is_not_found_and_not_looked_at(registrar, town):
    page = search(registrar, number="6GM1S5U").content.decode()
    assert CANARY not in page
    assert "Nobody found" in page
    assert looks_at(town.stranger) == ()
    assert registrar.get(f"/en/desk/people/{town.stranger}/").status_code == 200  # asks why, tells nothing
    asked = registrar.post(f"/en/desk/people/{town.stranger}/", WHY, follow=True)
    assert asked.status_code == 404
    assert CANARY not in asked.content.decode()
    assert looks_at(town.stranger) == ()


def test_the_ministry_finds_everybody_of_its_country(town, signed_in_as):
    officer = signed_in_as(town.officer, assurance=Assurance.OFFICIAL, office=town.officer_grant)
    assert CANARY in search(officer, number="6GM1S5U").content.decode()


def test_a_record_opens_with_the_stated_purpose_and_the_person_sees_who_looked(registrar, town, signed_in_as):
    search(registrar, number="6PW2F4J")
    page = registrar.get(f"/en/desk/people/{town.student}/").content.decode()
    assert "Quliyeva Nərmin" in page
    assert "Computer science" in page
    looks = looks_at(town.student)
    assert [(look.what, look.purpose, look.case) for look in looks] == [
        ("people.record", "at_desk", "Ərizə 12"),
        ("people.search", "at_desk", "Ərizə 12"),
    ]
    seen = signed_in_as(town.student).get("/en/cabinet/data/looks/").content.decode()
    assert "Kərimov Kamran Elçin oğlu, Registrar, Bakı Dövlət Universiteti" in seen
    assert "The person asked for it at the desk" in seen
    assert "Ərizə 12" in seen


def test_a_record_asks_why_when_nothing_was_stated_for_this_person(registrar, town):
    page = registrar.get(f"/en/desk/people/{town.student}/").content.decode()
    assert "Why do you open this record?" in page
    assert "Quliyeva" not in page
    assert looks_at(town.student) == ()


def test_a_stated_purpose_lasts_half_an_hour(registrar, town, noon):
    search(registrar, number="6PW2F4J")
    noon.move(timedelta(minutes=30))
    assert "Computer science" in registrar.get(f"/en/desk/people/{town.student}/").content.decode()
    noon.move(timedelta(seconds=1))
    assert "Why do you open this record?" in registrar.get(f"/en/desk/people/{town.student}/").content.decode()


def test_the_budget_of_a_day_stops_an_official_and_is_recorded(registrar, town):
    LookBudget.objects.create(party_id=town.registrar, day=budgets.today(), taken=budgets.LOOKS_A_DAY)
    answer = search(registrar, number="6PW2F4J")
    assert answer.status_code == 429
    assert "as many records today" in answer.content.decode()
    assert looks_at(town.student) == ()
    assert LookBudget.objects.get(party_id=town.registrar).taken == budgets.LOOKS_A_DAY


def test_the_last_look_of_the_budget_is_still_given(registrar, town):
    LookBudget.objects.create(party_id=town.registrar, day=budgets.today(), taken=budgets.LOOKS_A_DAY - 1)
    assert search(registrar, number="6PW2F4J").status_code == 200
    assert registrar.get(f"/en/desk/people/{town.student}/").status_code == 429


def test_a_number_in_an_address_is_not_searched_for(registrar, town):
    page = registrar.get("/en/desk/people/?number=6PW2F4J&purpose=at_desk&basis=Letter").content.decode()
    assert "Quliyeva" not in page
    assert looks_at(town.student) == ()


def test_an_official_of_one_office_does_not_see_a_budget_of_another_day(registrar, town):
    LookBudget.objects.create(party_id=town.registrar, day=date(2020, 1, 1), taken=budgets.LOOKS_A_DAY)
    assert search(registrar, number="6PW2F4J").status_code == 200
