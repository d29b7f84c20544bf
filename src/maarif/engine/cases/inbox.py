"""The list of an office's open turns: filtered, by deadline, page by page; and how many each filter would leave."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Q, QuerySet

from maarif.engine import registry
from maarif.engine.cases import offices, receipts
from maarif.engine.cases.models import Turn
from maarif.engine.cases.types import Intake, Status, TurnKind
from maarif.engine.cases.types.desk import Claim, Colleague, DeskCard, DeskPage, Sieve, Tally, When
from maarif.engine.declare import Office
from maarif.kernel import clock
from maarif.kernel.calendar import Calendar, calendar_of
from maarif.kernel.countries import active_country
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access import queries as access
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Actor, Assurance

PAGE: Final = 50
#: Nothing is counted further than this: an office with more reads "1 000+".
MOST_COUNTED: Final = 1000
#: "Soon" are the turns that end today or within so many working days.
SOON_DAYS: Final = 3


def inbox_for(viewer: Actor, sieve: Sieve, *, after: str | None = None, limit: int = PAGE) -> DeskPage:
    """Open turns of the viewer's office that the sieve leaves, the nearest end first; turns without an end come last.

    `after` is what the page before gave; one that was not given begins at the beginning. An actor without an office sees none.
    """
    rows = _sifted(viewer, sieve)
    turns = list(_behind(rows, after)[: limit + 1])
    if len(turns) <= limit and not (after or "").startswith("-"):
        turns += list(rows.filter(due__isnull=True).order_by("id")[: limit + 1 - len(turns)])
    shown, more = turns[:limit], len(turns) > limit
    last = shown[-1] if more else None
    return DeskPage(
        cards=_cards(shown), after=None if last is None else f"{last.due.isoformat() if last.due else '-'}.{last.pk}"
    )


def cards_of(viewer: Actor, numbers: Iterable[str]) -> tuple[DeskCard, ...]:
    """The open turns of the viewer's office in these cases, in the order of their ends; others are left out."""
    wanted = list(dict.fromkeys(numbers))
    return _cards(list(_open_turns(viewer).filter(number__in=wanted).order_by("due", "id")))


def tally_for(viewer: Actor, service: str = "") -> Tally:
    """How many open turns of the office each filter would leave by itself; stages those of `service`, when one is chosen.

    Each count is bounded by an index and by MOST_COUNTED, so that a page of a hundred thousand costs no more than one of a thousand.
    """
    parts, values = _parts(viewer)
    codes, stages = _codes(viewer, service)
    counts = ", ".join(f"({_COUNT.format(condition=condition)})" for condition in parts.values())
    named = _NAMED.format(count=_COUNT.format(condition="service = code.value"), codes="%(codes)s")
    staged = _COUNT.format(condition="service = %(service)s AND stage = code.value")
    statement = f"SELECT {counts}, ({named}), ({_NAMED.format(count=staged, codes='%(stages)s')})"
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "codes": codes, "stages": stages, "service": service})
        found = cursor.fetchone()
    counted = dict(zip(parts, found, strict=False))
    return Tally(
        most=MOST_COUNTED,
        every=counted["every"],
        claims={claim: counted[claim.value] for claim in Claim},
        whens={when: counted[when.value] for when in When},
        waiting=counted["waiting"],
        opinions=counted["opinions"],
        services=_loaded(found[-2]),
        stages=_loaded(found[-1]),
    )


def colleagues_of(viewer: Actor) -> tuple[Colleague, ...]:
    """Everybody who decides in the viewer's office, by name; whoever somebody stands in for is marked."""
    if viewer.scope_kind is None or viewer.scope is None:
        return ()
    kind = ScopeKind(viewer.scope_kind)
    roles = {role for office in _offices_of(viewer) for role in offices.ROLES[Office(office)]}
    held = dict.fromkeys(grant.party for role in sorted(roles) for grant in access.holders(role, kind, viewer.scope))
    absent = offices.absent_colleagues(viewer)
    names = people.names_of(held)
    found = (Colleague(party=party, name=names.get(party, ""), absent=party in absent) for party in held)
    return tuple(sorted(found, key=lambda each: (each.name, each.party)))


