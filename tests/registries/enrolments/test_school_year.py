"""The school year by a country's rules: to which a day belongs, and when teaching goes on after the summer."""

from datetime import date

import pytest

from maarif.registries.enrolments import queries


@pytest.mark.parametrize(
    ("country", "day", "first", "ends"),
    [
        ("az", date(2026, 12, 1), date(2026, 12, 1), date(2027, 6, 14)),
        ("az", date(2027, 6, 14), date(2027, 6, 14), date(2027, 6, 14)),
        ("az", date(2027, 6, 15), date(2027, 9, 15), date(2028, 6, 14)),
        ("az", date(2027, 9, 15), date(2027, 9, 15), date(2028, 6, 14)),
        ("kz", date(2027, 5, 26), date(2027, 9, 1), date(2028, 5, 25)),
        ("kg", date(2027, 1, 11), date(2027, 1, 11), date(2027, 5, 31)),
    ],
)
def test_a_day_of_the_summer_belongs_to_the_year_that_follows(country: str, day: date, first: date, ends: date) -> None:
    year = queries.school_year(country, day)
    assert (year.first_day(day), year.year_ends(day)) == (first, ends)


@pytest.mark.parametrize("country", ["az", "kz", "kg"])
def test_every_country_says_the_terms_of_special_study(country: str) -> None:
    rules = queries.special_study(country, date(2026, 11, 23))
    assert (rules.school_days, rules.district_days, rules.weeks) == (5, 10, (4, 8, 12))
