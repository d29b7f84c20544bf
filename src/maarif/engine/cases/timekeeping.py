"""What time does to cases by itself: lateness told upwards, silence, cut-offs, days off decreed later."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from maarif.engine import deadlines, forms
from maarif.engine.cases import alerts, desking, events, offices, routing, sent
from maarif.engine.cases.models import Case, Turn
from maarif.engine.cases.types import EventKind, TurnKind
from maarif.engine.declare import Office
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country, region
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor

LOT: Final = 500


def today() -> date:
    """The present date in the country served."""
    return clock.today(active_country().time_zone)


def fall_silent(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Takes turns whose term has run out where the law of silence sends them; how many. Safe to run side by side."""
    late = Turn.objects.filter(closed_at__isnull=True, paused_at__isnull=True, due__lt=today()).exclude(silence_to="")
    return _each(late.order_by("due"), limit, lambda turn: _go(by, turn, turn.silence_to, EventKind.SILENCE))


def cut_off(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Ends turns whose period has closed by the calendar; how many. Safe to run side by side."""
    over = Turn.objects.filter(closed_at__isnull=True, cut_off_at__lte=clock.now())
    return _each(over.order_by("cut_off_at"), limit, lambda turn: _go(by, turn, turn.cut_off_to, EventKind.CUT_OFF))


def _each(turns: QuerySet[Turn], limit: int, act: Callable[[Turn], bool]) -> int:
    return sum(act(turn) for turn in list(turns[:limit]))


def _go(by: Actor, found: Turn, to: str, kind: EventKind) -> bool:
    with acting(by):
        case = sent.locked(found.number)
        turn = next((each for each in sent.turns(case) if each.pk == found.pk and each.closed_at is None), None)
        still_due = turn is not None and (kind is EventKind.CUT_OFF or (turn.due is not None and turn.due < today()))
        if turn is None or not still_due or (kind is EventKind.SILENCE and turn.paused_at is not None):
            return False
        service = sent.service_of(case)
        for request in case.requests.filter(answered_at__isnull=True, lapsed_at__isnull=True):
            request.lapsed_at = clock.now()
            request.save(update_fields=["lapsed_at"])
        history = events.Chain(case)
        history.add(kind, by=by, stage=turn.stage, detail={"to": to})
        desking.close(by, turn, to)
        desking.move(by, case, history, service, turn, to)
        history.write()
        return True


def tell_late(*, by: Actor = SYSTEM, limit: int = LOT) -> int:
    """Tells heads of turns that are late, and the superior office of those late for longer; how many were told of."""
    late = Q(closed_at__isnull=True, paused_at__isnull=True, due__lt=today())
    first = list(Turn.objects.filter(late, escalated_at__isnull=True).order_by("due")[:limit])
    told = sum(_tell_head(by, turn.pk) for turn in first)
    second = Turn.objects.filter(late, escalated_at__isnull=False, superior_told_at__isnull=True).order_by("due")
    return told + sum(_tell_superior(by, turn.pk) for turn in list(second[:limit]))


def _locked(pk: int) -> tuple[Case, Turn]:
    """A turn and its case, held: the case first, as every act on a case holds them, so that two never wait for each other."""
    case = sent.locked(Turn.objects.values_list("number", flat=True).get(pk=pk))
    return case, Turn.objects.select_for_update(no_key=True).get(pk=pk)


def _tell_head(by: Actor, pk: int) -> bool:
    with acting(by):
        case, turn = _locked(pk)
        if turn.escalated_at is not None or turn.closed_at is not None:
            return False
        turn.escalated_at = clock.now()
        turn.save(update_fields=["escalated_at"])
        service = sent.service_of(case)
        alerts.tell_holders(by, offices.HEADS[Office(turn.office)], case, service, turn, "overdue")
        alerts.tell_claimer(by, case, service, turn, "overdue", f"turn {turn.pk} overdue")
        events.append(case, EventKind.ESCALATED, by=by, stage=turn.stage, detail={"due": str(turn.due)})
        return True


def _tell_superior(by: Actor, pk: int) -> bool:
    """The superior office, once the turn is late by the stage's `escalates_after`; a stage without one is settled at once."""
    with acting(by):
        case, turn = _locked(pk)
        stage = sent.service_of(case).stage(turn.stage)
        if turn.superior_told_at is not None or turn.closed_at is not None or turn.due is None:
            return False
        superior = stage.escalates_to if stage is not None else None
        if stage is None or superior is None:
            turn.superior_told_at = clock.now()
            turn.save(update_fields=["superior_told_at"])
            return False
        calendar = calendar_of(turn.country, turn.region or None)
        if calendar.working_days_between(turn.due, today()) < stage.escalates_after.days:
            return False
        turn.superior_told_at = clock.now()
        turn.save(update_fields=["superior_told_at"])
        role, kind, scope = _superior(superior, turn)
        service = sent.service_of(case)
        for grant in access.holders(role, kind, scope):
            key = f"turn {turn.pk} overdue {superior}"
            alerts.tell_officer(by, grant.party, case, service, turn, "overdue", key)
        detail = {"due": str(turn.due), "to": superior.value}
        events.append(case, EventKind.ESCALATED, by=by, stage=turn.stage, detail=detail)
        return True


def _superior(office: Office, turn: Turn) -> tuple[Role, ScopeKind, str]:
    """Who is told: the region's officers where the office has a region, else the ministry's."""
    if office is Office.DISTRICT and turn.region:
        return offices.HEADS[office], ScopeKind.REGION, turn.region
    return Role.MINISTRY_OFFICER, ScopeKind.COUNTRY, turn.country


def recompute_deadlines(*, by: Actor = SYSTEM, country: str, regions: tuple[str, ...] = ()) -> int:
    """Counts every open term anew with the calendar in force and tells the people of those that moved; how many did.

    To be run when a day off is decreed or moved; `regions` narrows it to some regions and what lies in them. Running it again
    changes nothing.
    """
    turns = Turn.objects.filter(closed_at__isnull=True, country=country, due__isnull=False).order_by("pk")
    moved = 0
    for pk, number, where in turns.values_list("pk", "number", "region").iterator(chunk_size=2000):
        if not regions or _within(country, where, regions):
            moved += _recount(by, pk, number)
    return moved


def _within(country: str, where: str, regions: tuple[str, ...]) -> bool:
    code: str | None = where or None
    while code is not None:
        if code in regions:
            return True
        code = region(country, code).parent
    return False


def _recount(by: Actor, pk: int, number: str) -> bool:
    known = Turn.objects.select_related("case").get(pk=pk)
    if _unmoved(known, known.case):
        return False
    with acting(by):
        case = sent.locked(number)
        turn = Turn.objects.get(pk=pk)
        if turn.closed_at is not None or _unmoved(turn, case):
            return False
        before = case.due
        routing.tell_ends(case, turn)
        turn.save(update_fields=["due"])
        case.save(update_fields=["due", "deadline"])
        detail = {"from": str(before), "to": str(case.due)}
        events.append(case, EventKind.DEADLINE_MOVED, by=by, stage=turn.stage, detail=detail)
        _tell_moved(by, case, turn)
        return True


def _unmoved(turn: Turn, case: Case) -> bool:
    calendar = calendar_of(turn.country, turn.region or None)
    due = deadlines.due_of(deadlines.clock_from_json(turn.clock), calendar)
    ends = deadlines.explained(deadlines.clock_from_json(case.clock or {"days": 0, "runs": []}), calendar)
    return (due is None or due == turn.due) and (ends is None or deadlines.to_json(ends) == case.deadline)


def _tell_moved(by: Actor, case: Case, turn: Turn) -> None:
    service = sent.service_of(case)
    if case.due is not None:
        key = f"case {case.number} moved to {case.due}"
        alerts.tell_applicant(by, case, service, "deadline_moved", key=key, due=forms.day_in_words(case.due))
    if turn.kind == TurnKind.STAGE:
        alerts.tell_claimer(by, case, service, turn, "deadline_moved", f"turn {turn.pk} moved to {turn.due}")
