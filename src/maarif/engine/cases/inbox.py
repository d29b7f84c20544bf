"""The list of an office's open turns: filtered, by deadline, page by page."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from maarif.engine import deadlines
from maarif.engine.cases import naming, offices, receipts, tallying
from maarif.engine.cases.models import Turn
from maarif.engine.cases.naming import Known
from maarif.engine.cases.types import Intake, Status, TurnKind
from maarif.engine.cases.types.desk import Claim, Desk, DeskCard, DeskPage, Sieve, Tally, When
from maarif.kernel.calendar import calendar_of
from maarif.kernel.text import Text
from maarif.support.access.types import Staff
from maarif.support.audit import operations as audit
from maarif.support.parties.types import Actor

PAGE: Final = 50
#: Why an office looks at the people of its cases, as the ledger says it.
PURPOSE: Final = "application"


def desk_for(viewer: Actor, sieve: Sieve, *, after: str | None = None) -> Desk:
    """One page of the list with its counts, and for who leads the office with the colleagues to whom a case can be given.

    A search for people is a look at them: it is written into the ledger of everybody whom the page shows because of it, and
    of somebody searched for alone even when there is nothing to show.
    """
    staff = offices.staff_of(viewer)
    turns, place = _page(viewer, staff, sieve, after, PAGE)
    given_to = staff.roles if naming.leads_office(viewer) else {}
    sought = set(sieve.people or ())
    known = naming.known({*parties_of(turns), *given_to, *(sought if len(sought) == 1 else ())})
    if sought:
        found = {party for turn in turns for party in (turn.case.party_id, turn.case.subject_id)}
        seen = sorted((sought if len(sought) == 1 else sought & found) & set(known.numbers))
        audit.record_read(by=viewer, subjects=seen, what="cases.list", purpose=PURPOSE)
    return Desk(
        page=DeskPage(cards=cards(viewer, staff, turns, known), after=place),
        tally=tallying.tally(viewer, staff, sieve.service),
        colleagues=naming.colleagues_among(staff, known) if given_to else (),
    )


def tally_for(viewer: Actor) -> Tally:
    """The counts beside the list alone."""
    return tallying.tally(viewer, offices.staff_of(viewer))


def inbox_for(viewer: Actor, sieve: Sieve, *, after: str | None = None, limit: int = PAGE) -> DeskPage:
    """Open turns of the viewer's office that the sieve leaves, the nearest end first; turns without an end come last.

    `after` is what the page before gave; one that was not given begins at the beginning. An actor without an office sees none.
    """
    staff = offices.staff_of(viewer)
    turns, place = _page(viewer, staff, sieve, after, limit)
    return DeskPage(cards=cards(viewer, staff, turns, naming.known(parties_of(turns))), after=place)


def cards_of(viewer: Actor, numbers: Iterable[str]) -> tuple[DeskCard, ...]:
    """The open turns of the viewer's office in these cases, in the order of their ends; others are left out."""
    wanted = [number for number in dict.fromkeys(numbers) if number.isprintable()]
    turns = list(open_turns(viewer).filter(number__in=wanted).order_by("due", "id"))
    return cards(viewer, offices.staff_of(viewer), turns, naming.known(parties_of(turns)))


def _page(viewer: Actor, staff: Staff, sieve: Sieve, after: str | None, limit: int) -> tuple[list[Turn], str | None]:
    """The turns of one page in one statement, and where the next one begins."""
    found = _behind(sifted(viewer, staff, sieve), after, limit + 1)
    turns, more = found[:limit], len(found) > limit
    last = turns[-1] if more else None
    return turns, None if last is None else f"{last.due.isoformat() if last.due else '-'}.{last.pk}"


def open_turns(viewer: Actor) -> QuerySet[Turn]:
    """The open turns of the viewer's office."""
    rows = Turn.objects.filter(closed_at__isnull=True, office__in=offices.kinds_of(viewer)).exclude(office="placement")
    return rows.filter(scope_kind=viewer.scope_kind or "", scope=viewer.scope or "").select_related("case")


def sifted(viewer: Actor, staff: Staff, sieve: Sieve) -> QuerySet[Turn]:
    """Those of them that the sieve leaves."""
    rows = open_turns(viewer).filter(_claimed(viewer, staff, sieve.claim), _ending(sieve.when))
    if sieve.service:
        rows = rows.filter(service=sieve.service)
    if sieve.stage:
        rows = rows.filter(stage=sieve.stage)
    if sieve.waiting:
        rows = rows.filter(awaits_applicant=True)
    if sieve.opinions:
        rows = rows.filter(kind=TurnKind.OPINION.value)
    if sieve.number:
        rows = rows.filter(number=sieve.number)
    if sieve.people is not None:
        rows = rows.filter(Q(case__party__in=sieve.people) | Q(case__subject__in=sieve.people))
    return rows


