"""The shape of the rule set `students`: why and for how long studies may be interrupted."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maarif.kernel.rulesets import rule_set


class LeaveReason(StrEnum):
    """Why studies are interrupted."""

    HEALTH = "health"
    FAMILY = "family"
    CHILDCARE = "childcare"
    MILITARY = "military"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The reasons that are accepted and the terms in months that can be chosen: long ones for a child and for military service."""

    reasons: tuple[LeaveReason, ...]
    terms: tuple[int, ...]
    long_terms: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Students:
    """The rule set `students` of a country."""

    leave: Leave


def rules_of(country: str, on: date) -> Students:
    """The rule set in force on a day."""
    return rule_set(country, "students", on, Students).values
