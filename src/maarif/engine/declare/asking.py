"""What a service's functions are given: who asks about whom, where and when; and what was found when it was granted."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from maarif.kernel.text import Language
from maarif.support.parties.types import Actor

#: The value that a service reads from the registers; a service has one, its parts take it or anything wider.
F = TypeVar("F")
Facts = TypeVar("Facts", contravariant=True)
Read = TypeVar("Read", covariant=True)

#: Validated answers by field code: str, bool, int, date, or a tuple of str for `Kind.SEVERAL`.
Answers = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """One person asking for one service about one subject, on one day in one country."""

    actor: Actor
    subject: int
    country: str
    on: date
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted(Generic[Read]):
    """A case at the moment when a stage is entered or an outcome reached: what was said, what the registers say, who decided.

    `noted` is what officers wrote on the way (answers to `Stage.asks`, by field code), `note` the decision's words to the
    applicant, `grounds` the codes of the reasons chosen for a refusal, `decided_by` the officer, None for the machine.
    """

    asking: Asking
    number: str
    facts: Read
    answers: Answers
    noted: Answers = field(default_factory=dict)
    note: str = ""
    grounds: tuple[str, ...] = ()
    decided_by: Actor | None = None

    @property
    def by(self) -> Actor:
        """Who acts on the registers: the officer who decided, else the applicant, for whom the machine decides."""
        return self.decided_by or self.asking.actor
