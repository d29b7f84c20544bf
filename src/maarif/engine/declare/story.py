"""A story: given these facts and answers, this is what must come out. Stories are run by `maarif inspect` and as tests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic

from maarif.engine.declare.asking import F


@dataclass(frozen=True, slots=True, kw_only=True)
class Story(Generic[F]):
    """One case told in advance.

    `facts` is what the registers say, `answers` what the applicant types (answers left out are the ones the form begins with),
    `outcome` the code that must be reached, `reasons` the rules that must be named when it refuses. `countries` limits the
    story to some; empty means every country that runs the service.
    """

    code: str
    facts: F
    outcome: str
    on: date
    answers: Mapping[str, str] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
