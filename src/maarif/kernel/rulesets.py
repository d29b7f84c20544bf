"""Dated rule sets: the limits, terms and coefficients of a country's law, picked by date and given a typed shape."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar

from maarif.kernel.errors import MaarifError
from maarif.kernel.shapes import shape
from maarif.kernel.tables import BadTable, listing, read

T = TypeVar("T")
_HEAD = ("id", "valid_from", "valid_to")


class NoRuleSet(MaarifError):
    """No rule set of this sector is in force in this country on this date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet(Generic[T]):
    """Rules in force from `valid_from` to `valid_to` (both days included; None: until further notice).

    Every decision records the `id` that it was made under.
    """

    id: str
    valid_from: date
    valid_to: date | None
    values: T

    def in_force(self, on: date) -> bool:
        """Whether the set holds on a date."""
        return self.valid_from <= on <= (self.valid_to or date.max)


def rule_set(country: str, sector: str, on: date, shape: type[T]) -> RuleSet[T]:
    """The rule set of a sector in force on a date, its values read into `shape`.

    NoRuleSet when none is in force; BadTable naming file and key when the table does not fit the shape.
    """
    kind: Any = shape  # a class is hashable; its type says so only of plain classes
    found: RuleSet[T] = _typed(country, sector, _pick(country, sector, on).id, kind)
    return found


@cache
def sectors(country: str) -> tuple[str, ...]:
    """The sectors that a country has rule sets for."""
    return listing(country, "rules")


def in_force(country: str, on: date) -> tuple[tuple[str, RuleSet[dict[str, Any]]], ...]:
    """Every sector's rule set in force on a date, as plain tables; sectors without one are left out."""
    found = []
    for sector in sectors(country):
        found += [(sector, one) for one in _sets(country, sector) if one.in_force(on)]
    return tuple(found)


def _pick(country: str, sector: str, on: date) -> RuleSet[dict[str, Any]]:
    if sector not in sectors(country):
        raise NoRuleSet(country=country, sector=sector, on=on.isoformat())
    for one in _sets(country, sector):
        if one.in_force(on):
            return one
    raise NoRuleSet(country=country, sector=sector, on=on.isoformat())


@cache
def _sets(country: str, sector: str) -> tuple[RuleSet[dict[str, Any]], ...]:
    file = f"{country}/rules/{sector}.toml"
    found: list[RuleSet[dict[str, Any]]] = []
    for index, raw in enumerate(read(country, f"rules/{sector}.toml").get("rule_set", ())):
        one = _head(raw, file, f"rule_set[{index}]")
        for other in found:
            if other.id == one.id:
                raise BadTable(file=file, key=f"rule_set[{index}].id", fault=f"{one.id} stands twice")
            if one.valid_from <= (other.valid_to or date.max) and other.valid_from <= (one.valid_to or date.max):
                raise BadTable(file=file, key=f"rule_set[{index}]", fault=f"it overlaps {other.id}")
        found.append(one)
    return tuple(found)


def _head(raw: dict[str, Any], file: str, key: str) -> RuleSet[dict[str, Any]]:
    return RuleSet(
        id=shape(str, raw.get("id"), file=file, key=f"{key}.id"),
        valid_from=shape(date, raw.get("valid_from"), file=file, key=f"{key}.valid_from"),
        valid_to=None if "valid_to" not in raw else shape(date, raw["valid_to"], file=file, key=f"{key}.valid_to"),
        values={name: value for name, value in raw.items() if name not in _HEAD},
    )


@cache
def _typed(country: str, sector: str, ident: str, kind: Any) -> RuleSet[Any]:
    plain = next(one for one in _sets(country, sector) if one.id == ident)
    values = shape(kind, plain.values, file=f"{country}/rules/{sector}.toml", key=ident)
    return RuleSet(id=plain.id, valid_from=plain.valid_from, valid_to=plain.valid_to, values=values)