def leads_office(viewer: Actor) -> bool:
    """Whether the viewer answers for the office: assigns work and sees its load."""
    return viewer.assurance >= Assurance.OFFICIAL and viewer.role in set(offices.HEADS.values())


_BASE: Final = """
    closed_at IS NULL AND office <> 'placement' AND office = ANY(%(offices)s) AND scope_kind = %(kind)s AND scope = %(scope)s
"""
_COUNT: Final = (
    f"SELECT count(*) FROM (SELECT 1 FROM cases_turn WHERE {_BASE} AND {{condition}} LIMIT %(most)s) counted"  # noqa: S608
)
_NAMED: Final = "SELECT jsonb_object_agg(code.value, ({count})) FROM unnest({codes}::text[]) AS code(value)"


def _parts(viewer: Actor) -> tuple[dict[str, str], dict[str, Any]]:
    """The condition of each filter by its name, and the values that the conditions take."""
    today, soon = _today(), _soon()
    conditions = {
        "every": "true",
        Claim.MINE.value: "claimed_by_id = %(me)s",
        Claim.NOBODY.value: "claimed_by_id IS NULL",
        Claim.COLLEAGUE.value: "claimed_by_id IS NOT NULL AND claimed_by_id <> %(me)s",
        Claim.ABSENT.value: "claimed_by_id = ANY(%(absent)s)",
        When.OVERDUE.value: "due < %(today)s AND paused_at IS NULL",
        When.SOON.value: "due BETWEEN %(today)s AND %(soon)s AND paused_at IS NULL",
        "waiting": "paused_at IS NOT NULL AND EXISTS (SELECT 1 FROM cases_case WHERE id = case_id AND status = %(waits)s)",
        "opinions": "kind = 'opinion'",
    }
    values = {
        "offices": _offices_of(viewer),
        "kind": viewer.scope_kind or "",
        "scope": viewer.scope or "",
        "me": viewer.party,
        "absent": sorted(offices.absent_colleagues(viewer)),
        "today": today,
        "soon": soon,
        "waits": Status.WAITING_APPLICANT.value,
        "most": MOST_COUNTED + 1,
    }
    return conditions, values


def _codes(viewer: Actor, chosen: str) -> tuple[list[str], list[str]]:
    """Services that can reach this office, and the stages of the chosen one that do."""
    mine = set(_offices_of(viewer))
    services = [
        each
        for each in registry.services(active_country().code)
        if any(
            stage.decided_by in mine or any(opinion.given_by in mine for opinion in stage.opinions)
            for stage in each.stages
        )
    ]
    stages = [stage.code for each in services if each.code == chosen for stage in each.stages]
    return [each.code for each in services], stages


def _loaded(found: str | None) -> dict[str, int]:
    return {code: count for code, count in json.loads(found or "{}").items() if count}


def _offices_of(viewer: Actor) -> list[str]:
    """The kinds of offices for which the viewer's role decides; none without a second factor."""
    if viewer.party is None or viewer.assurance < Assurance.OFFICIAL:
        return []
    return [office.value for office, roles in offices.ROLES.items() if viewer.role in roles]


def _open_turns(viewer: Actor) -> QuerySet[Turn]:
    rows = Turn.objects.filter(closed_at__isnull=True, office__in=_offices_of(viewer)).exclude(office="placement")
    return rows.filter(scope_kind=viewer.scope_kind or "", scope=viewer.scope or "").select_related("case")


