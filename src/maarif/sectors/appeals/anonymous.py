"""Writes about appeals without a name: received, read and sorted by what they tell of, handed over, resolved, told of when late.

No verb takes, keeps or passes on who the sender is. The account that a sender may be signed in with is not asked.
"""

from datetime import date
from typing import Final

from django.db import connection

from maarif.engine import deadlines
from maarif.engine.declare import Office, Seat
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import country as country_of
from maarif.kernel.countries import regions
from maarif.kernel.rulesets import RuleSet, rule_set
from maarif.kernel.text import LANGUAGES, Text
from maarif.sectors.appeals import gates, rules, tickets
from maarif.sectors.appeals.errors import (
    HoldsPersonalData,
    NoSuchAppeal,
    NotToBeDone,
    SomethingMissing,
    TooMany,
)
from maarif.sectors.appeals.models import AnonymousAppeal, AnonymousStep
from maarif.sectors.appeals.queries import InRegister
from maarif.sectors.appeals.types import AppealRules, Fate, Letter, Matter, Sign, Slip, Way
from maarif.sectors.appeals.words import word
from maarif.support.access import queries as access
from maarif.support.access.knocks import admits
from maarif.support.access.types import ScopeKind
from maarif.support.audit import operations as audit
from maarif.support.notices import operations as notices
from maarif.support.parties.operations import acting
from maarif.support.parties.types import SYSTEM, Actor, Assurance

LONGEST_ANONYMOUS: Final = 5000
LONGEST_WHY: Final = 1000
PREFIX: Final = "AD"
_OPEN: Final = (Fate.RECEIVED, Fate.LOOKED_INTO)


def receive_anonymous(*, by: Actor, country: str, letter: Letter, ticket: str, address: str) -> Slip:
    """Takes an appeal without a name and gives number and code; the same ticket gives the same slip again and makes nothing.

    An officer writes down what came by post, on the phone or at the desk. SomethingMissing (naming the field), BadTicket, TooQuick,
    TooMany (of strangers only: `address` is where it comes from).
    """
    code = tickets.code_of(ticket)
    known = AnonymousAppeal.objects.filter(code=code.kept).first()
    if known is not None:
        return _slip(known, code.shown)
    on = clock.today(country_of(country).time_zone)
    law = rule_set(country, "appeals", on, AppealRules)
    _check(by, country, law.values, letter)
    if letter.way is Way.ELECTRONIC and not admits(gates.SEND, address):
        raise TooMany
    with acting(by):
        row, new = AnonymousAppeal.objects.get_or_create(
            code=code.kept, defaults=_columns(by, country, on, law, letter)
        )
        if new:
            detail = {"number": row.number, "way": row.way}
            _note(by, row, "received", {})
            audit.record_write(by=by, verb="appeals.receive_anonymous", subjects=[], detail=detail)
            _tell(by, row, "urgent" if row.urgent else "came")
        return _slip(row, code.shown)


def sift_anonymous(*, by: Actor, number: str, found: Sign, why: str = "") -> Fate:
    """Says what an appeal tells of; the law makes of it that it is looked into, or filed without an answer. Which of the two.

    One that was filed can be taken up when it is found to tell of more; its term then begins on that day. NoSuchAppeal, NotToBeDone.
    """
    with acting(by):
        row = _mine(by, number)
        law = _rules_of(row)
        fate = rules.fate_of(law, found)
        taken_up = row.fate == Fate.FILED
        if row.fate not in (Fate.RECEIVED, Fate.FILED) or (taken_up and fate is Fate.FILED):
            raise NotToBeDone(fate=row.fate)
        since = _today(row) if taken_up else _received(row)
        row.fate, row.found = fate.value, found.value
        row.urgent = rules.anonymous_urgent(law, found)
        row.due = calendar_of(row.country, row.region).due_date(since, rules.anonymous_term(law, found))
        row.ended_at = clock.now() if fate is Fate.FILED else None
        row.late_told_at = None
        row.save(update_fields=["fate", "found", "urgent", "due", "ended_at", "late_told_at"])
        _done(by, row, fate.value, {"found": found.value, "why": why.strip()[:LONGEST_WHY]})
        return fate


