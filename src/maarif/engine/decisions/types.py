"""Values that cross the door of the decisions room, and the shape of the rule set `certificates`."""

from dataclasses import dataclass
from typing import Any

from maarif.engine.declare import Outcome, Rule
from maarif.kernel.countries import LawArticle
from maarif.kernel.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidDays:
    """How many days a kind of certificate is valid, counted from the day after its issue."""

    kind: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificates:
    """The rule set `certificates`: how long each kind is valid; a kind that is not listed is valid without limit."""

    valid_days: tuple[ValidDays, ...]

    def days_of(self, kind: str) -> int | None:
        """Days of validity of a kind, None for no limit."""
        return next((each.days for each in self.valid_days if each.kind == kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is refused: the rule, its words, what the person can do, the law, and services that may help."""

    rule: str
    reason: Text
    remedy: Text
    law: LawArticle | None
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The outcome that a stage leads to, and the rules that did not hold."""

    outcome: Outcome[Any]
    failing: tuple[Rule[Any], ...]
