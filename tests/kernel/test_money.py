"""Money is whole minor units of one currency and adds up exactly."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maarif.kernel.money import CurrenciesDiffer, Money, NotMinorUnits, UnknownCurrency
from maarif.kernel.text import UnknownLanguage

amounts = st.integers(-(10**12), 10**12)


def test_amounts_of_one_currency_add_and_subtract() -> None:
    assert Money(1250, "AZN") + Money(50, "AZN") - Money(300, "AZN") == Money(1000, "AZN")


@pytest.mark.parametrize("act", ["__add__", "__sub__", "__lt__", "__ge__"])
def test_currencies_never_mix(act: str) -> None:
    with pytest.raises(CurrenciesDiffer):
        getattr(Money(1, "AZN"), act)(Money(1, "KZT"))


@pytest.mark.parametrize("minor", [12.5, "12", True, None])
def test_only_whole_numbers_are_minor_units(minor: object) -> None:
    with pytest.raises(NotMinorUnits):
        Money(minor, "AZN")  # type: ignore[arg-type]


def test_an_unknown_currency_is_a_named_error() -> None:
    with pytest.raises(UnknownCurrency):
        Money(1, "XYZ")


def test_the_amount_in_major_units_is_exact() -> None:
    assert Money(10**17 + 1, "KZT").amount == Decimal("1000000000000000.01")


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("az", "1.250,50 ₼"),
        ("ru", "1 250,50 AZN"),
        ("kk", "1 250,50 AZN"),
        ("ky", "1 250,50 AZN"),
        ("en", "AZN1,250.50"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language: str, written: str) -> None:
    assert Money(125050, "AZN").format(language).replace("\u202f", " ").replace("\xa0", " ") == written


def test_a_language_that_we_do_not_speak_is_refused() -> None:
    with pytest.raises(UnknownLanguage):
        Money(1, "AZN").format("de")


@given(amount=amounts, parts=st.integers(1, 50))
def test_parts_add_up_and_differ_by_one_minor_unit_at_most(amount: int, parts: int) -> None:
    shares = Money(amount, "KGS").split(parts)
    assert sum(share.minor for share in shares) == amount
    assert max(share.minor for share in shares) - min(share.minor for share in shares) <= 1


@given(amount=st.integers(0, 10**9), weights=st.lists(st.integers(1, 1000), min_size=1, max_size=12))
def test_shares_by_weight_add_up_and_stay_within_one_minor_unit_of_the_proportion(
    amount: int, weights: list[int]
) -> None:
    shares = Money(amount, "AZN").share(weights)
    assert sum(share.minor for share in shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor * sum(weights) - amount * weight) < sum(weights)


def test_amounts_compare_by_their_size_and_equals_are_neither_more_nor_less() -> None:
    less, more = Money(1, "AZN"), Money(2, "AZN")
    assert (less < more, less <= more, less > more, less >= more) == (True, True, False, False)
    assert (less < less, less <= less, less > less, less >= less) == (False, True, False, True)
    assert (bool(Money(0, "AZN")), bool(less), -less * 3) == (False, True, Money(-3, "AZN"))
