"""A story: given these facts and answers, this is what must come out. Stories are run by `maarif inspect` and as tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Generic

from maarif.engine.declare.asking import F

#: How a story ends whose rules do not let the application be sent, where people decide first.
NOT_ALLOWED: Final = "not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What an office does in its turn: where it sends the case, what it fills in, the grounds it gives.

    A `late` step is nobody's: the term or the period runs out, and silence or the cut-off takes the case there. A placement's
    stage is moved on by its sector with a step too.
    """

    to: str
    noted: Mapping[str, str] = field(default_factory=dict)
    grounds: tuple[str, ...] = ()
    note: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Generic[F]):
    """One case told in advance.

    `facts` is what the registers say, `answers` what the applicant types (answers left out are the ones the form begins with),
    `steps` what the offices do in turn, `outcome` the code that must be reached (or NOT_ALLOWED), `reasons` the rules that must
    be named when the machine refuses. `countries` limits the story to some; empty means every country that runs the service.
    """

    code: str
    facts: F
    outcome: str
    on: date
    answers: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    reasons: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
