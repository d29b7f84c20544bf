"""Who stands in for whom: the form and the list of an office."""

from dataclasses import dataclass
from datetime import date

from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.record.types import Tag


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInForm:
    """An absence as it was filled in: who is away, who does their work, from which day to which."""

    absent: str = ""
    stand_in: str = ""
    since: str = ""
    until: str = ""
    absents: tuple[Choice, ...] = ()
    colleagues: tuple[Choice, ...] = ()
    errors: tuple[Problem, ...] = ()
    first: date | None = None
    last: date | None = None

    def error(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.errors if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandInRow:
    """One absence in the list; `end` is where it is ended, empty when it cannot be."""

    absent: str
    stand_in: str
    line: str
    tag: Tag
    end: str
