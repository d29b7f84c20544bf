"""Tables of the cases room."""

from maarif.engine.cases.models.case import Case, CaseEvent, FrozenDeclaration, IdempotencyKey
from maarif.engine.cases.models.talk import CaseMessage, Note, Rating, Request, Signature
from maarif.engine.cases.models.turn import Turn

__all__ = [
    "Case",
    "CaseEvent",
    "CaseMessage",
    "FrozenDeclaration",
    "IdempotencyKey",
    "Note",
    "Rating",
    "Request",
    "Signature",
    "Turn",
]