def resolve_anonymous(*, by: Actor, number: str, resolution: str) -> None:
    """Publishes, for whoever has the code, what was found and done. NoSuchAppeal, NotToBeDone, SomethingMissing, HoldsPersonalData."""
    said = resolution.strip()
    with acting(by):
        row = _mine(by, number)
        if row.fate != Fate.LOOKED_INTO:
            raise NotToBeDone(fate=row.fate)
        if not said or len(said) > LONGEST_ANONYMOUS:
            raise SomethingMissing(field="resolution")
        found = rules.personal_data(said, [])
        if found:
            raise HoldsPersonalData(found=found)
        row.fate, row.resolution, row.ended_at = Fate.RESOLVED.value, said, clock.now()
        row.save(update_fields=["fate", "resolution", "ended_at"])
        _done(by, row, Fate.RESOLVED.value, {})


def hand_over_anonymous(*, by: Actor, number: str, region: str, why: str) -> None:
    """Gives an open appeal to the office of a region, or to the ministry where `region` is empty; number and clock stay.

    NoSuchAppeal, NotToBeDone (it has ended, or the office has it), SomethingMissing (an unknown region, no reason).
    """
    with acting(by):
        row = _mine(by, number)
        to = (ScopeKind.REGION.value, region) if region else (ScopeKind.COUNTRY.value, row.country)
        if region and region not in {each.code for each in regions(row.country)}:
            raise SomethingMissing(field="region")
        if not why.strip():
            raise SomethingMissing(field="why")
        if row.fate not in _OPEN or to == (row.scope_kind, row.scope):
            raise NotToBeDone(fate=row.fate)
        row.scope_kind, row.scope = to
        row.late_told_at = None
        row.save(update_fields=["scope_kind", "scope", "late_told_at"])
        _done(by, row, "handed_over", {"to": row.scope, "why": why.strip()[:LONGEST_WHY]})
        _tell(by, row, "urgent" if row.urgent else "came")


def tell_late_anonymous(*, by: Actor = SYSTEM, country: str, limit: int = 500) -> int:
    """Tells the office and the ministry of open appeals whose term has run out, once each; how many were told of."""
    over = deadlines.over_since(calendar_of(country), clock.today(country_of(country).time_zone))
    late = AnonymousAppeal.objects.filter(
        country=country, fate__in=[each.value for each in _OPEN], due__lte=over, late_told_at__isnull=True
    )
    told = 0
    for pk in list(late.order_by("due", "pk").values_list("pk", flat=True)[:limit]):
        with acting(by):
            row = AnonymousAppeal.objects.select_for_update().get(pk=pk)
            if row.late_told_at is None and row.fate in _OPEN:
                row.late_told_at = clock.now()
                row.save(update_fields=["late_told_at"])
                _tell(by, row, "late", ministry_too=True)
                told += 1
    return told


def _check(by: Actor, country: str, law: AppealRules, letter: Letter) -> None:
    """SomethingMissing where a field of the letter cannot be taken."""
    official = by.assurance >= Assurance.OFFICIAL and by.party is not None
    faults = {
        "way": (letter.way is Way.ELECTRONIC) == official,
        "sign": letter.sign not in set(Sign),
        "category": law.category(letter.category) is None,
        "region": letter.region not in {each.code for each in regions(country)},
        "text": not letter.text.strip() or len(letter.text) > LONGEST_ANONYMOUS,
        "language": letter.language not in LANGUAGES,
        "place": letter.place is not None and InRegister().of(letter.place) is None,
    }
    wrong = next((field for field, bad in faults.items() if bad), None)
    if wrong is not None:
        raise SomethingMissing(field=wrong)