def _claimed(viewer: Actor, staff: Staff, claim: Claim | None) -> Q:
    if claim is Claim.MINE:
        return Q(claimed_by=viewer.party)
    if claim is Claim.NOBODY:
        return Q(claimed_by__isnull=True)
    if claim is Claim.COLLEAGUE:
        return Q(claimed_by__isnull=False) & ~Q(claimed_by=viewer.party)
    return Q(claimed_by__in=staff.absent) if claim is Claim.ABSENT else Q()


def _ending(when: When | None) -> Q:
    if when is None:
        return Q()
    late, soon = offices.late_and_soon()
    near = Q(due__lte=late) if when is When.OVERDUE else Q(due__gt=late, due__lte=soon)
    return near & Q(paused_at__isnull=True)


def _behind(rows: QuerySet[Turn], after: str | None, limit: int) -> list[Turn]:
    """The rows behind a place of the list, by end and number; those without an end are last."""
    place = _place(after)
    ordered = rows.order_by("due", "id")
    if place is None:
        return list(ordered[:limit])
    day, turn = place
    undated = ordered.filter(due__isnull=True)
    if day is None:
        return list(undated.filter(id__gt=turn)[:limit])
    dated = ordered.filter(Q(due__gt=day) | Q(id__gt=turn), due__gte=day)
    return list(dated[:limit].union(undated[:limit], all=True).order_by("due", "id")[:limit])


def _place(after: str | None) -> tuple[date | None, int] | None:
    """A place as a page gave it: the end (None: without one) and the number of its last turn; None when it is none."""
    day, _, turn = (after or "").rpartition(".")
    if not (turn.isascii() and turn.isdecimal() and len(turn) <= len(str(2**62))):
        return None
    if day == "-":
        return None, int(turn)
    try:
        return date.fromisoformat(day), int(turn)
    except ValueError:
        return None


def parties_of(turns: Iterable[Turn]) -> set[int]:
    """Whom turns name: applicants, subjects, and who has them on the desk."""
    found = (party for turn in turns for party in (turn.case.party_id, turn.case.subject_id, turn.claimed_by_id))
    return {party for party in found if party is not None}


def cards(viewer: Actor, staff: Staff, turns: Iterable[Turn], known: Known) -> tuple[DeskCard, ...]:
    """Turns as the list shows them."""
    at_work = staff.absent | {viewer.party, None}
    return tuple(_card(turn, known, held=turn.claimed_by_id not in at_work) for turn in turns)


def _card(turn: Turn, known: Known, *, held: bool) -> DeskCard:
    case, opinion, names = turn.case, turn.kind == TurnKind.OPINION.value, known.names
    texts = receipts.body_of(case)["texts"]
    if case.submitted_at is None:
        raise ValueError(f"case {case.pk} was not sent")
    return DeskCard(
        turn=turn.pk,
        number=turn.number,
        service=turn.service,
        title=Text.of(texts["title"]),
        stage=turn.stage,
        stage_title=Text.of(texts[f"opinions.{turn.opinion}" if opinion else f"stages.{turn.stage}"]),
        opinion=opinion,
        applicant=case.party_id,
        applicant_name=names.get(case.party_id, ""),
        applicant_number=known.numbers.get(case.party_id, ""),
        subject=case.subject_id,
        subject_name=names.get(case.subject_id, ""),
        subject_number=known.numbers.get(case.subject_id, ""),
        intake=Intake(case.intake),
        status=Status(case.status),
        received_at=case.submitted_at,
        due=turn.due,
        left=left_until(turn.due, turn.country, turn.region),
        paused=turn.paused_at is not None,
        claimed_by=turn.claimed_by_id,
        claimed_name=names.get(turn.claimed_by_id or 0, ""),
        claimed_at=turn.claimed_at,
        held=held,
        proposed=turn.proposal is not None,
    )


def left_until(due: date | None, country: str, region: str) -> deadlines.Left | None:
    """How near an end is, by the calendar of where the office sits; None without one."""
    return None if due is None else deadlines.left(due, calendar_of(country, region or None), offices.today())
