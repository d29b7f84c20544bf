"""How much of everything a country has at a scale, read from `data/`, and the calendar around the day of reference."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from maarif.kernel import countries
from maarif.kernel.text import LANGUAGES

Words = dict[str, str]

REFERENCE_DAY: Final = date(2026, 11, 2)
"""The day on which the country stands still, unless another is asked for: the same bytes every year."""
FEWEST: Final = {
    "schools": 8,
    "kindergartens": 8,
    "vocational_schools": 4,
    "colleges": 5,
    "heis": 0,
    "exam_centres": 2,
}


def read(name: str) -> dict[str, Any]:
    """A table of the folder `data`."""
    return tomllib.loads(files("simulators.synth").joinpath(f"data/{name}.toml").read_text(encoding="utf-8"))


@cache
def words() -> dict[str, Any]:
    """What things are called in five languages."""
    return read("words")


def named(template: Words, region: str = "", country: str = "", **values: object) -> Words:
    """A name in five languages, filled in; `{region}` is the region's own name in each of them."""
    names = countries.region(country, region).name.as_dict() if region else {}
    return {
        language: template[language].format(region=names.get(language, ""), **values).strip() for language in LANGUAGES
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A region where people live."""

    code: str
    inhabitants: int
    latitude: float
    longitude: float
    city: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A country at a scale."""

    country: str
    scale: float
    seed: int
    on: date
    language: str
    number_kind: str
    places: tuple[Place, ...]
    raw: dict[str, Any]

    def count(self, what: str) -> int:
        """How many of something there are at this scale, at least the few that a country cannot do without."""
        size: int = self.raw["size"][what]
        return max(FEWEST.get(what, 0), round(size * self.scale))

    @property
    def year(self) -> int:
        """The year in which the current school year began."""
        return self.on.year if self.on >= self.starts(self.on.year) else self.on.year - 1

    def starts(self, year: int, key: str = "year_starts") -> date:
        """The first day of a school year (or, by its key, of a university's)."""
        return date.fromisoformat(f"{year}-{self.raw[key]}")

    def ends(self, year: int) -> date:
        """The last day of the school year that began in `year`."""
        return date.fromisoformat(f"{year + 1}-{self.raw['year_ends']}")


def plan_of(country: str, *, scale: float, seed: int, on: date = REFERENCE_DAY) -> Plan:
    """The plan of a country of the house."""
    land = countries.country(country)
    raw = read(country)
    kinds = {region.code: region.kind for region in countries.regions(country)}
    places = tuple(
        Place(code=code, inhabitants=thousands, latitude=north, longitude=east, city=kinds[code] == "city")
        for code, (thousands, north, east) in raw["place"].items()
    )
    return Plan(
        country=country,
        scale=scale,
        seed=seed,
        on=on,
        language=land.default_language,
        number_kind=land.number_kind,
        places=places,
        raw=raw,
    )
