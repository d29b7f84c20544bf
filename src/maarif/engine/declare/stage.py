"""How a case goes on: an office's turn, the opinions it gathers, what happens when its time runs out, who signs beside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from maarif.engine.declare.asking import Answers, Facts
from maarif.engine.declare.conditions import Condition
from maarif.engine.declare.field import Field
from maarif.engine.declare.outcome import Effect
from maarif.engine.declare.vocabulary import TWO_DAYS, Office, WorkingDays


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where an office sits: at an institution (its party), in a region (ISO 3166-2), or, with neither, for the whole country.

    An institution's region need not be named: the register knows it. `office` is which kind of office it is, where that follows from
    the matter and not from the stage.
    """

    institution: int | None = None
    region: str | None = None
    office: Office | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff(Generic[Facts]):
    """An end by the calendar and not by the term: at this instant an undecided turn goes to `then`. None means no end."""

    at: Callable[[Facts, Answers], datetime | None]
    then: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Generic[Facts]):
    """What another body or an expert is asked beside the stage, with a clock of its own; words in `opinions.<code>`.

    `needed` opinions have to be in (or late) before the stage can be decided; a `pauses` one stops the stage's clock
    meanwhile. `at_once` ones are asked when the stage is entered (with `asked_when` only if the answers are so), the others when
    the officer asks; the people of the body asked get a notice.
    """

    code: str
    given_by: Office
    at: Callable[[Facts, Answers], Seat]
    within: WorkingDays
    needed: bool = True
    pauses: bool = False
    at_once: bool = True
    asked_when: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage(Generic[Facts]):
    """One office's turn: who decides, within how many working days, and where the case can go then.

    `then` names stages or outcomes. A stage of `Office.MACHINE` is decided by `decide`, or, without it, by the service's
    rules: all hold -> the granting outcome of `then`, otherwise the refusing one. A stage of `Office.PLACEMENT` waits until
    a sector moves the case on (a queue for a place). In every other stage an officer of the office that sits `at` decides, filling
    in what it `asks` (questions may depend on the answer `decision`, the code chosen). With `two_persons` one proposes
    and another confirms. `silence` is where the law sends the case when the term runs out, `cut_off` where the calendar
    does (which need not be one of `then`). When late, the head is told at once and, with `escalates_to`, that office after `escalates_after`.
    `term` is the number of working days where the country's rules say it and not the declaration (`within` is then what the
    page promises at most), `lengthens` by how many working days it can be extended at most. `may_sit` says whether an office
    may have the turn at all: nobody judges a complaint about themselves. `entered` runs in the transaction that enters the
    stage (when it refuses, the case goes to `otherwise` instead, where there is one); with `alerts` the office's people get a
    notice. The days of a stage run from the day that it is entered, `since_receipt` from the day that the case was received.
    """

    code: str
    decided_by: Office
    within: WorkingDays
    then: tuple[str, ...]
    decide: Callable[[Facts, Answers], str] | None = None
    at: Callable[[Facts, Answers], Seat] | None = None
    asks: tuple[Field[Facts], ...] = ()
    two_persons: bool = False
    opinions: tuple[Opinion[Facts], ...] = ()
    silence: str | None = None
    cut_off: CutOff[Facts] | None = None
    escalates_to: Office | None = None
    escalates_after: WorkingDays = TWO_DAYS
    term: Callable[[Facts, Answers], int] | None = None
    since_receipt: bool = False
    lengthens: Callable[[Facts, Answers], int] | None = None
    may_sit: Callable[[Facts, Answers, Seat], bool] | None = None
    entered: Effect[Facts] | None = None
    otherwise: str | None = None
    alerts: bool = False

    @property
    def ways(self) -> tuple[str, ...]:
        """Everywhere the case can go from here: where it is sent, where only the calendar takes it, where it goes instead."""
        further = (self.cut_off.then if self.cut_off is not None else None, self.otherwise)
        return tuple(dict.fromkeys((*self.then, *(code for code in further if code is not None))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cosigner:
    """Who has to sign beside the applicant: a person, or an officer of an institution; words in `cosigners.<code>`."""

    code: str
    party: int | None = None
    institution: int | None = None
