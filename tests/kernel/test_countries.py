"""The loader of country data names what is wrong with a table."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from maarif.kernel import countries
from maarif.kernel.tables import BadTable
from maarif.kernel.text import Text

NAME = Text.same("x").as_dict()
REGION = {"code": "XX-1", "kind": "region", "name": NAME}
ARTICLE = {"key": "k", "basis": "published", "valid_from": date(2020, 1, 1), "article": NAME, "text": NAME}
COUNTRY = {
    "code": "xx", "iso": "XX", "name": NAME, "languages": ["az", "ru"], "default_language": "az", "currency": "AZN",
    "time_zone": "Asia/Baku", "hotline": "1", "number_kind": "fin", "number_name": NAME, "weekend": [5, 6],
    "check_address": "", "services": ["a.b"],
}  # fmt: skip


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The tables of a made-up country, by file name."""
    files: dict[str, Any] = {"country.toml": COUNTRY}
    monkeypatch.setattr(countries, "read", lambda code, name: files[name])
    yield files
    for cached in (countries.country, countries._regions, countries._law, countries._offices):
        cached.cache_clear()


def fault_of(ask: Any, *arguments: Any) -> tuple[object, object]:
    with pytest.raises(BadTable) as fault:
        ask(*arguments)
    return fault.value.params["file"], fault.value.params["key"]


def test_a_country_reads_as_it_is_written(data: dict[str, Any]) -> None:
    found = countries.country("xx")
    assert (found.languages, found.weekend, found.services) == (("az", "ru"), frozenset({5, 6}), frozenset({"a.b"}))


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"code": "yy"}, "code"),
        ({"languages": ["az", "de"]}, "languages"),
        ({"languages": ["ru"]}, "languages"),
        ({"weekend": [5, "6"]}, "weekend[1]"),
        ({"capital": "Baku"}, "capital"),
    ],
)
def test_a_faulty_country_is_named_by_its_key(data: dict[str, Any], change: dict[str, Any], key: str) -> None:
    data["country.toml"] = COUNTRY | change
    assert fault_of(countries.country, "xx") == ("xx/country.toml", key)


def test_a_region_that_stands_twice_is_named(data: dict[str, Any]) -> None:
    data["regions.toml"] = {"region": [REGION, REGION]}
    assert fault_of(countries.regions, "xx") == ("xx/regions.toml", "region[1].code")


def test_a_region_whose_parent_is_no_region_is_named(data: dict[str, Any]) -> None:
    data["regions.toml"] = {"region": [REGION | {"parent": "XX-9"}]}
    assert fault_of(countries.regions, "xx") == ("xx/regions.toml", "XX-1")


def test_a_region_of_an_unknown_kind_is_named(data: dict[str, Any]) -> None:
    data["regions.toml"] = {"region": [REGION | {"kind": "village"}]}
    assert fault_of(countries.regions, "xx") == ("xx/regions.toml", "region[0].kind")


@pytest.mark.parametrize(
    ("until", "since", "twice"),
    [
        (date(2021, 1, 1), date(2021, 1, 1), True),
        (date(2021, 1, 1), date(2021, 1, 2), False),
        (None, date(2030, 1, 1), True),
    ],
)
def test_an_article_in_force_twice_at_a_time_is_refused(
    data: dict[str, Any], until: date | None, since: date, twice: bool
) -> None:
    first = ARTICLE | ({"valid_to": until} if until else {})
    data["law.toml"] = {"article": [first, ARTICLE | {"valid_from": since}]}
    if twice:
        assert fault_of(countries.law, "xx", "k", since) == ("xx/law.toml", "article[1]")
    else:
        assert countries.law("xx", "k", since).valid_from == since


def test_an_article_holds_on_its_first_and_its_last_day_and_not_outside(data: dict[str, Any]) -> None:
    data["law.toml"] = {"article": [ARTICLE | {"valid_to": date(2020, 12, 31)}]}
    held = []
    for day in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)):
        try:
            held.append(countries.law("xx", "k", day).key)
        except countries.NoLawArticle:
            held.append("")
    assert held == ["", "k", "k", ""]


def test_an_office_without_a_language_is_named(data: dict[str, Any]) -> None:
    data["offices.toml"] = {"ministry": {"az": "x"}}
    assert fault_of(countries.office, "xx", "ministry") == ("xx/offices.toml", "ministry.ru")
