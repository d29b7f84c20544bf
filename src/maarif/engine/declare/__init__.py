"""The frozen vocabulary of services: import everything a declaration needs from here."""

from maarif.engine.declare.asking import Answers, Asking, Granted
from maarif.engine.declare.conditions import AllOf, AnyOf, Condition, Equals, Not, OneOf
from maarif.engine.declare.field import Field, Known, Option, Search
from maarif.engine.declare.law import LAW, LawKey
from maarif.engine.declare.outcome import Consequence, Effect, Filled, Ground, Outcome, Paper, Prevented
from maarif.engine.declare.service import Matter, Rule, Service
from maarif.engine.declare.stage import Cosigner, CutOff, Opinion, Seat, Stage
from maarif.engine.declare.story import NOT_ALLOWED, Step, Story
from maarif.engine.declare.vocabulary import (
    AT_ONCE,
    FREE,
    Audience,
    Fee,
    Kind,
    LifeEvent,
    Office,
    Register,
    Subject,
    WorkingDays,
)
from maarif.support.files.types import FileType

__all__ = [
    "AT_ONCE",
    "FREE",
    "LAW",
    "NOT_ALLOWED",
    "AllOf",
    "Answers",
    "AnyOf",
    "Asking",
    "Audience",
    "Condition",
    "Consequence",
    "Cosigner",
    "CutOff",
    "Effect",
    "Equals",
    "Fee",
    "Field",
    "FileType",
    "Filled",
    "Granted",
    "Ground",
    "Kind",
    "Known",
    "LawKey",
    "LifeEvent",
    "Matter",
    "Not",
    "Office",
    "OneOf",
    "Opinion",
    "Option",
    "Outcome",
    "Paper",
    "Prevented",
    "Register",
    "Rule",
    "Search",
    "Seat",
    "Service",
    "Stage",
    "Step",
    "Story",
    "Subject",
    "WorkingDays",
]