def _sifted(viewer: Actor, sieve: Sieve) -> QuerySet[Turn]:
    rows = _open_turns(viewer).filter(_claimed(viewer, sieve.claim), _ending(sieve.when))
    if sieve.service:
        rows = rows.filter(service=sieve.service)
    if sieve.stage:
        rows = rows.filter(stage=sieve.stage)
    if sieve.waiting:
        rows = rows.filter(paused_at__isnull=False, case__status=Status.WAITING_APPLICANT.value)
    if sieve.opinions:
        rows = rows.filter(kind=TurnKind.OPINION.value)
    if sieve.number:
        rows = rows.filter(number=sieve.number)
    if sieve.people is not None:
        rows = rows.filter(Q(case__party__in=sieve.people) | Q(case__subject__in=sieve.people))
    return rows


def _claimed(viewer: Actor, claim: Claim | None) -> Q:
    if claim is Claim.MINE:
        return Q(claimed_by=viewer.party)
    if claim is Claim.NOBODY:
        return Q(claimed_by__isnull=True)
    if claim is Claim.COLLEAGUE:
        return Q(claimed_by__isnull=False) & ~Q(claimed_by=viewer.party)
    return Q(claimed_by__in=offices.absent_colleagues(viewer)) if claim is Claim.ABSENT else Q()


def _ending(when: When | None) -> Q:
    if when is When.OVERDUE:
        return Q(due__lt=_today(), paused_at__isnull=True)
    return Q(due__gte=_today(), due__lte=_soon(), paused_at__isnull=True) if when is When.SOON else Q()


def _behind(rows: QuerySet[Turn], after: str | None) -> QuerySet[Turn]:
    """The rows behind a place of the list, by end and number."""
    day, _, turn = (after or "").rpartition(".")
    rows = rows.order_by("due", "id")
    if not (turn.isascii() and turn.isdecimal() and len(turn) <= len(str(2**62))):
        return rows.filter(due__isnull=False)
    if day == "-":
        return rows.filter(due__isnull=True, id__gt=int(turn))
    try:
        last = date.fromisoformat(day)
    except ValueError:
        return rows.filter(due__isnull=False)
    return rows.filter(Q(due__gt=last) | Q(id__gt=int(turn)), due__gte=last)


def _today() -> date:
    return clock.today(active_country().time_zone)


def _soon() -> date:
    calendar = calendar_of(active_country().code)
    return calendar.due_date(_today(), SOON_DAYS)


def _cards(turns: list[Turn]) -> tuple[DeskCard, ...]:
    parties = {
        party
        for turn in turns
        for party in (turn.case.party_id, turn.case.subject_id, turn.claimed_by_id)
        if party is not None
    }
    names = names_of(parties)
    return tuple(_card(turn, names) for turn in turns)


def names_of(parties: Iterable[int]) -> Mapping[int, str]:
    """Names of people, and of institutions where a number is no person's."""
    wanted = set(parties)
    names = dict(people.names_of(wanted)) if wanted else {}
    rest = wanted - set(names)
    if rest:
        names |= {party: name.az for party, name in institutions.names_of(rest).items()}
    return names


def _card(turn: Turn, names: Mapping[int, str]) -> DeskCard:
    case, opinion = turn.case, turn.kind == TurnKind.OPINION.value
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
        subject=case.subject_id,
        subject_name=names.get(case.subject_id, ""),
        intake=Intake(case.intake),
        status=Status(case.status),
        received_at=case.submitted_at,
        due=turn.due,
        left=working_days_left(calendar_of(turn.country, turn.region or None), turn.due),
        paused=turn.paused_at is not None,
        claimed_by=turn.claimed_by_id,
        claimed_name=names.get(turn.claimed_by_id or 0, ""),
        claimed_at=turn.claimed_at,
        proposed=turn.proposal is not None,
    )


def working_days_left(calendar: Calendar, due: date | None) -> int | None:
    """Working days from today to a day: 0 on the day itself, negative when it is past."""
    return None if due is None else calendar.working_days_between(_today(), due)
