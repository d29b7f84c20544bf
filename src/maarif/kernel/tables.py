"""Reads the tables of country data (`maarif.countries`), strictly: an error names the file and the key."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from maarif.kernel.errors import MaarifError

_COUNTRIES: Final = "maarif.countries"


class UnknownCountry(MaarifError):
    """A country was asked for whose data are not here."""


class BadTable(MaarifError):
    """A table of country data does not say what it must; `params` name the file, the key and the fault."""


@cache
def codes() -> tuple[str, ...]:
    """Codes of the countries that there are data for, alphabetically."""
    folders = files(_COUNTRIES).iterdir()
    return tuple(sorted(folder.name for folder in folders if folder.joinpath("country.toml").is_file()))


def read(country: str, name: str) -> dict[str, Any]:
    """The content of `countries/<country>/<name>`; UnknownCountry or BadTable when it cannot be had."""
    if country not in codes():
        raise UnknownCountry(country=country, known=codes())
    table = files(_COUNTRIES).joinpath(country, *name.split("/"))
    if not table.is_file():
        raise BadTable(file=f"{country}/{name}", key="", fault="there is no such file")
    try:
        return tomllib.loads(table.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadTable(file=f"{country}/{name}", key="", fault=str(error)) from error


def listing(country: str, folder: str) -> tuple[str, ...]:
    """Names of the TOML files in a folder of a country's data, without `.toml`."""
    if country not in codes():
        raise UnknownCountry(country=country, known=codes())
    entries = files(_COUNTRIES).joinpath(country, folder).iterdir()
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in entries if entry.name.endswith(".toml")))
