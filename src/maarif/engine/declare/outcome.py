"""How a case ends: outcomes, the grounds of a refusal, the papers that an outcome issues."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic

from maarif.engine.declare.asking import Answers, Facts, Granted
from maarif.engine.declare.law import LawKey
from maarif.kernel.errors import Refusal
from maarif.kernel.text import Text

#: What granting changes in registers and sectors; runs inside the transaction of the decision.
Effect = Callable[[Granted[Facts]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A reason that an officer may give for refusing, with its law; words in `grounds.<code>.reason` and `.remedy`.

    Where the law ties it to facts, `holds` judges them: a ground that does not hold cannot be given.
    """

    code: str
    basis: LawKey
    holds: Callable[[Any, Answers], bool] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What a paper says about this holder: facts by code in the order of the declaration, and words for its sentences.

    A value that is None leaves its line out. `issuer` is the body in whose name the paper is issued and `institution` its party,
    whose officers may revoke it (None: the ministry alone); `chosen_language` is the one that the applicant asked for. The
    paper is valid no longer than `not_after`, whatever the rule set says of its kind. `replaces` is the public id of the holder's
    document that it stands for from now on.
    """

    holder: int
    holder_name: str
    holder_birth_date: date
    issuer: Text
    institution: int | None
    chosen_language: str
    facts: Mapping[str, Text | date | str | None]
    words: Mapping[str, Text | str] = field(default_factory=dict)
    not_after: date | None = None
    replaces: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper(Generic[Facts]):
    """A document that an outcome issues: the typst template `papers/<code>.typ`, its lines, and who fills them."""

    code: str
    facts: tuple[str, ...]
    filled_by: Callable[[Granted[Facts]], Filled]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[Facts]):
    """How a case ends. Whether it grants is a field, never a spelling.

    `reasons` are the rules that can lead here by themselves, `grounds` what an officer who decides so chooses from, at least one.
    `paper` is what it issues, `more` whatever else it does, each perhaps in another body's name.
    """

    code: str
    grants: bool
    paper: Paper[Facts] | None = None
    effect: Effect[Facts] | None = None
    reasons: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    more: tuple[Paper[Facts], ...] = ()

    @property
    def papers(self) -> tuple[Paper[Facts], ...]:
        """Everything that it issues."""
        return self.more if self.paper is None else (self.paper, *self.more)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """What an outcome will change, told before it is taken; `code` has its sentence in `texts.toml`."""

    code: str
    words: Mapping[str, Text | str] = field(default_factory=dict)


class Prevented(Refusal):
    """Raised by an effect whose change a register does not take: the case stays open, and whoever decides is told `why`."""

    def __init__(self, why: Consequence) -> None:
        super().__init__(why=why.code)
        self.why = why