def _columns(by: Actor, country: str, on: date, law: RuleSet[AppealRules], letter: Letter) -> dict[str, object]:
    place = InRegister().of(letter.place) if letter.place is not None else None
    seat = rules.competent(
        law.values, matter=Matter.COMPLAINT.value, category=letter.category, place=place, region=letter.region
    )
    kind, scope = _scope_of(seat, country)
    days = rules.anonymous_term(law.values, letter.sign)
    return {
        "number": f"{PREFIX}-{on.year}-{_next_serial():06d}",
        "country": country,
        "region": letter.region,
        "language": letter.language,
        "category": letter.category,
        "place": letter.place,
        "sign": letter.sign.value,
        "text": letter.text.strip(),
        "way": letter.way.value,
        "entered_by": None if letter.way is Way.ELECTRONIC else by.party,
        "received_at": clock.now(),
        "rule_set": law.id,
        "urgent": rules.anonymous_urgent(law.values, letter.sign),
        "due": calendar_of(country, letter.region).due_date(on, days),
        "scope_kind": kind,
        "scope": scope,
    }


def _scope_of(seat: Seat, country: str) -> tuple[str, str]:
    """The office that reads it: the region's or the ministry, never an institution."""
    if seat.office is Office.DISTRICT and seat.region:
        return ScopeKind.REGION.value, seat.region
    return ScopeKind.COUNTRY.value, country


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('appeals_anonymousappeal', 'id'))")
        return int(cursor.fetchone()[0])


def _mine(by: Actor, number: str) -> AnonymousAppeal:
    """The appeal, locked, when it lies on the desk of the officer's office. NoSuchAppeal."""
    row = AnonymousAppeal.objects.select_for_update().filter(number=rules.anonymous_number(number)).first()
    if row is None or not gates.reads(by, row.scope_kind, row.scope):
        raise NoSuchAppeal(number=number[:40])
    return row


def _done(by: Actor, row: AnonymousAppeal, kind: str, detail: dict[str, str]) -> None:
    _note(by, row, kind, detail)
    audit.record_write(
        by=by, verb="appeals.anonymous", subjects=[], detail={"number": row.number, "kind": kind, **detail}
    )


def _note(by: Actor, row: AnonymousAppeal, kind: str, detail: dict[str, str]) -> None:
    AnonymousStep.objects.create(appeal=row, at=clock.now(), kind=kind, party=by.party, detail=detail)


def _tell(by: Actor, row: AnonymousAppeal, what: str, *, ministry_too: bool = False) -> None:
    """Tells whoever decides in the office that has it, and the ministry where it should know."""
    seats = {(row.scope_kind, row.scope)}
    if ministry_too:
        seats.add((ScopeKind.COUNTRY.value, row.country))
    for kind, scope in sorted(seats):
        role = next(role for role, of in gates.READS.items() if of.value == kind)
        for grant in access.holders(role, ScopeKind(kind), scope):
            notices.send(
                by=by,
                to=grant.party,
                topic="desk",
                subject=word(what),
                body=word(f"{what}_body").filled(number=Text.same(row.number), due=Text.same(row.due.isoformat())),
                link=f"/desk/anonymous/{row.number}/",
                key=f"anonymous {row.pk} {what} {scope} {row.due}",
            )


def _slip(row: AnonymousAppeal, code: str) -> Slip:
    return Slip(number=row.number, code=code, received=_received(row), due=row.due, urgent=row.urgent)


def _rules_of(row: AnonymousAppeal) -> AppealRules:
    """The rules in force on the day of receipt."""
    return rule_set(row.country, "appeals", _received(row), AppealRules).values


def _received(row: AnonymousAppeal) -> date:
    return clock.day_of(row.received_at, country_of(row.country).time_zone)


def _today(row: AnonymousAppeal) -> date:
    return clock.today(country_of(row.country).time_zone)
