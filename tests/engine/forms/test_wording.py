"""Dates in words as sentences hold them."""

from datetime import date

from maarif.engine.forms.wording import day_in_words
from maarif.kernel.text import LANGUAGES


def test_a_day_is_written_as_each_language_writes_it_and_ends_in_no_point_of_its_own() -> None:
    written = day_in_words(date(2026, 11, 23))
    assert {language: written.in_(language) for language in LANGUAGES} == {
        "az": "23 noyabr 2026",
        "ru": "23 ноября 2026 года",
        "kk": "2026\N{NARROW NO-BREAK SPACE}ж. 23 қараша",
        "ky": "2026-ж., 23-ноябрь",
        "en": "23 November 2026",
    }
