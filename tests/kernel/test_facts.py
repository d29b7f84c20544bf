"""Typed facts: what becomes a value, and what is refused by name."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from maarif.kernel.facts import FactUnfit, typed


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@pytest.mark.parametrize(
    ("value", "kind", "found"),
    [
        ("2026-02-01", date, date(2026, 2, 1)),
        (date(2026, 2, 1), date, date(2026, 2, 1)),
        (" 12 ", int, 12),
        ("412.50", Decimal, Decimal("412.50")),
        (412, Decimal, Decimal(412)),
        ("  Əliyeva\t", str, "Əliyeva"),
        ("red", Colour, Colour.RED),
        (Colour.BLUE, Colour, Colour.BLUE),
    ],
)
def test_a_value_becomes_one_of_the_facts_own_kind(value: object, kind: type, found: object) -> None:
    assert typed("fact", value, kind) == found
    assert isinstance(typed("fact", value, kind), kind)


@pytest.mark.parametrize(
    ("value", "kind", "named"),
    [
        ("2026-02-30", date, "date"),
        ("1.5", int, "int"),
        ("many", Decimal, "decimal"),
        ("green", Colour, "red, blue"),
        (None, str, "str"),
        (date(2026, 1, 1), int, "int"),
    ],
)
def test_what_is_no_such_value_is_refused_with_the_kind_that_it_should_be(
    value: object, kind: type, named: str
) -> None:
    with pytest.raises(FactUnfit) as refusal:
        typed("fact", value, kind)
    assert refusal.value.params == {"fact": "fact", "kind": named}
