"""Words that certificates print: levels, forms of study, funding, countries, scores; each in five languages."""

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel import Locale

from maarif.kernel.text import LANGUAGES, Text
from maarif.registries.enrolments.types import Funding
from maarif.registries.programmes.types import ProgrammeCard, ProgrammeKind, StudyForm

FILE: Final = Path(__file__).parent / "words.toml"

#: Codes that CLDR names and ISO gives to no country: unions, reserved and private ones.
_NO_COUNTRIES: Final = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"])


def say(kind: str, name: str) -> Text:
    """The words of one value: `say("level", "master")`; KeyError when nobody wrote them, which the tests forbid."""
    return _words()[f"{kind}.{name}"]


def level(kind: ProgrammeKind) -> Text:
    """The level of education: bachelor's, school, ..."""
    return say("level", kind.value)


def form(study_form: StudyForm) -> Text:
    """The form of study: full-time, ..."""
    return say("form", study_form.value)


def funding(source: Funding) -> Text | None:
    """Who pays for the studies; None when the register does not say."""
    return say("funding", source.value) if source is not Funding.NONE else None


def language(code: str) -> Text | None:
    """The language of teaching; None when the register does not say one that has a name here."""
    return _words().get(f"language.{code}")


def of_programme(card: ProgrammeCard) -> tuple[Text, ...]:
    """Level, form of study and language of teaching of a programme."""
    taught = language(card.language)
    return (level(card.kind), form(card.form), *(() if taught is None else (taught,)))


@lru_cache(maxsize=512)
def country(code: str) -> Text:
    """The name of any country of the world by its ISO code, as CLDR has it; the code itself where CLDR is silent."""
    names = {each: Locale(each).territories.get(code.upper(), code.upper()) for each in LANGUAGES}
    return Text(**names)


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """The ISO 3166-1 codes of the countries and territories of the world as CLDR has them, in small letters as registers do."""
    codes = (str(code) for code in Locale("en").territories)
    return tuple(
        sorted(code.lower() for code in codes if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES)
    )


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Text]:
    with FILE.open("rb") as file:
        tables = tomllib.load(file)
    return MappingProxyType(
        {f"{kind}.{name}": Text.of(words) for kind, table in tables.items() for name, words in table.items()}
    )
