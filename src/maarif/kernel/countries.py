"""The countries: their languages, money, time, offices, regions and law, read from `maarif.countries`."""

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from maarif.kernel.errors import MaarifError
from maarif.kernel.shapes import shape
from maarif.kernel.tables import BadTable, UnknownCountry, codes, read
from maarif.kernel.text import LANGUAGES, Text

__all__ = [
    "Country",
    "LawArticle",
    "NoLawArticle",
    "Region",
    "UnknownCountry",
    "UnknownOffice",
    "UnknownRegion",
    "active_country",
    "codes",
    "country",
    "law",
    "law_keys",
    "law_shown",
    "office",
    "office_keys",
    "region",
    "regions",
]

DEFAULT_COUNTRY: Final = "az"


class UnknownRegion(MaarifError):
    """A region that a country does not have."""


class UnknownOffice(MaarifError):
    """An office whose name a country's table does not give."""


class NoLawArticle(MaarifError):
    """No article stands under this key on this date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """What differs from country to country, besides dated rules.

    `languages` are those of teaching and of papers, the official one first; `number_kind` names the strategy of
    `kernel.identifiers`; `weekend` counts Monday as 0; `services` are the enabled e-services.
    """

    code: str
    iso: str
    name: Text
    languages: tuple[str, ...]
    default_language: str
    currency: str
    time_zone: str
    hotline: str
    number_kind: str
    number_name: Text
    weekend: frozenset[int]
    check_address: str
    services: frozenset[str]

    def enabled(self, service: str) -> bool:
        """Whether the country offers an e-service."""
        return service in self.services


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A region by its ISO 3166-2 code; `parent` is the code of the one that it lies in, if any."""

    code: str
    name: Text
    kind: Literal["region", "city", "district", "autonomous_republic"]
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LawArticle:
    """The legal basis under a key: which act (`article`), what it says (`text`), from and to when (both days included).

    `basis` says how the fact is known: `published` (read at `url` or in a founding document), `knowledge` (well known,
    not read again) or `default` (a working assumption). Only the first two are shown to people as law.
    """

    key: str
    article: Text
    text: Text
    valid_from: date
    valid_to: date | None = None
    basis: Literal["published", "knowledge", "default"]
    url: str = ""


@cache
def country(code: str) -> Country:
    """The country of a code such as `az`; UnknownCountry when there are no data for it."""
    found = shape(Country, read(code, "country.toml"), file=f"{code}/country.toml")
    if found.code != code:
        raise BadTable(file=f"{code}/country.toml", key="code", fault=f"must be the folder's name, not {found.code!r}")
    unknown = [language for language in found.languages if language not in LANGUAGES]
    if unknown or found.default_language not in found.languages:
        raise BadTable(file=f"{code}/country.toml", key="languages", fault=f"unknown or without the default: {unknown}")
    return found


def active_country() -> Country:
    """The country that this process serves, from `MAARIF_COUNTRY`."""
    return country(os.environ.get("MAARIF_COUNTRY") or DEFAULT_COUNTRY)


@cache
def _regions(code: str) -> dict[str, Region]:
    file = f"{code}/regions.toml"
    found: dict[str, Region] = {}
    for index, raw in enumerate(read(code, "regions.toml").get("region", ())):
        one = shape(Region, raw, file=file, key=f"region[{index}]")
        if one.code in found:
            raise BadTable(file=file, key=f"region[{index}].code", fault=f"{one.code} stands twice")
        found[one.code] = one
    for one in found.values():
        if one.parent is not None and one.parent not in found:
            raise BadTable(file=file, key=one.code, fault=f"its parent {one.parent} is no region")
    return found


def regions(code: str) -> tuple[Region, ...]:
    """All regions of a country, in the order of its table."""
    return tuple(_regions(code).values())


def region(code: str, region_code: str) -> Region:
    """One region of a country; UnknownRegion when it has none of this code."""
    try:
        return _regions(code)[region_code]
    except KeyError:
        raise UnknownRegion(country=code, region=region_code) from None


@cache
def _offices(code: str) -> dict[str, Text]:
    table = read(code, "offices.toml")
    return {key: shape(Text, raw, file=f"{code}/offices.toml", key=key) for key, raw in table.items()}


def office(code: str, key: str) -> Text:
    """The name of an office (`ministry`, `education_office`, ...) in a country; UnknownOffice when its table has none."""
    try:
        return _offices(code)[key]
    except KeyError:
        raise UnknownOffice(country=code, office=key, known=tuple(_offices(code))) from None


def office_keys(code: str) -> tuple[str, ...]:
    """The keys under which a country names its offices."""
    return tuple(_offices(code))


@cache
def _law(code: str) -> dict[str, tuple[LawArticle, ...]]:
    file = f"{code}/law.toml"
    articles: dict[str, tuple[LawArticle, ...]] = {}
    for index, raw in enumerate(read(code, "law.toml").get("article", ())):
        one = shape(LawArticle, raw, file=file, key=f"article[{index}]")
        for other in articles.get(one.key, ()):
            if one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max):
                raise BadTable(file=file, key=f"article[{index}]", fault=f"{one.key} is in force twice at a time")
        articles[one.key] = (*articles.get(one.key, ()), one)
    return articles


def law(code: str, key: str, on: date) -> LawArticle:
    """The article in force under a key on a date; NoLawArticle when there is none."""
    for article in _law(code).get(key, ()):
        if article.valid_from <= on <= (article.valid_to or date.max):
            return article
    raise NoLawArticle(country=code, key=key, on=on.isoformat())


def law_shown(code: str, key: str, on: date) -> LawArticle | None:
    """The article as people may be shown it: None when there is none, or when it is only a working assumption of ours."""
    try:
        article = law(code, key, on)
    except NoLawArticle:
        return None
    return None if article.basis == "default" else article


def law_keys(code: str) -> tuple[str, ...]:
    """The keys of a country's law, in the order of its table."""
    return tuple(_law(code))
