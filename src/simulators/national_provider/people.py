"""The people whom the simulated provider knows by name, read from the personas of the demonstration."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

PERSONAS: Final = Path(__file__).resolve().parents[1] / "personas.toml"
NUMBER: Final = re.compile(r"[0-9A-Z]{7}|[0-9]{12}|[0-9]{14}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can prove who they are; a person typed in by number has no names here."""

    country: str
    personal_number: str
    birth_date: date
    family_name: str = ""
    given_name: str = ""
    patronymic: str = ""
    label: Mapping[str, str] | None = None

    @property
    def full_name(self) -> str:
        """Names in the order of the identity document."""
        return " ".join(filter(None, (self.family_name, self.given_name, self.patronymic)))


@dataclass(frozen=True, slots=True)
class People:
    """The personas of one country, by personal number."""

    country: str
    known: Mapping[str, Person]

    def find(self, number: str) -> Person | None:
        """The persona with this number, if there is one."""
        return self.known.get(normal(number))

    def person(self, number: str, birth_date: date | None) -> Person | None:
        """Who signs in with a typed number: a persona, else a nameless person when a birth date is given beside it."""
        found = self.find(number)
        if found is not None:
            return found
        if birth_date is None or not NUMBER.fullmatch(normal(number)):
            return None
        return Person(country=self.country, personal_number=normal(number), birth_date=birth_date)


def normal(number: str) -> str:
    """A number as it is compared: no spaces, capital letters."""
    return "".join(number.split()).upper()


def load(country: str, path: Path = PERSONAS) -> People:
    """Reads the personas of one country."""
    content: dict[str, Any] = tomllib.loads(path.read_text())
    labels: dict[str, dict[str, str]] = content.get("label", {})
    people = [
        Person(
            country=country,
            personal_number=normal(row["personal_number"]),
            birth_date=row["birth_date"],
            family_name=row["family_name"],
            given_name=row["given_name"],
            patronymic=row.get("patronymic", ""),
            label=labels.get(row["kind"]),
        )
        for row in content["persona"]
        if row["country"] == country
    ]
    return People(country, {person.personal_number: person for person in people})
