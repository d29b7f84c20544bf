"""Money in whole minor units (qəpik, tıyın, tiyn); never a float."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Self

from maarif.kernel.errors import MaarifError
from maarif.kernel.text import LANGUAGES, UnknownLanguage

MINOR_DIGITS: Final = {"AZN": 2, "KGS": 2, "KZT": 2}


class CurrenciesDiffer(MaarifError):
    """Two amounts of different currencies were put together."""


class UnknownCurrency(MaarifError):
    """A currency whose minor units are not known here."""


class NotMinorUnits(MaarifError):
    """An amount that is no whole number of minor units."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of one currency (ISO 4217): `Money(1250, "AZN")` is 12.50 manat."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        """Refuses floats, booleans and currencies that are not ours."""
        if type(self.minor) is not int:
            raise NotMinorUnits(minor=self.minor)
        if self.currency not in MINOR_DIGITS:
            raise UnknownCurrency(currency=self.currency)

    def __add__(self, other: Self) -> Self:
        return type(self)(self.minor + self._of_mine(other), self.currency)

    def __sub__(self, other: Self) -> Self:
        return type(self)(self.minor - self._of_mine(other), self.currency)

    def __mul__(self, times: int) -> Self:
        return type(self)(self.minor * times, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.minor, self.currency)

    def __lt__(self, other: Self) -> bool:
        return self.minor < self._of_mine(other)

    def __le__(self, other: Self) -> bool:
        return self.minor <= self._of_mine(other)

    def __gt__(self, other: Self) -> bool:
        return self.minor > self._of_mine(other)

    def __ge__(self, other: Self) -> bool:
        return self.minor >= self._of_mine(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exactly."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    def split(self, parts: int) -> tuple[Self, ...]:
        """Equal parts that add up exactly; the first ones carry the odd minor units."""
        return self.share((1,) * parts)

    def share(self, weights: Sequence[int]) -> tuple[Self, ...]:
        """Parts in proportion to whole weights that add up exactly (largest remainders, earlier first)."""
        whole = sum(weights)
        floors = [self.minor * weight // whole for weight in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: (-(self.minor * weights[i] % whole), i))
        for index in by_remainder[: self.minor - sum(floors)]:
            floors[index] += 1
        return tuple(type(self)(minor, self.currency) for minor in floors)

    def format(self, language: str) -> str:
        """The amount as people of a language write it, such as `12,50 ₼`."""
        if language not in LANGUAGES:
            raise UnknownLanguage(language=language)
        from babel.numbers import format_currency  # loads CLDR; only pages that show money pay for it

        return str(format_currency(self.amount, self.currency, locale=language))

    def _of_mine(self, other: Self) -> int:
        if other.currency != self.currency:
            raise CurrenciesDiffer(one=self.currency, other=other.currency)
        return other.minor
