"""The data of the three countries are whole: every region, name, office and law in five languages."""

import re
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from maarif.kernel.countries import (
    NoLawArticle,
    UnknownCountry,
    UnknownOffice,
    UnknownRegion,
    active_country,
    codes,
    country,
    law,
    law_keys,
    law_shown,
    office,
    office_keys,
    region,
    regions,
)
from maarif.kernel.money import Money
from maarif.kernel.text import LANGUAGES

TODAY = date(2026, 11, 23)
NAKHCHIVAN = {"AZ-NV", "AZ-BAB", "AZ-CUL", "AZ-KAN", "AZ-ORD", "AZ-SAD", "AZ-SAH", "AZ-SAR"}
AZERBAIJAN = re.findall(
    r"\w+",
    "NX BA GA LA MI NA NV SA SM SR XA YE ABS AGA AGC AGM AGS AGU AST BAB BAL BAR BEY BIL CAB CAL CUL DAS FUZ GAD GOR GOY "
    "GYG HAC IMI ISM KAL KAN KUR LAC LAN LER MAS NEF OGU ORD QAB QAX QAZ QBA QBI QOB QUS SAB SAD SAH SAK SAL SAR SAT SBN "
    "SIY SKR SMI SMX SUS TAR TOV UCA XAC XCI XIZ XVD YAR YEV ZAN ZAQ ZAR",
)
KAZAKHSTAN = [
    "10",
    "11",
    "15",
    "19",
    "23",
    "27",
    "31",
    "33",
    "35",
    "39",
    "43",
    "47",
    "55",
    "59",
    "61",
    "62",
    "63",
    "71",
    "75",
    "79",
]
KYRGYZSTAN = ["B", "C", "GB", "GO", "J", "N", "O", "T", "Y"]


def test_there_are_three_countries() -> None:
    assert codes() == ("az", "kg", "kz")


@pytest.mark.parametrize(
    ("code", "parts", "number"), [("az", AZERBAIJAN, 78), ("kz", KAZAKHSTAN, 20), ("kg", KYRGYZSTAN, 9)]
)
def test_the_regions_are_those_of_iso_3166_2(code: str, parts: list[str], number: int) -> None:
    assert len(regions(code)) == number
    assert {one.code for one in regions(code)} == {f"{code.upper()}-{part}" for part in parts}


def test_azerbaijan_has_an_autonomous_republic_eleven_cities_and_sixty_six_districts() -> None:
    kinds = [one.kind for one in regions("az")]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "autonomous_republic": 1,
        "city": 11,
        "district": 66,
    }


def test_the_parts_of_nakhchivan_lie_in_nakhchivan_and_no_others_do() -> None:
    assert {one.code for one in regions("az") if one.parent} == NAKHCHIVAN
    assert {one.parent for one in regions("az") if one.parent} == {"AZ-NX"}


def test_kazakhstan_has_three_and_kyrgyzstan_two_cities_of_their_own() -> None:
    assert {one.code for one in regions("kz") if one.kind == "city"} == {"KZ-71", "KZ-75", "KZ-79"}
    assert {one.code for one in regions("kg") if one.kind == "city"} == {"KG-GB", "KG-GO"}


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_regions_of_a_country_have_one_name(code: str, language: str) -> None:
    names = [one.name.in_(language) for one in regions(code)]
    assert len(set(names)) == len(names)


CYRILLIC = re.compile(r"[\u0400-\u04ff]")
LATIN = re.compile(r"[A-Za-zƏəŞşÇçĞğİı]")


def in_the_right_script(words: str, language: str) -> bool:
    """Latin for az and en, Cyrillic for ru, kk and ky; figures, Roman numerals and our own name aside."""
    bare = re.sub(r"\b(IIIQ|IIQ|III|II|IV|VI|V|Maarif|QR)\b", "", words)
    return not (CYRILLIC if language in ("az", "en") else LATIN).search(bare)


def test_the_check_of_scripts_sees_a_planted_mixture() -> None:
    assert not in_the_right_script("Bakı шəhəri", "az")
    assert not in_the_right_script("город Bakı", "ru")


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_is_in_the_script_of_its_language(code: str, language: str) -> None:
    words = [one.name.in_(language) for one in regions(code)]
    words += [office(code, key).in_(language) for key in office_keys(code)]
    words += [law(code, key, TODAY).article.in_(language) for key in law_keys(code)]
    words += [law(code, key, TODAY).text.in_(language) for key in law_keys(code)]
    assert [word for word in words if not in_the_right_script(word, language)] == []


