"""What a decision would do, told before it is taken: what is wrong with it, its consequences, the letter; nothing is written."""

from collections.abc import Mapping
from typing import Any

from maarif.engine.cases import desking, dossier, drafts, ending, opening, sent, told
from maarif.engine.cases.errors import GroundMissing, GroundNotHeld, NotedWrong, NothingToDecide
from maarif.engine.cases.types.desk import Foreseen
from maarif.engine.declare import Granted, Outcome
from maarif.engine.forms import FieldError
from maarif.kernel.text import Text
from maarif.support.parties.types import Actor


def foresee(
    viewer: Actor, number: str, *, to: str, noted: Mapping[str, object], grounds: tuple[str, ...], note: str
) -> Foreseen:
    """What `decide` with the same words would do. CaseNotFound, NothingToDecide."""
    opened = opening.opened_for(viewer, number)
    stage = opened.stage
    if stage is None or "decide" not in dossier.verbs_for(viewer, opened) or to not in stage.then:
        raise NothingToDecide(case=number[:40], to=to[:40])
    granted = sent.granted_of(opened.case, opened.service, facts=opened.facts)
    errors, kept = _checked(viewer, opened, granted, to, noted)
    missing = _missing(opened, granted, to, grounds)
    typed = drafts.noted(opened.service, kept)
    outcome = opened.service.outcome(to)
    return Foreseen(
        way=dossier.way_of(opened, stage, to, typed),
        errors=errors,
        ground_missing=missing,
        letter=_letter(opened, outcome, grounds, note) if outcome is not None and not missing else None,
        second_person=bool(opened.turn and opened.turn["two_persons"]),
        noted=told.noted_in_words(opened.service, kept, opened.offers),
        grounds=() if missing else told.grounds_of(opened.service, opened.case, grounds),
    )


def _checked(
    viewer: Actor, opened: opening.Opened, granted: Granted[Any], to: str, noted: Mapping[str, object]
) -> tuple[tuple[FieldError, ...], dict[str, object]]:
    stage = opened.stage
    if stage is None:
        return (), {}
    try:
        return (), desking.checked(viewer, granted, opened.service, stage, to, noted)
    except NotedWrong as wrong:
        return wrong.errors, {}


def _missing(opened: opening.Opened, granted: Granted[Any], to: str, grounds: tuple[str, ...]) -> bool:
    try:
        desking.grounded(granted, opened.service, to, grounds)
    except (GroundMissing, GroundNotHeld):
        return True
    return False


def _letter(opened: opening.Opened, outcome: Outcome[Any], grounds: tuple[str, ...], note: str) -> Text:
    """The letter as it would go out, from a copy of the row that is never saved."""
    case = opened.case
    case.reasons, case.note = list(grounds), note.strip()
    return ending.letter(case, opened.service, outcome)
