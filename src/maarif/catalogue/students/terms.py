"""The shape of the rule set `students`: leaves, changes of specialty with their windows and conditions, reinstatement, expulsion."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from maarif.kernel.countries import country
from maarif.kernel.rulesets import rule_set
from maarif.kernel.windows import Open, open_at


class LeaveReason(StrEnum):
    """Why studies are interrupted."""

    HEALTH = "health"
    FAMILY = "family"
    CHILDCARE = "childcare"
    MILITARY = "military"


class ExpulsionGround(StrEnum):
    """Why an institution ends somebody's studies."""

    DEBTS = "debts"
    ABSENCE = "absence"
    NOT_RETURNED = "not_returned"
    FEES = "fees"
    DISCIPLINE = "discipline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """The reasons that are accepted and the terms in months that can be chosen: long ones for a child and for military service."""

    reasons: tuple[LeaveReason, ...]
    terms: tuple[int, ...]
    long_terms: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """When one may ask, every year: from and until are `MM-DD HH:MM` in the country's time."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Changes of specialty: when and how often one may ask, and what the register must say of the student and the programme.

    `credits_percent` of the credits of the semesters behind are needed. `same_group` and `passing_score` bind the choice to the
    student's own admission; with `paid_unless_same` the state goes on paying for the same specialty only.
    """

    windows: tuple[Window, ...]
    per_window: int
    credits_percent: int
    final_year: bool
    distance: bool
    same_group: bool
    passing_score: bool
    paid_unless_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reinstatement:
    """For how many years after the end of the studies somebody may be taken back."""

    within_years: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Students:
    """The rule set `students` of a country; `expulsion` are the grounds that an institution may give."""

    leave: Leave
    change: Change
    reinstatement: Reinstatement
    expulsion: tuple[ExpulsionGround, ...]


def rules_of(code: str, on: date) -> Students:
    """The rule set in force on a day."""
    return rule_set(code, "students", on, Students).values


def open_window(change: Change, code: str, moment: datetime) -> Open | None:
    """The window in which one may ask at this moment, None when none is open."""
    zone = country(code).time_zone
    found = (open_at(each.opens, each.closes, moment, zone) for each in change.windows)
    return next((window for window in found if window is not None), None)
