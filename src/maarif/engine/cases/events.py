"""Appends to the history of a case; each line is chained to the one before by its digest."""

from collections.abc import Mapping
from typing import Any

from maarif.engine.cases import rules
from maarif.engine.cases.models import Case, CaseEvent
from maarif.engine.cases.types import EventKind
from maarif.kernel import clock
from maarif.support.parties.types import Actor


def append(case: Case, kind: EventKind, *, by: Actor, stage: str = "", detail: Mapping[str, Any] | None = None) -> None:
    """Adds one line; the caller holds the lock on the case's row."""
    last = case.events.order_by("-position").values_list("position", "digest").first()
    position, previous = (last[0] + 1, bytes(last[1])) if last is not None else (1, rules.BEGINNING)
    at = clock.now()
    said = dict(detail or {})
    body = rules.event_body(
        case=str(case.key),
        position=position,
        at=at,
        kind=kind.value,
        stage=stage,
        party=by.party,
        role=str(by.role),
        detail=said,
    )
    CaseEvent.objects.create(
        case=case,
        position=position,
        at=at,
        kind=kind.value,
        stage=stage,
        party=by.party,
        role=str(by.role),
        detail=said,
        previous=previous,
        digest=rules.event_digest(previous, body),
    )


def broken_at(case: Case) -> int | None:
    """The position of the first line that does not follow from the one before, None when the chain holds."""
    previous = rules.BEGINNING
    for expected, event in enumerate(case.events.order_by("position"), start=1):
        body = rules.event_body(
            case=str(case.key),
            position=event.position,
            at=event.at,
            kind=event.kind,
            stage=event.stage,
            party=event.party,
            role=event.role,
            detail=event.detail,
        )
        if (
            event.position != expected
            or bytes(event.previous) != previous
            or bytes(event.digest) != rules.event_digest(previous, body)
        ):
            return event.position
        previous = bytes(event.digest)
    return None
