"""Appends to the history of a case; each line is chained to the one before by its digest."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from maarif.engine.cases import rules
from maarif.engine.cases.models import Case, CaseEvent
from maarif.engine.cases.types import EventKind
from maarif.kernel import clock
from maarif.support.parties import queries as statements
from maarif.support.parties import rows
from maarif.support.parties.types import Actor

_LAST: Final = "SELECT position, digest FROM cases_caseevent WHERE case_id = %s ORDER BY position DESC LIMIT 1"


class Chain:
    """The history of one case while it is being written to; the caller holds the lock on the case's row.

    Of a case that this act has made there is no history to go on from (`begun=False`).
    """

    def __init__(self, case: Case, *, begun: bool = True) -> None:
        last = statements.rows(_LAST, [case.pk]) if begun else []
        self._case = case
        self._position: int = last[0][0] if last else 0
        self._previous = bytes(last[0][1]) if last else rules.BEGINNING
        self._new: list[CaseEvent] = []

    def add(self, kind: EventKind, *, by: Actor, stage: str = "", detail: Mapping[str, Any] | None = None) -> None:
        """Adds one line behind the last one; nothing is written yet."""
        self._position += 1
        event = CaseEvent(
            case=self._case,
            position=self._position,
            at=clock.now(),
            kind=kind.value,
            stage=stage,
            party=by.party,
            role=str(by.role),
            detail=dict(detail or {}) | ({} if by.entered_by is None else {"entered_by": by.entered_by}),
            previous=self._previous,
        )
        event.digest = self._previous = rules.event_digest(self._previous, _body(self._case, event))
        self._new.append(event)

    def goes_on(self, since: int, kinds: Collection[EventKind]) -> bool:
        """Whether anything of these kinds has happened behind a position; asks nothing where nothing has happened at all."""
        if since >= self._position:
            return False
        behind = self._case.events.filter(position__gt=max(0, since), kind__in=[kind.value for kind in kinds])
        return bool(behind.exists())

    def write(self) -> None:
        """Writes what was added, in one statement."""
        rows.add(self._new)
        self._new = []


def append(case: Case, kind: EventKind, *, by: Actor, stage: str = "", detail: Mapping[str, Any] | None = None) -> None:
    """Adds and writes one line; the caller holds the lock on the case's row."""
    chain = Chain(case)
    chain.add(kind, by=by, stage=stage, detail=detail)
    chain.write()


def _body(case: Case, event: CaseEvent) -> dict[str, Any]:
    return rules.event_body(
        case=str(case.key),
        position=event.position,
        at=event.at,
        kind=event.kind,
        stage=event.stage,
        party=event.party,
        role=event.role,
        detail=event.detail,
    )


def broken_at(case: Case) -> int | None:
    """The position of the first line that does not follow from the one before, None when the chain holds."""
    previous = rules.BEGINNING
    for expected, event in enumerate(case.events.order_by("position"), start=1):
        if (
            event.position != expected
            or bytes(event.previous) != previous
            or bytes(event.digest) != rules.event_digest(previous, _body(case, event))
        ):
            return event.position
        previous = bytes(event.digest)
    return None
