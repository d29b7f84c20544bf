"""Personal numbers: Azerbaijan's FIN, Kazakhstan's IIN and Kyrgyzstan's PIN, checked, parsed and masked."""

import tomllib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final, Literal

from maarif.kernel.countries import country as country_of
from maarif.kernel.errors import Refusal
from maarif.kernel.text import Text

Sex = Literal["female", "male"]

# Cyrillic capitals that look like Latin ones; people type them without noticing.
_LOOK_ALIKES: Final = str.maketrans("АВЕКМНОРСТХУІЅЈ", "ABEKMHOPCTXYISJ")
_DIGITS: Final = frozenset("0123456789")
_FIN_LETTERS: Final = frozenset("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ")
_SEPARATORS: Final = frozenset("-‐‑‒–—.·_/'")


class InvalidPersonalNumber(Refusal):
    """What was given is no personal number of the country; `params["reason"]` is the code of the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What can be told of a number by itself: `reason` is a code when it is not valid, `number` is normalised either way."""

    valid: bool
    reason: str | None
    number: str
    birth_date: date | None = None
    sex: Sex | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalNumber:
    """A number of the right form; whether it was ever issued only the population register knows."""

    country: str
    number: str
    birth_date: date | None
    sex: Sex | None


class _Wrong(Exception):
    """Carries the code of a reason inside this module."""


_Reading = tuple[date | None, Sex | None]


def check(country: str, raw: str) -> Check:
    """Whether `raw` may be a personal number of a country, and what the number itself tells of its bearer.

    Spaces, hyphens, full-width digits, lower case and look-alike Cyrillic letters are put right first.
    """
    read = _KINDS[country_of(country).number_kind]
    number = normalise(raw)
    try:
        birth_date, sex = read(number)
    except _Wrong as wrong:
        return Check(valid=False, reason=str(wrong), number=number)
    return Check(valid=True, reason=None, number=number, birth_date=birth_date, sex=sex)


def parse(country: str, raw: str) -> PersonalNumber:
    """The number that `raw` writes; InvalidPersonalNumber with the reason when it writes none."""
    found = check(country, raw)
    if not found.valid:
        raise InvalidPersonalNumber(country=country, reason=found.reason)
    return PersonalNumber(country=country, number=found.number, birth_date=found.birth_date, sex=found.sex)


def normalise(raw: str) -> str:
    """Upper case without white space, hyphens and invisible characters; full-width forms and look-alike letters put right."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", raw).upper())
    kept = (
        letter
        for letter in plain
        if not letter.isspace() and letter not in _SEPARATORS and unicodedata.category(letter) != "Cf"
    )
    return "".join(kept).translate(_LOOK_ALIKES)


def mask(number: str) -> str:
    """A number that its bearer recognises and a stranger cannot use: `1AB•••9`."""
    if len(number) <= 4:
        return "•" * len(number)
    return f"{number[:3]}{'•' * (len(number) - 4)}{number[-1]}"


def reason_text(reason: str) -> Text:
    """The reason of a refused number in words that people read."""
    return _reasons()[reason]


def reasons() -> tuple[str, ...]:
    """Every reason that a check can give."""
    return tuple(_reasons())


@cache
def _reasons() -> dict[str, Text]:
    table = files("maarif.kernel").joinpath("identifiers.toml").read_text(encoding="utf-8")
    return {code: Text.of(words) for code, words in tomllib.loads(table).items()}


def _require(number: str, length: int, letters: frozenset[str]) -> None:
    if not number:
        raise _Wrong("empty")
    if any(letter not in letters for letter in number):
        raise _Wrong("look_alike" if letters is _FIN_LETTERS and _only_oi(number) else "characters")
    if len(number) != length:
        raise _Wrong("length")


def _only_oi(number: str) -> bool:
    return all(letter in _FIN_LETTERS or letter in "OI" for letter in number)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _Wrong("date") from None


def _fin(number: str) -> _Reading:
    """Azerbaijan: seven of 0-9 and A-Z without I and O; no check digit, tells nothing of the bearer."""
    _require(number, 7, _FIN_LETTERS)
    return None, None


_FIRST_PASS: Final = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
_SECOND_PASS: Final = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
_CENTURIES: Final = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}


def _iin(number: str) -> _Reading:
    """Kazakhstan: YYMMDD, century and sex, serial, check digit (decree 565 of 2003).

    The first pass has weight 11, so it cannot see an error in the 11th digit.
    """
    _require(number, 12, _DIGITS)
    if number[6] not in _CENTURIES:
        raise _Wrong("century")
    birth_date = _date(_CENTURIES[number[6]] + int(number[:2]), int(number[2:4]), int(number[4:6]))
    digits = [int(letter) for letter in number]
    control = _weighed(digits, _FIRST_PASS)
    if control == 10:
        control = _weighed(digits, _SECOND_PASS)
    if control == 10:
        raise _Wrong("never_issued")
    if control != digits[11]:
        raise _Wrong("check_digit")
    return birth_date, "male" if int(number[6]) % 2 else "female"


def _weighed(digits: list[int], weights: tuple[int, ...]) -> int:
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=False)) % 11


_PIN_SEX: Final[dict[str, Sex]] = {"1": "female", "2": "male"}


def _pin(number: str) -> _Reading:
    """Kyrgyzstan: sex (1 female, 2 male), DDMMYYYY, five digits of serial; no public check digit."""
    _require(number, 14, _DIGITS)
    if number[0] not in _PIN_SEX:
        raise _Wrong("sex")
    year = int(number[5:9])
    if not 1800 <= year <= 2199:
        raise _Wrong("date")
    return _date(year, int(number[3:5]), int(number[1:3])), _PIN_SEX[number[0]]


_KINDS: Final[dict[str, Callable[[str], _Reading]]] = {"fin": _fin, "iin": _iin, "pin": _pin}
