"""Reads of the access room: roles held, tokens owned, and who stands behind a token."""

import hashlib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.support.access.models import ApiToken, Consent, RoleAssignment, StandIn
from maarif.support.access.types import (
    CONSENT_READERS,
    ConsentCard,
    Grant,
    RecordPart,
    Role,
    ScopeKind,
    Staff,
    StandInCard,
    TokenCard,
    TokenScope,
    Visitor,
)
from maarif.support.identity import queries as identity
from maarif.support.parties.queries import rows
from maarif.support.parties.types import Actor, Assurance, Channel

LAST_USED_STEP = timedelta(minutes=1)
MOST_CONSENTS = 100
_STAFF: Final = """
    SELECT party_id, role, false FROM access_roleassignment
    WHERE scope_kind = %s AND scope = %s AND role = ANY(%s) AND period @> %s::date
    UNION ALL
    SELECT absent_id, role, true FROM access_standin
    WHERE stand_in_id = %s AND scope_kind = %s AND scope = %s AND period @> %s::date
"""
_HOLDING: Final = """
    SELECT id, party_id, role, scope_kind, scope, lower(period), upper(period) FROM access_roleassignment
    WHERE scope_kind = %s AND scope = %s AND role = ANY(%s) AND period @> %s::date ORDER BY id
"""
_ORDER = {role: place for place, role in enumerate(Role)}


def today() -> date:
    """The date in the country served, by which roles begin and end."""
    return clock.today(active_country().time_zone)


def roles_of(party: int, on: date | None = None) -> tuple[Grant, ...]:
    """The roles that a party holds on a day (today when none is named), mildest first."""
    held = RoleAssignment.objects.filter(party_id=party, period__contains=on or today())
    return tuple(sorted(map(_grant, held), key=lambda grant: (_ORDER[grant.role], grant.id)))


def holders(role: Role, scope_kind: ScopeKind, scope: str, on: date | None = None) -> tuple[Grant, ...]:
    """Everybody who holds a role in a scope on a day."""
    return holders_of([role], scope_kind, scope, on)


def holders_of(roles: Iterable[Role], scope_kind: ScopeKind, scope: str, on: date | None = None) -> tuple[Grant, ...]:
    """Everybody who holds one of the roles in a scope on a day, a grant for each role; plain SQL, for every notice to an office asks."""
    found = rows(_HOLDING, [scope_kind.value, scope, [role.value for role in roles], on or today()])
    return tuple(
        Grant(id=pk, party=party, role=Role(role), scope_kind=ScopeKind(kind), scope=place, since=since, until=until)
        for pk, party, role, kind, place, since, until in found
    )


def absent_for(stand_in: int, scope_kind: str, scope: str, on: date | None = None) -> frozenset[int]:
    """The colleagues in one office for whom somebody stands in on a day."""
    held = StandIn.objects.filter(
        stand_in_id=stand_in, scope_kind=scope_kind, scope=scope, period__contains=on or today()
    )
    return frozenset(held.values_list("absent_id", flat=True))


def standing_in_for(absent: int, scope_kind: str, scope: str, on: date | None = None) -> tuple[int, ...]:
    """Who stands in for an absent colleague in one office on a day."""
    held = StandIn.objects.filter(absent_id=absent, scope_kind=scope_kind, scope=scope, period__contains=on or today())
    return tuple(dict.fromkeys(held.order_by("id").values_list("stand_in_id", flat=True)))


def staff_of(stand_in: int, roles: Iterable[Role], scope_kind: str, scope: str, on: date | None = None) -> Staff:
    """Who holds one of the roles in an office on a day, and for whom somebody stands in there; one statement."""
    wanted = [role.value for role in roles]
    values = [scope_kind, scope, wanted, on or today(), stand_in, scope_kind, scope, on or today()]
    held: dict[int, tuple[Role, ...]] = {}
    absent = set()
    for party, role, is_absent in rows(_STAFF, values):
        if is_absent:
            absent.add(party)
        else:
            held[party] = (*held.get(party, ()), Role(role))
    return Staff(roles=held, absent=frozenset(absent))


def consents_of(viewer: Actor) -> tuple[ConsentCard, ...]:
    """The consents that the viewer, or the child acted for, has given, newest first, with what has ended."""
    given = Consent.objects.filter(subject_id=viewer.subject) if viewer.subject is not None else Consent.objects.none()
    return tuple(map(_consent, given.order_by("-id")[:MOST_CONSENTS]))


def consents_to(viewer: Actor) -> tuple[ConsentCard, ...]:
    """The consents in force today that let the viewer, or the institution that the viewer acts for, see somebody's record."""
    return tuple(map(_consent, _in_force(viewer).order_by("-id")[:MOST_CONSENTS]))


