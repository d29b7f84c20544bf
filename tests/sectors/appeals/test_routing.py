"""Who is competent: the first route that fits, never the institution that a complaint is about; terms; what repeats allow."""

from datetime import date

import pytest

from maarif.engine.declare import Office
from maarif.kernel.rulesets import rule_set
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals import rules
from maarif.sectors.appeals.types import AppealRules, Competent, Matter, Place, Route

ON = date(2026, 11, 23)
COUNTRIES = ("az", "kg", "kz")
SCHOOL = Place(id=11, kind=InstitutionKind.SCHOOL, region="AZ-BA", name=Text.same("20"))


def of(country: str) -> AppealRules:
    return rule_set(country, "appeals", ON, AppealRules).values


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_category_and_no_kind_of_place_gives_a_complaint_to_whom_it_is_about(country: str) -> None:
    for category in of(country).categories:
        for kind in InstitutionKind:
            place = Place(id=11, kind=kind, region="AZ-BA", name=Text.same("x"))
            seat = rules.competent(
                of(country), matter=Matter.COMPLAINT, category=category.code, place=place, region="AZ-BA"
            )
            assert seat.institution is None, (category.code, kind)


def test_even_a_route_that_says_so_does_not_give_it_to_them() -> None:
    wrong = AppealRules(
        **{name: getattr(of("az"), name) for name in AppealRules.__slots__ if name != "routes"},  # type: ignore[arg-type]
        routes=(Route(office=Competent.INSTITUTION),),
    )
    told = rules.competent(wrong, matter=Matter.COMPLAINT, category="exams", place=SCHOOL, region="AZ-BA")
    assert (told.office, told.institution) == (Office.MINISTRY, None)
    asked = rules.competent(wrong, matter=Matter.APPLICATION, category="exams", place=SCHOOL, region="AZ-BA")
    assert (asked.office, asked.institution) == (Office.SCHOOL, 11)


@pytest.mark.parametrize(
    ("matter", "category", "place", "office", "region"),
    [
        ("application", "exams", SCHOOL, Office.SCHOOL, "AZ-BA"),
        ("complaint", "exams", SCHOOL, Office.DISTRICT, "AZ-BA"),
        ("application", "kindergarten", None, Office.DISTRICT, "AZ-GA"),
        ("application", "corruption", SCHOOL, Office.MINISTRY, None),
        ("proposal", "university", None, Office.MINISTRY, None),
        ("application", "other", None, Office.MINISTRY, None),
    ],
)
def test_an_appeal_goes_to_the_first_route_that_fits(
    matter: str, category: str, place: Place | None, office: Office, region: str | None
) -> None:
    seat = rules.competent(of("az"), matter=matter, category=category, place=place, region="AZ-GA")
    assert (seat.office, seat.region) == (office, region)


@pytest.mark.parametrize(
    ("country", "matter", "days", "more"),
    [
        ("az", "application", 15, 45),
        ("az", "complaint", 15, 45),
        ("kg", "application", 14, 30),
        ("kz", "application", 15, 40),
        ("kz", "complaint", 20, 40),
    ],
)
def test_each_country_has_its_own_terms(country: str, matter: str, days: int, more: int) -> None:
    assert rules.term(of(country), matter, urgent=False) == days
    assert rules.extension(of(country), matter, urgent=False) == more
    assert (rules.term(of(country), matter, urgent=True), rules.extension(of(country), matter, urgent=True)) == (1, 0)


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_category_has_a_name_in_five_languages_and_a_parent_that_is_one(country: str) -> None:
    known = {each.code for each in of(country).categories}
    assert len(known) == len(of(country).categories) == 13
    for each in of(country).categories:
        assert all(each.name.in_(language) for language in LANGUAGES)
        assert each.parent is None or each.parent in known
    assert {code for route in of(country).routes for code in route.categories} <= known


def test_words_are_found_in_any_of_our_scripts_by_their_beginnings() -> None:
    assert rules.query_of("Məktəbdə yer?!") == "'maktab':*"
    assert rules.query_of("') | (secret:* & x") == "'sacrat':*"
    assert rules.query_of("??") == ""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Zəng edin: +994 50 123 45 67", ("+994 50 123 45 67",)),
        ("Yazın: a@b.az", ("a@b.az",)),
        ("Quliyevanın uşağı 7-ci sinifdədir", ("Quliyevanın",)),
        ("Məktəb 20, 2026-cı il", ()),
    ],
)
def test_what_tells_of_a_person_is_found(text: str, found: tuple[str, ...]) -> None:
    assert rules.personal_data(text, ["Quliyeva", "Nərmin"]) == found
