"""The declaration itself: one frozen, keyword-only object per service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from maarif.engine.declare.asking import Answers, Asking, F, Facts
from maarif.engine.declare.field import Field, Known
from maarif.engine.declare.law import LawKey
from maarif.engine.declare.outcome import Consequence, Outcome, Stage
from maarif.engine.declare.vocabulary import FREE, Audience, Fee, LifeEvent, Office, Subject
from maarif.support.parties.types import Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Facts]):
    """A condition of eligibility with its law; `instead` names services that may help a person who does not meet it."""

    code: str
    holds: Callable[[Facts], bool]
    basis: LawKey
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service(Generic[F]):
    """An e-service.

    `facts` reads the registers once for an asking; everything else judges the value it returns. `rules_from` names the
    sectors of the country's dated rule sets whose ids the decision records. `prefix` begins the case number. A draft that is not
    touched for `draft_days` days is deleted.
    """

    code: str
    prefix: str
    audiences: tuple[Audience, ...]
    subjects: tuple[Subject, ...]
    life_events: tuple[LifeEvent, ...]
    owner: Office
    basis: LawKey
    facts: Callable[[Asking], F]
    form: tuple[Field[F], ...]
    eligible: tuple[Rule[F], ...]
    stages: tuple[Stage[F], ...]
    outcomes: tuple[Outcome[F], ...]
    known: tuple[Known[F], ...] = ()
    fee: Fee = FREE
    assurance: Assurance = Assurance.NATIONAL
    rules_from: tuple[str, ...] = ("certificates",)
    consequences: Callable[[F, Answers], tuple[Consequence, ...]] | None = None
    consequence_codes: tuple[str, ...] = ()
    draft_days: int = 30

    @property
    def group(self) -> str:
        """The folder of services that it stands in, such as `school`."""
        return self.code.partition(".")[0]

    def field(self, code: str) -> Field[F] | None:
        """The question with this code."""
        return next((field for field in self.form if field.code == code), None)

    def rule(self, code: str) -> Rule[F] | None:
        """The rule with this code."""
        return next((rule for rule in self.eligible if rule.code == code), None)

    def stage(self, code: str) -> Stage[F] | None:
        """The stage with this code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def outcome(self, code: str) -> Outcome[F] | None:
        """The outcome with this code."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)
