"""A table fits its shape or the fault is named by file and key."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

import pytest

from maarif.kernel.shapes import shape
from maarif.kernel.tables import BadTable
from maarif.kernel.text import LANGUAGES, Text


class Level(StrEnum):
    """An enumeration of this test."""

    SCHOOL = "school"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A nested value of this test."""

    name: str
    weight: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A value with one field of each kind."""

    days: int
    open: bool
    since: date
    rate: Decimal
    level: Level
    mode: Literal["fast", "slow"]
    parts: tuple[Part, ...]
    codes: frozenset[str]
    marks: Mapping[str, int]
    title: Text
    until: date | None = None


GOOD: dict[str, Any] = {
    "days": 3,
    "open": True,
    "since": date(2026, 1, 1),
    "rate": "0.125",
    "level": "school",
    "mode": "fast",
    "parts": [{"name": "a"}, {"name": "b", "weight": 2}],
    "codes": ["x", "y"],
    "marks": {"five": 5},
    "title": dict.fromkeys(LANGUAGES, "t"),
}


def test_a_table_that_fits_becomes_its_value() -> None:
    assert shape(Whole, GOOD, file="f") == Whole(
        days=3,
        open=True,
        since=date(2026, 1, 1),
        rate=Decimal("0.125"),
        level=Level.SCHOOL,
        mode="fast",
        parts=(Part(name="a"), Part(name="b", weight=2)),
        codes=frozenset({"x", "y"}),
        marks={"five": 5},
        title=Text.same("t"),
    )


def test_an_optional_field_may_be_given() -> None:
    assert shape(Whole, {**GOOD, "until": date(2027, 1, 1)}, file="f").until == date(2027, 1, 1)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_field_is_named_with_its_file(name: str) -> None:
    with pytest.raises(BadTable) as fault:
        shape(Whole, {key: value for key, value in GOOD.items() if key != name}, file="az/rules/x.toml", key="x.1")
    assert (fault.value.params["file"], fault.value.params["key"]) == ("az/rules/x.toml", f"x.1.{name}")


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(BadTable) as fault:
        shape(Whole, {**GOOD, "dais": 3}, file="f")
    assert fault.value.params["key"] == "dais"


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("days", "3"),
        ("days", 3.0),
        ("days", True),
        ("open", 1),
        ("since", "2026-01-01"),
        ("since", datetime(2026, 1, 1)),
        ("rate", 0.125),
        ("rate", "an eighth"),
        ("level", "nursery"),
        ("mode", "medium"),
        ("parts", {"name": "a"}),
        ("codes", "xy"),
        ("marks", [5]),
        ("title", "t"),
        ("until", "never"),
    ],
)
def test_a_value_of_the_wrong_kind_is_named_by_its_key(name: str, wrong: object) -> None:
    with pytest.raises(BadTable) as fault:
        shape(Whole, {**GOOD, name: wrong}, file="f")
    assert fault.value.params["key"] == name


def test_a_fault_deep_inside_is_named_by_its_whole_path() -> None:
    with pytest.raises(BadTable) as fault:
        shape(Whole, {**GOOD, "parts": [{"name": "a"}, {"name": "b", "weight": "2"}]}, file="f")
    assert fault.value.params["key"] == "parts[1].weight"


def test_a_missing_language_is_named_by_its_path() -> None:
    with pytest.raises(BadTable) as fault:
        shape(Whole, {**GOOD, "title": {"az": "t", "ru": "t", "kk": "t", "en": "t"}}, file="f")
    assert fault.value.params["key"] == "title.ky"


def test_a_table_within_a_value_cannot_be_changed_later() -> None:
    marks: Any = shape(Whole, GOOD, file="f").marks
    with pytest.raises(TypeError):
        marks["five"] = 4


def test_an_instant_needs_its_offset() -> None:
    moment = datetime(2026, 1, 1, 9, tzinfo=UTC)
    assert shape(datetime, moment, file="f", key="at") == moment
    for wrong in (moment.replace(tzinfo=None), date(2026, 1, 1), "2026-01-01T09:00:00+00:00"):
        with pytest.raises(BadTable, match="must be datetime"):
            shape(datetime, wrong, file="f", key="at")