def readers_of(body: int, *, person: bool) -> frozenset[int]:
    """Who may look by a consent given to this party: the person, or who acts for the institution today."""
    if person:
        return frozenset({body})
    return frozenset(grant.party for grant in holders_of(CONSENT_READERS, ScopeKind.INSTITUTION, str(body)))


def consent_for(viewer: Actor, consent: int) -> ConsentCard | None:
    """One of them; None when it is for somebody else, has ended, or was taken back."""
    row = _in_force(viewer).filter(pk=consent).first()
    return None if row is None else _consent(row)


def _in_force(viewer: Actor) -> QuerySet[Consent]:
    """To an official as the institution of the office, to anybody else as themselves and never as the child acted for."""
    body: int | None = viewer.party
    if viewer.assurance >= Assurance.OFFICIAL:
        at_institution = viewer.scope_kind == ScopeKind.INSTITUTION and viewer.scope is not None
        body = int(viewer.scope) if at_institution and viewer.scope is not None else None
    if body is None or viewer.acting_for is not None:
        return Consent.objects.none()
    return Consent.objects.filter(body_id=body, period__contains=today(), revoked_at=None)


def _consent(row: Consent) -> ConsentCard:
    zone = active_country().time_zone
    return ConsentCard(
        id=row.pk,
        subject=row.subject_id,
        body=row.body_id,
        purpose=row.purpose,
        parts=frozenset(map(RecordPart, row.parts)),
        since=row.period.lower,
        until=row.period.upper - timedelta(days=1),
        revoked_on=None if row.revoked_at is None else clock.day_of(row.revoked_at, zone),
        case=row.case,
    )


def stand_ins(scope_kind: str, scope: str, *, limit: int = 50) -> tuple[StandInCard, ...]:
    """Who stands, will stand and stood in for whom in one office, the latest first."""
    found = StandIn.objects.filter(scope_kind=scope_kind, scope=scope).order_by("-period", "-id")[:limit]
    return tuple(
        StandInCard(
            id=row.pk, absent=row.absent_id, stand_in=row.stand_in_id, since=row.period.lower, until=row.period.upper
        )
        for row in found
    )


def tokens_of(viewer: Actor) -> tuple[TokenCard, ...]:
    """The viewer's own tokens that still work, newest first."""
    if viewer.party is None:
        return ()
    alive = ApiToken.objects.filter(party_id=viewer.party, revoked_at=None, expires_at__gt=clock.now())
    return tuple(map(card_of, alive.order_by("-id")))


def visitor_by_token(secret: str) -> Visitor | None:
    """Who stands behind a token, or None when it is unknown, revoked, past its end, or its account was put to rest and the person has
    no other (as after a merge). Notes once a minute that it was used.
    """
    now = clock.now()
    alive = ApiToken.objects.filter(digest=digest(secret), revoked_at=None, expires_at__gt=now)
    rests = Exists(identity.accounts(resting=True).filter(pk=OuterRef("account")))
    another = Exists(identity.accounts(resting=False).filter(party=OuterRef("party")))
    token = alive.filter(~rests | another).first()
    if token is None:
        return None
    stale = Q(last_used_at=None) | Q(last_used_at__lt=now - LAST_USED_STEP)
    if token.last_used_at is None or token.last_used_at < now - LAST_USED_STEP:
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)
    return Visitor(
        account=token.account,
        party=token.party_id,
        assurance=Assurance.NATIONAL,
        channel=Channel.API,
        language=token.language,
        token_scopes=frozenset(map(TokenScope, token.scopes)),
    )


def authenticate(secret: str) -> Actor | None:
    """The actor behind a token, or None; what it may do is decided by the gate of each address."""
    visitor = visitor_by_token(secret)
    if visitor is None:
        return None
    return Actor(
        party=visitor.party,
        account=visitor.account,
        assurance=visitor.assurance,
        channel=visitor.channel,
        language=visitor.language,
    )


def digest(secret: str) -> bytes:
    """What is kept of a token: 160 random bits need no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def card_of(token: ApiToken) -> TokenCard:
    """A token as its owner sees it."""
    return TokenCard(
        id=token.pk,
        name=token.name,
        hint=token.hint,
        scopes=tuple(map(TokenScope, token.scopes)),
        issued_at=token.issued_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
    )


def _grant(row: RoleAssignment) -> Grant:
    return Grant(
        id=row.pk,
        party=row.party_id,
        role=Role(row.role),
        scope_kind=ScopeKind(row.scope_kind),
        scope=row.scope,
        since=row.period.lower,
        until=row.period.upper,
    )
