"""Institutions to pick by a search: the best first, each with its place, its languages and its free places."""

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel import Locale

from maarif.engine.declare import Asking, Option
from maarif.kernel.names import fold
from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.institutions.types import InstitutionCard, InstitutionKind

#: How many places are free at each institution; one that is absent has none that are counted.
Free = Callable[[Collection[int]], Mapping[int, int]]

FILE: Final = Path(__file__).parent / "words.toml"
#: So many that fit the words are looked at, in the order of their names, to put free places first.
_LOOKED_AT: Final = 300
#: Languages of teaching that a word of the search may name.
_TAUGHT: Final = ("az", "ru", "en", "kk", "ky", "ka", "tr", "uz", "tg", "de", "fr")
_MOST_DIGITS: Final = 18


def found(
    asking: Asking,
    words: str,
    *,
    kinds: Iterable[InstitutionKind],
    language: str | None = None,
    region: str | None = None,
    free: Free | None = None,
    without: Collection[int] = (),
) -> tuple[Option, ...]:
    """Open institutions of the country whose name, region or language of teaching has words beginning so.

    With `free`, those with free places come first, and the second line says how many. `without` are left out: where the child is
    already, what another answer names.
    """
    cards = institutions.search(
        words,
        country=asking.country,
        kinds=tuple(kinds),
        region=region,
        language=language,
        languages=_spoken(),
        limit=_LOOKED_AT,
    )
    cards = tuple(card for card in cards if card.id not in without)
    places = free({card.id for card in cards}) if free is not None else {}
    if free is not None:
        cards = tuple(sorted(cards, key=lambda card: places.get(card.id) == 0))
    return tuple(_option(card, places) for card in cards)


def one(
    asking: Asking,
    value: str,
    *,
    kinds: Iterable[InstitutionKind],
    language: str | None = None,
    free: Free | None = None,
    without: Collection[int] = (),
) -> Option | None:
    """The institution with this number when `found` could have found it; full ones too, for whether one may wait is a rule's."""
    if not (value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS):
        return None
    card = institutions.card(int(value))
    if card is None or card.closed is not None or card.country != asking.country or card.kind not in set(kinds):
        return None
    if card.id in without or (language is not None and language not in card.languages):
        return None
    return _option(card, free({card.id}) if free is not None else {})


def _option(card: InstitutionCard, places: Mapping[int, int]) -> Option:
    lines = tuple(_lines(card, places))
    joined = {each: " · ".join(line.in_(each) for line in lines) for each in LANGUAGES}
    return Option(value=str(card.id), label=card.name, hint=Text.of(joined) if lines else None)


def _lines(card: InstitutionCard, places: Mapping[int, int]) -> Iterator[Text]:
    if card.region_name is not None:
        yield card.region_name
    if card.address:
        yield Text.same(card.address)
    if card.languages:
        named = [_language(code) for code in card.languages]
        joined = Text.of({each: ", ".join(name.in_(each) for name in named) for each in LANGUAGES})
        yield _words()["taught"].filled(languages=joined)
    if card.id in places:
        yield free_places(places[card.id])


def free_places(count: int) -> Text:
    """How many places are free, in words."""
    return _words()["free"].filled(count=Text.same(str(count))) if count > 0 else _words()["full"]


def free_in_year(year: int, count: int) -> Text:
    """How many places are free in a year of study, in words."""
    return _words()["year"].filled(year=Text.same(str(year)), count=Text.same(str(count)))


@lru_cache(maxsize=64)
def _language(code: str) -> Text:
    return Text.of({each: Locale(each).languages.get(code, code) for each in LANGUAGES})


@cache
def _spoken() -> Mapping[str, str]:
    """Folded first words of the names of languages, in every language, with the code that they mean."""
    return MappingProxyType({fold(name).split()[0]: code for code in _TAUGHT for _, name in _language(code).items()})


@cache
def _words() -> Mapping[str, Text]:
    with FILE.open("rb") as file:
        table = tomllib.load(file)["place"]
    return MappingProxyType({name: Text.of(said) for name, said in table.items()})
