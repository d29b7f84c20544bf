"""A case sorted anew: an officer gives it another category, and where that makes another office competent, it moves there."""

from dataclasses import replace

from maarif.engine import forms
from maarif.engine.cases import alerts, desking, events, sent
from maarif.engine.cases.errors import NothingToDecide
from maarif.engine.cases.types import EventKind
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting
from maarif.support.parties.types import Actor

LONGEST_WHY = 1000


def sort_anew(*, by: Actor, number: str, category: str, why: str) -> bool:
    """Gives an open case another category; its office is found anew by it, number and clock stay. Whether it has moved.

    What the applicant confirmed stays in the summary; the history says who changed it and why. NotYourTurn, NothingToDecide (the
    service sorts by no question, the category is none of its answers, or the case has it), MayNotSit.
    """
    with acting(replace(by, case=number)):
        case = sent.locked(number)
        turn = desking.at_hand(by, case)
        service = sent.service_of(case)
        code = service.category or ""
        asked = service.field(code)
        granted = sent.granted_of(case, service)
        offered = forms.options_of(asked, granted.facts, granted.asking) if asked is not None else ()
        before = granted.answers.get(code)
        if category == before or category not in {option.value for option in offered}:
            raise NothingToDecide(case=number)
        case.answers = {**case.answers, code: category}
        case.save(update_fields=["answers"])
        stage, place = service.stage(turn.stage), turn.scope
        seat = stage.at(granted.facts, {**granted.answers, code: category}) if stage and stage.at else None
        moved = seat is not None and desking.seat_anew(case, service, turn, seat)
        detail = {"from": before, "to": category, "why": why.strip()[:LONGEST_WHY]}
        events.append(case, EventKind.SORTED_ANEW, by=by, stage=turn.stage, detail=detail)
        audit.record_write(by=by, verb="case.sort", subjects=[case.subject_id], detail={"case": number, **detail})
        if moved:
            seats = {"from": place, "to": turn.scope, "why": detail["why"]}
            events.append(case, EventKind.HANDED_OVER, by=by, stage=turn.stage, detail=seats)
            alerts.tell_office(by, case, service, turn)
            alerts.tell_applicant(by, case, service, "handed_over", key=f"turn {turn.pk} sorted {category}")
        return moved