KYRGYZ_ONLY_IN_KAZAKH = re.compile(r"[әғқұһі]", re.IGNORECASE)


@pytest.mark.parametrize("code", codes())
def test_kyrgyz_texts_have_no_letters_that_only_kazakh_has(code: str) -> None:
    words = [one.name.ky for one in regions(code)] + [office(code, key).ky for key in office_keys(code)]
    words += [law(code, key, TODAY).text.ky + law(code, key, TODAY).article.ky for key in law_keys(code)]
    assert [word for word in words if KYRGYZ_ONLY_IN_KAZAKH.search(word)] == []


@pytest.mark.parametrize("code", codes())
def test_a_country_says_its_languages_money_time_and_numbers(code: str) -> None:
    one = country(code)
    assert one.iso == code.upper()
    assert one.default_language == one.languages[0]
    assert Money(1, one.currency).currency == one.currency
    assert ZoneInfo(one.time_zone).key == one.time_zone
    assert one.number_kind in {"fin", "iin", "pin"}
    assert one.hotline.isdigit()


def test_the_countries_differ_where_they_differ() -> None:
    facts = [(country(code).default_language, country(code).currency, country(code).time_zone) for code in codes()]
    assert facts == [("az", "AZN", "Asia/Baku"), ("ky", "KGS", "Asia/Bishkek"), ("kk", "KZT", "Asia/Almaty")]


def test_the_offices_are_the_same_in_every_country() -> None:
    assert len({frozenset(office_keys(code)) for code in codes()}) == 1


def test_the_law_has_the_same_keys_in_every_country() -> None:
    assert len({frozenset(law_keys(code)) for code in codes()}) == 1


def test_an_article_is_picked_by_its_dates() -> None:
    old = law("kg", "personal_data", date(2026, 1, 31))
    new = law("kg", "personal_data", date(2026, 2, 1))
    assert (old.valid_to, new.valid_from) == (date(2026, 1, 31), date(2026, 2, 1))
    assert "2008" in old.article.en
    assert "Digital Code" in new.article.en


def test_a_date_before_the_law_is_a_named_error() -> None:
    with pytest.raises(NoLawArticle) as none:
        law("az", "appeals", date(2015, 1, 1))
    assert none.value.params == {"country": "az", "key": "appeals", "on": "2015-01-01"}


@pytest.mark.parametrize("code", codes())
def test_what_is_said_to_be_published_says_where_or_is_a_founding_document(code: str) -> None:
    silent = [
        key
        for key in law_keys(code)
        if law(code, key, TODAY).basis == "published" and not law(code, key, TODAY).url.startswith("https://")
    ]
    assert set(silent) <= {"study_certificate", "graduation_certificate"}


def test_a_working_assumption_is_not_shown_as_law() -> None:
    assert law("kg", "recruitment_exam", TODAY).basis == "default"
    assert law_shown("kg", "recruitment_exam", TODAY) is None
    assert law_shown("az", "recruitment_exam", TODAY) == law("az", "recruitment_exam", TODAY)
    assert law_shown("az", "no_such_key", TODAY) is None


@pytest.mark.parametrize("ask", [lambda: region("az", "AZ-XX"), lambda: region("az", "KZ-10")])
def test_a_region_that_is_not_there_is_a_named_error(ask: object) -> None:
    with pytest.raises(UnknownRegion):
        ask()  # type: ignore[operator]


def test_an_office_or_a_country_that_is_not_there_is_a_named_error() -> None:
    with pytest.raises(UnknownOffice):
        office("az", "circus")
    with pytest.raises(UnknownCountry):
        country("../az")


def test_the_active_country_is_azerbaijan_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MAARIF_COUNTRY", raising=False)
    assert active_country().code == "az"
    monkeypatch.setenv("MAARIF_COUNTRY", "kg")
    assert active_country().code == "kg"


def test_a_service_that_a_country_does_not_list_is_not_enabled() -> None:
    assert country("kg").enabled("higher.study_certificate")
    assert not country("kg").enabled("preschool.queue")
