"""Writing down for somebody: who, how they came, for which service; and the receipt in their hand."""

from dataclasses import dataclass
from datetime import datetime

from maarif.surfaces.desk.types import Choice, Problem
from maarif.surfaces.filling.types import AnswerLine, ReasonView


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeForm:
    """Who applies, how they reached the office, for what, and in which language they are answered, as it was filled in."""

    applicant: str = ""
    channel: str = ""
    service: str = ""
    language: str = ""
    applicants: tuple[Choice, ...] = ()
    channels: tuple[Choice, ...] = ()
    services: tuple[Choice, ...] = ()
    languages: tuple[Choice, ...] = ()
    errors: tuple[Problem, ...] = ()

    def error(self, code: str) -> Problem | None:
        """What is wrong with one field."""
        return next((problem for problem in self.errors if problem.code == code), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the person takes home: the number, what was written down, by whom, and what happens next."""

    number: str
    title: str
    applicant: str
    subject: str
    at: datetime
    channel: str
    language: str
    written_by: str
    answers: tuple[AnswerLine, ...]
    outcome: str
    reasons: tuple[ReasonView, ...]
    documents: tuple[str, ...]
    due: str
    hotline: str
