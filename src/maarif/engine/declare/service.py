"""The declaration itself: one frozen, keyword-only object per service."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Generic

from maarif.engine.declare.asking import Answers, Asking, F, Facts
from maarif.engine.declare.field import Field, Known
from maarif.engine.declare.law import LawKey
from maarif.engine.declare.outcome import Consequence, Effect, Ground, Outcome
from maarif.engine.declare.stage import Cosigner, Stage
from maarif.engine.declare.vocabulary import A_WEEK, FREE, Audience, Fee, LifeEvent, Office, Subject, WorkingDays
from maarif.support.parties.types import Assurance


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Generic[Facts]):
    """A condition of eligibility with its law; `instead` names services that may help a person who does not meet it."""

    code: str
    holds: Callable[[Facts], bool]
    basis: LawKey
    instead: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter(Generic[Facts]):
    """A kind of case whose term is told before anybody applies: facts and answers that its stages' terms are counted from."""

    code: str
    facts: Facts
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Service(Generic[F]):
    """An e-service.

    `facts` reads the registers once for an asking; everything else judges the value it returns. `rules_from` names the
    sectors of the country's dated rule sets whose ids the decision records. `prefix` begins the case number. A draft that is not
    touched for `draft_days` days is deleted.

    With `one_open` a subject has at most one open case of the service. `cosigners` says who else must sign, within
    `cosigned_within`. An applicant answers a question within `answered_within`; may take the case back while it is open when
    `withdrawable`, and reopen it once within `reopened_within` of its end. `released` undoes what entering stages has held when a
    case ends without an outcome (withdrawn, not signed). `standing` says where an open case stands beyond its stage (a place in a
    queue, say), by its number, with words in `standing.<code>`. `category` is the question whose answer sorts the cases in
    public figures, `categories` its possible answers with words in `categories.<code>`. `matters` says, for a country and a day, which
    kinds of cases have which terms where the country's rules set them, with words in `matters.<code>` for `matter_codes`; `promise` in how
    many working days the portal itself promises an answer where that is sooner than the law. `corrects` is the question whose answer
    names a fact of somebody's record (`people.birth_date`, `enrolments.12`): the links beside facts begin the service with it. One that
    `consents` lets somebody else see the record: the page of consents leads to it.
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
    one_open: bool = True
    cosigners: Callable[[F, Answers], tuple[Cosigner, ...]] | None = None
    cosigner_codes: tuple[str, ...] = ()
    cosigned_within: WorkingDays = A_WEEK
    answered_within: WorkingDays = A_WEEK
    withdrawable: bool = True
    reopened_within: WorkingDays | None = None
    released: Effect[F] | None = None
    standing: Callable[[F, str], tuple[Consequence, ...]] | None = None
    standing_codes: tuple[str, ...] = ()
    category: str | None = None
    categories: tuple[str, ...] = ()
    matters: Callable[[str, date], tuple[Matter[F], ...]] | None = None
    matter_codes: tuple[str, ...] = ()
    promise: Callable[[str, date], int] | None = None
    corrects: str | None = None
    consents: bool = False

    @property
    def group(self) -> str:
        """The folder of services that it stands in, such as `school`."""
        return self.code.partition(".")[0]

    def field(self, code: str) -> Field[F] | None:
        """The question with this code."""
        return next((field for field in self.form if field.code == code), None)

    def noted(self, code: str) -> Field[F] | None:
        """The question with this code that some stage asks its officer."""
        return next((field for stage in self.stages for field in stage.asks if field.code == code), None)

    def rule(self, code: str) -> Rule[F] | None:
        """The rule with this code."""
        return next((rule for rule in self.eligible if rule.code == code), None)

    def stage(self, code: str) -> Stage[F] | None:
        """The stage with this code."""
        return next((stage for stage in self.stages if stage.code == code), None)

    def ground(self, code: str) -> Ground | None:
        """The ground of refusal with this code."""
        grounds = (ground for outcome in self.outcomes for ground in outcome.grounds)
        return next((ground for ground in grounds if ground.code == code), None)

    def outcome(self, code: str) -> Outcome[F] | None:
        """The outcome with this code."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)
