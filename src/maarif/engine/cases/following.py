"""What an applicant follows of a sent case: who has it, what was asked and said, who signs, and what one may do next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from maarif.engine import deadlines
from maarif.engine.cases import enclosures, receipts, returning, sent, talking
from maarif.engine.cases.models import Case, CaseEvent, CaseMessage, Request, Signature, Turn
from maarif.engine.cases.types import (
    OPEN,
    Asked,
    CaseView,
    EventKind,
    Holder,
    May,
    RequestKind,
    Said,
    Signing,
    Status,
    Step,
    TurnKind,
)
from maarif.engine.declare import Office, Service
from maarif.engine.registry import word
from maarif.kernel.calendar import calendar_of
from maarif.kernel.clock import day_of
from maarif.kernel.countries import country
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access.types import ScopeKind
from maarif.support.files import queries as files
from maarif.support.files.types import FileRef
from maarif.support.parties.types import Actor


def view_of(viewer: Actor, case: Case, name: str, today: date, history: Sequence[CaseEvent]) -> CaseView:
    """The whole case for its applicant; what the history does not speak of is not read."""
    view, service = receipts.view_of(case, name, today, history), sent.service_of(case)
    kinds = {event.kind for event in history}
    turns = _turns(case, history)
    may, messages = _may(viewer, case, service), _messages(case) if EventKind.MESSAGE in kinds else []
    rows = list(case.requests.order_by("pk")) if EventKind.ASKED in kinds else []
    named = [*(row.files for row in rows), *(row.files for row in messages)]
    sent_in = files.refs(each for some in named for each in some)
    asked = tuple(_asked(row, sent_in) for row in rows)
    until = next((each.answer_by for each in asked if each.answered_at is None and each.lapsed_at is None), None)
    return replace(
        view,
        card=replace(view.card, steps=_steps(case, turns, view.card.steps), answer_by=until),
        held=_holder(case, turns),
        asked=asked,
        said=tuple(_said(row, sent_in) for row in messages),
        signing=signing_of(case) if service.cosigners is not None else (),
        stands_since=_stands_since(case),
        may=may,
        letter=enclosures.begun(case) if may.write else None,
        note=case.note,
        took=_took(case),
        mark=_mark(case),
    )


def awaited(cases: Iterable[Case]) -> Mapping[int, date]:
    """Until when the applicant's answer is awaited, by case; asks the database only when some answer is."""
    waiting = [case.pk for case in cases if case.status == Status.WAITING_APPLICANT]
    if not waiting:
        return {}
    rows = Request.objects.filter(case__in=waiting, answered_at__isnull=True, lapsed_at__isnull=True)
    return dict(rows.values_list("case_id", "answer_by"))


def signing_of(case: Case) -> tuple[Signing, ...]:
    """Everybody who signs beside the applicant."""
    rows = list(case.signatures.order_by("pk"))
    persons = people.names_of([row.party_id for row in rows if row.party_id is not None])
    places = institutions.names_of([row.institution_id for row in rows if row.institution_id is not None])
    texts = receipts.body_of(case)["texts"]
    return tuple(
        Signing(
            role=Text.of(texts[f"cosigners.{row.code}"]),
            who=_who(row, persons, places),
            sign_by=row.sign_by,
            signed_at=row.signed_at,
            refused_at=row.refused_at,
        )
        for row in rows
    )


def _who(row: Signature, persons: Any, places: Any) -> Text:
    if row.party_id is not None:
        return Text.same(persons.get(row.party_id, ""))
    found: Text = places.get(row.institution_id, Text.same("-"))
    return found


def _turns(case: Case, history: Iterable[CaseEvent]) -> list[Turn]:
    """The turns of a case that some office has had; the machine's leave none."""
    if not any(event.kind == EventKind.ENTERED for event in history):
        return []
    return list(case.turns.filter(kind=TurnKind.STAGE.value).order_by("position"))


def _steps(case: Case, turns: Sequence[Turn], plain: tuple[Step, ...]) -> tuple[Step, ...]:
    """The bar with each stage at its own date; of an ended case only the stages that it went through."""
    ended = {turn.stage: turn.closed_at for turn in turns}
    if not ended:
        return plain
    over = case.status not in OPEN
    made: list[Step] = []
    for step in plain:
        stage = 0 < plain.index(step) < len(plain) - 1
        if not stage:
            made.append(step)
        elif step.code in ended and (over or step.code != case.stage):
            made.append(replace(step, state="done", at=ended[step.code]))
        elif not over:
            made.append(step)
    return tuple(made)


def _holder(case: Case, turns: Sequence[Turn]) -> Holder | None:
    turn = next((each for each in reversed(turns) if each.closed_at is None), None)
    if turn is None or case.status not in OPEN:
        return None
    held = Holder(office=word("office", Office(turn.office)), name=None, since=turn.opened_at)
    if turn.scope_kind == ScopeKind.INSTITUTION:
        card = institutions.card(int(turn.scope))
        if card is not None:
            return replace(held, name=card.name, address=card.address, phone=card.phone, email=card.email)
    if turn.scope_kind == ScopeKind.REGION and (region := institutions.region(turn.scope)) is not None:
        return replace(held, name=region.name)
    return held


def _asked(row: Request, sent_in: Mapping[str, FileRef]) -> Asked:
    return Asked(
        kind=RequestKind(row.kind),
        text=row.text,
        fields=tuple(row.fields),
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        answer=row.answer,
        answered_at=row.answered_at,
        lapsed_at=row.lapsed_at,
        files=tuple(sent_in[each] for each in row.files if each in sent_in),
    )


def _messages(case: Case) -> list[CaseMessage]:
    return list(case.messages.order_by("pk"))


def _said(row: CaseMessage, sent_in: Mapping[str, FileRef]) -> Said:
    return Said(
        at=row.at,
        from_office=row.from_office,
        text=row.text,
        files=tuple(sent_in[each] for each in row.files if each in sent_in),
    )


def _stands_since(case: Case) -> date | None:
    """The day on which the clock was stopped; None while it runs or the case has ended."""
    if case.status not in OPEN or not case.clock:
        return None
    clock = deadlines.clock_from_json(case.clock)
    return None if clock.running or not clock.runs else clock.runs[-1].upto


def _may(viewer: Actor, case: Case, service: Service[Any]) -> May:
    if not talking.is_applicant(viewer, case):
        return May()
    opened = case.status in OPEN
    return May(
        answer=case.status == Status.WAITING_APPLICANT,
        withdraw=opened and service.withdrawable,
        write=opened and case.status != Status.WAITING_SIGNATURE,
        rate=case.status == Status.CLOSED,
        reopen_until=returning.reopened_until(case, service) if returning.may_reopen(case, service) else None,
    )


def _took(case: Case) -> int | None:
    """Working days from receipt to decision, as calendars count them; 0 for the same day."""
    if case.submitted_at is None or case.decided_at is None:
        return None
    calendar = calendar_of(case.country)
    zone = country(case.country).time_zone
    return max(0, calendar.working_days_between(day_of(case.submitted_at, zone), day_of(case.decided_at, zone)))


def _mark(case: Case) -> int | None:
    """The applicant's mark; the row of it comes along with the case's."""
    return case.rating.mark if hasattr(case, "rating") else None
