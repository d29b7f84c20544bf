"""The people of the demonstration, read from `personas.toml`: who they are and which roles the demonstration grants them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role that the demonstration grants: its code and its scope (institution: the sourcedId; country: the code)."""

    role: str
    scope_kind: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One person of the demonstration."""

    sourced_id: str
    country: str
    kind: str
    label: Text
    personal_number: str
    family_name: str
    given_name: str
    patronymic: str
    birth_date: date
    language: str
    email: str
    phone: str
    roles: tuple[Grant, ...]

    @property
    def full_name(self) -> str:
        """Family name, given name and patronymic."""
        return " ".join(part for part in (self.family_name, self.given_name, self.patronymic) if part)


@cache
def personas(country: str) -> tuple[Persona, ...]:
    """The cast of one country, in the order of the file."""
    table = tomllib.loads(files("simulators").joinpath("personas.toml").read_text(encoding="utf-8"))
    return tuple(_persona(row, table["label"]) for row in table["persona"] if row["country"] == country)


def persona(country: str, kind: str) -> Persona:
    """The first persona of a kind; LookupError when the country has none."""
    for one in personas(country):
        if one.kind == kind:
            return one
    raise LookupError(f"{country} has no persona of the kind {kind}")


def _persona(row: dict[str, Any], labels: dict[str, dict[str, str]]) -> Persona:
    return Persona(
        sourced_id=row["sourced_id"],
        country=row["country"],
        kind=row["kind"],
        label=Text.of(labels[row["kind"]]),
        personal_number=row["personal_number"],
        family_name=row["family_name"],
        given_name=row["given_name"],
        patronymic=row.get("patronymic", ""),
        birth_date=row["birth_date"],
        language=row["language"],
        email=row["email"],
        phone=row["phone"],
        roles=tuple(
            Grant(role=role["role"], scope_kind=role["scope_kind"], scope=role["scope"]) for role in row.get("role", ())
        ),
    )
