"""Names of four peoples, drawn by the thousand: frequent ones often, children's after the fashion of their time."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import numpy as np
import polars as pl

Ints = np.ndarray[Any, np.dtype[np.int64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]

_HUSHING: Final = "жшчщц"
_VOWELS: Final = "аәеёиіоөуүұыэюяй"


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The names of one people, as columns to be gathered from by index."""

    given: dict[tuple[str, str], pl.Series]
    surname: dict[str, pl.Series]
    patronymic: dict[tuple[str, str], pl.Series]
    """By sex and manner ("own", "russian"), of the fathers in `given["male", "older"]`."""
    russian_share: float

    def draw_given(self, rng: np.random.Generator, count: int, sex: str, era: str) -> Ints:
        """Indices of given names, the first of the list drawn most often."""
        return _draw(rng, count, len(self.given[sex, era]))

    def draw_surnames(self, rng: np.random.Generator, count: int) -> Ints:
        """Indices of surnames."""
        return _draw(rng, count, len(self.surname["male"]))

    def patronymics(self, fathers: Ints, russian: Flags, sex: str) -> pl.Series:
        """What the children of these fathers are called after them; `russian` says who follows the Russian manner."""
        own = self.patronymic[sex, "own"].gather(fathers)
        other = self.patronymic[sex, "russian"].gather(fathers)
        return other.zip_with(pl.Series(russian), own)


def _draw(rng: np.random.Generator, count: int, size: int) -> Ints:
    weights = 1.0 / (np.arange(size) + 12.0)
    return np.searchsorted(np.cumsum(weights / weights.sum())[:-1], rng.random(count)).astype(np.int64)


@cache
def names(people: str) -> Names:
    """The names of a people: az, kk, ky or ru."""
    raw = tomllib.loads(files("simulators.synth").joinpath(f"names/{people}.toml").read_text(encoding="utf-8"))
    fathers: list[str] = raw["male"]["older"]
    irregular: dict[str, str] = raw.get("irregular", {})
    forms: list[str] = raw["surname"]["forms"]
    patronymic = {}
    for sex, ending in (("male", "son"), ("female", "daughter")):
        russian = [russian_patronymic(father, sex, irregular) for father in fathers]
        own = [father + raw[ending] for father in fathers] if ending in raw else russian
        patronymic[sex, "own"] = pl.Series(own)
        patronymic[sex, "russian"] = pl.Series([a or b for a, b in zip(russian, own, strict=True)])
    return Names(
        given={(sex, era): pl.Series(raw[sex][era]) for sex in ("male", "female") for era in ("recent", "older")},
        surname={"male": pl.Series(forms), "female": pl.Series([female_surname(form) for form in forms])},
        patronymic=patronymic,
        russian_share=float(raw.get("russian_share", 0.0)),
    )


def female_surname(form: str) -> str:
    """A woman's form of a surname: -ov, -yev, -in and their Cyrillic kin take -a; -ский becomes -ская; others stay."""
    if form.endswith(("ский", "цкий")):
        return form[:-2] + "ая"
    if form.endswith(("ov", "yev")):
        return form + "a"
    return form + "а" if form.endswith(("ов", "ев", "ёв", "ин")) and len(form) > 3 else form


def russian_patronymic(father: str, sex: str, irregular: dict[str, str]) -> str:
    """The Russian patronymic of a father's name (Сергей: Сергеевич, Сергеевна), or nothing where the language makes none."""
    end = "ич" if sex == "male" else "на"
    if father in irregular:
        return irregular[father] + end
    if father.endswith("ий"):
        return father[:-2] + "ьев" + end
    if father.endswith(("й", "ь")):
        return father[:-1] + "ев" + end
    if father[-1] in _VOWELS:
        return ""
    return father + ("ев" if father[-1] in _HUSHING else "ов") + end
