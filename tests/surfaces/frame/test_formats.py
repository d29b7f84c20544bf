"""Days, moments and numbers as each language writes them."""

from datetime import UTC, date, datetime

import pytest

from maarif.surfaces.frame import formats

DAY = date(2026, 11, 24)
EVENING = datetime(2026, 11, 23, 21, 5, tzinfo=UTC)  # already the 24th in Baku
GAP = "\N{NO-BREAK SPACE}"
UNBROKEN = str.maketrans({" ": GAP, "-": "\N{NON-BREAKING HYPHEN}"})


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("az", "24 noyabr 2026"),
        ("ru", "24 ноября 2026 года"),
        ("kk", "2026 ж. 24 қараша"),
        ("ky", "2026-ж., 24-ноябрь"),
        ("en", "24 November 2026"),
    ],
)
def test_a_day_is_written_in_words_and_never_broken_across_lines(language: str, written: str) -> None:
    assert formats.day(DAY, language) == written.translate(UNBROKEN)


@pytest.mark.parametrize(
    ("language", "written"),
    [("az", "24 noyabr"), ("ru", "24 ноября"), ("kk", "24 қараша"), ("ky", "24-ноябрь"), ("en", "24 November")],
)
def test_a_day_of_this_year_needs_no_year(language: str, written: str) -> None:
    assert formats.day(DAY, language, year=False) == written.translate(UNBROKEN)


def test_a_moment_is_told_in_the_country_s_time_zone() -> None:
    assert formats.moment(EVENING, "az", "Asia/Baku") == f"24{GAP}noyabr{GAP}2026, 01:05"
    assert formats.moment(EVENING, "en", "UTC") == f"23{GAP}November{GAP}2026, 21:05"


@pytest.mark.parametrize("language", ["az", "ru", "kk", "ky", "en"])
def test_thousands_are_kept_apart_by_a_space_in_every_language(language: str) -> None:
    assert formats.number(1_234_567, language).replace("\N{NARROW NO-BREAK SPACE}", GAP) == f"1{GAP}234{GAP}567"


def test_the_decimal_sign_is_the_language_s_own() -> None:
    assert formats.number(1.5, "az") == "1,5"
    assert formats.number(1.5, "ru") == "1,5"
    assert formats.number(1.5, "en") == "1.5"
