"""A case opened on a desk: who may open it, which turn waits for the viewer, what its pages and verbs look at."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from maarif.engine import forms
from maarif.engine.cases import drafts, judging, offices, sent, sheets
from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.sheets import Row, Sheets
from maarif.engine.cases.types import TurnKind
from maarif.engine.declare import Answers, Asking, Field, Option, Service, Stage
from maarif.support.access.types import ScopeKind, Staff
from maarif.support.parties.types import Actor


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A case opened on a desk: the row and its sheets, the service and what it reads now, the turn that waits here, and the
    opinion that is asked here (which may be another turn: an office may decide and be asked).

    `facts` are read when they are first looked at: who has been read for the page by then is not read again.
    """

    viewer: Actor
    case: Case
    sheets: Sheets
    service: Service[Any]
    asking: Asking
    answers: Answers
    noted: Answers
    turn: Row | None
    opinion: Row | None
    staff: Staff

    @cached_property
    def facts(self) -> Any:
        """What the registers say now."""
        return self.service.facts(self.asking)

    @cached_property
    def own(self) -> bool:
        """Whether it is the viewer's own affair, which a colleague has to decide."""
        return judging.is_own(self.viewer, self.case, self.service)

    @property
    def stage(self) -> Stage[Any] | None:
        """The declared stage of the open turn."""
        return self.service.stage(self.turn["stage"]) if self.turn is not None else None

    def offers(self, field: Field[Any], value: object) -> tuple[Option, ...]:
        """What can be picked in a question, given what was."""
        return forms.options_of(field, self.facts, self.asking, forms.stored(value))


def opened_for(viewer: Actor, number: str) -> Opened:
    """A case with everything that its pages and verbs look at. CaseNotFound."""
    found = sheets.read(number)
    if found is None or not _may_open(viewer, found[0], found[1]):
        raise CaseNotFound(number=number[:40])
    case, kept = found
    service, asking = sent.service_of(case), sent.asking_of(case)
    noted: dict[str, object] = {}
    for turn in kept.turns:
        noted.update(turn["noted"] if turn["kind"] == TurnKind.STAGE.value and turn["closed_at"] else {})
    here = [turn for turn in _mine_first(kept) if offices.may_act(viewer, as_turn(turn))]
    waiting = here[0] if here else None
    return Opened(
        viewer=viewer,
        case=case,
        sheets=kept,
        service=service,
        asking=asking,
        answers=drafts.restored(service, case.answers),
        noted=drafts.noted(service, noted),
        turn=waiting,
        opinion=next((turn for turn in here if turn["kind"] == TurnKind.OPINION.value), None),
        staff=_staff(viewer, waiting),
    )


def _staff(viewer: Actor, turn: Row | None) -> Staff:
    """The people of the viewer's office, read only where it matters who they are."""
    if turn is None or (turn["claimed_by_id"] in (None, viewer.party) and not offices.leads(viewer, as_turn(turn))):
        return Staff()
    return offices.staff_of(viewer)


def as_turn(row: Row) -> Turn:
    """As much of a turn as the question who may act on it looks at."""
    return Turn(
        pk=row["id"],
        office=row["office"],
        scope_kind=row["scope_kind"],
        scope=row["scope"],
        region=row["region"],
        claimed_by_id=row["claimed_by_id"],
    )


def _mine_first(kept: Sheets) -> list[Row]:
    """The open turns, the stage's own before the opinions beside it."""
    return sorted(kept.open_turns(), key=lambda turn: turn["kind"] != TurnKind.STAGE.value)


def _may_open(viewer: Actor, case: Case, kept: Sheets) -> bool:
    return any(
        offices.may_act(viewer, as_turn(turn)) or (turn["superior_told_at"] and _oversees(viewer, case, turn))
        for turn in kept.turns
    )


def _oversees(viewer: Actor, case: Case, turn: Row) -> bool:
    """Whether the viewer's office is the superior one that was told of a late turn: it may look, not act."""
    stage = sent.service_of(case).stage(turn["stage"])
    if stage is None or stage.escalates_to is None or viewer.role not in offices.ROLES[stage.escalates_to]:
        return False
    if viewer.scope_kind == ScopeKind.REGION:
        return bool(viewer.scope == turn["region"])
    return (viewer.scope_kind, viewer.scope) == (ScopeKind.COUNTRY, case.country)
