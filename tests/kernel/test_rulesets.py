"""Rule sets are picked by country, sector and date, and read into a typed shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from maarif.kernel import rulesets
from maarif.kernel.countries import codes
from maarif.kernel.rulesets import NoRuleSet, RuleSet, in_force, rule_set, sectors
from maarif.kernel.tables import BadTable, UnknownCountry


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """A shape of this test."""

    days: int


OLD = {"id": "az.terms.2024", "valid_from": date(2024, 1, 1), "valid_to": date(2025, 6, 30), "days": 15}
NEW = {"id": "az.terms.2025", "valid_from": date(2025, 7, 1), "days": 7}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict[str, Any]]]:
    """A sector `terms` whose table the test writes itself."""
    sets: list[dict[str, Any]] = [OLD, NEW]
    monkeypatch.setattr(rulesets, "sectors", lambda country: ("terms",))
    monkeypatch.setattr(rulesets, "read", lambda country, name: {"rule_set": sets})
    rulesets._sets.cache_clear()
    rulesets._typed.cache_clear()
    yield sets
    rulesets._sets.cache_clear()
    rulesets._typed.cache_clear()


@pytest.mark.parametrize(
    ("on", "ident", "days"),
    [
        (date(2024, 1, 1), "az.terms.2024", 15),
        (date(2025, 6, 30), "az.terms.2024", 15),
        (date(2025, 7, 1), "az.terms.2025", 7),
        (date(2099, 1, 1), "az.terms.2025", 7),
    ],
)
def test_the_set_in_force_on_the_date_is_picked_both_end_days_included(
    table: list[dict[str, Any]], on: date, ident: str, days: int
) -> None:
    found = rule_set("az", "terms", on, Terms)
    assert (found.id, found.values) == (ident, Terms(days=days))


def test_a_date_before_the_first_set_is_a_named_error(table: list[dict[str, Any]]) -> None:
    with pytest.raises(NoRuleSet) as none:
        rule_set("az", "terms", date(2023, 12, 31), Terms)
    assert none.value.params == {"country": "az", "sector": "terms", "on": "2023-12-31"}


def test_a_gap_between_two_sets_is_a_named_error(table: list[dict[str, Any]]) -> None:
    table[1] = {**NEW, "valid_from": date(2025, 7, 2)}
    with pytest.raises(NoRuleSet):
        rule_set("az", "terms", date(2025, 7, 1), Terms)


def test_two_sets_in_force_at_once_are_refused(table: list[dict[str, Any]]) -> None:
    table[1] = {**NEW, "valid_from": date(2025, 6, 30)}
    with pytest.raises(BadTable, match=r"overlaps az\.terms\.2024"):
        rule_set("az", "terms", date(2024, 1, 1), Terms)


def test_an_id_stands_once(table: list[dict[str, Any]]) -> None:
    table[1] = {**NEW, "id": OLD["id"]}
    with pytest.raises(BadTable, match="stands twice"):
        rule_set("az", "terms", date(2024, 1, 1), Terms)


def test_a_value_that_does_not_fit_names_file_set_and_field(table: list[dict[str, Any]]) -> None:
    table[1] = {**NEW, "days": "seven"}
    with pytest.raises(BadTable) as fault:
        rule_set("az", "terms", date(2026, 1, 1), Terms)
    assert (fault.value.params["file"], fault.value.params["key"]) == ("az/rules/terms.toml", "az.terms.2025.days")


def test_a_set_without_its_first_day_is_refused(table: list[dict[str, Any]]) -> None:
    table[:] = [{"id": "x", "days": 1}]
    with pytest.raises(BadTable) as fault:
        rule_set("az", "terms", date(2026, 1, 1), Terms)
    assert fault.value.params["key"] == "rule_set[0].valid_from"


def test_the_same_set_is_the_same_object_every_time(table: list[dict[str, Any]]) -> None:
    assert rule_set("az", "terms", date(2026, 1, 1), Terms) is rule_set("az", "terms", date(2026, 2, 1), Terms)


def test_a_sector_without_rules_is_a_named_error() -> None:
    with pytest.raises(NoRuleSet):
        rule_set("az", "fireworks", date(2026, 1, 1), Terms)


def test_a_path_in_the_place_of_a_sector_opens_no_file() -> None:
    with pytest.raises(NoRuleSet):
        rule_set("az", "../country", date(2026, 1, 1), Terms)


def test_a_country_without_data_is_a_named_error() -> None:
    with pytest.raises(UnknownCountry):
        rule_set("xx", "certificates", date(2026, 1, 1), Terms)


@pytest.mark.parametrize("country", codes())
def test_every_sector_of_a_country_has_rules_today(country: str) -> None:
    found = in_force(country, date(2026, 11, 23))
    assert tuple(sector for sector, _ in found) == sectors(country)
    assert all(isinstance(one, RuleSet) and one.id.startswith(f"{country}.{sector}.") for sector, one in found)
