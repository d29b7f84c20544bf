"""Who may act where: which roles each office decides by, and whether an officer sits in the office whose turn it is."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from maarif.engine import deadlines
from maarif.engine.cases.models import Turn
from maarif.engine.declare import Office, Seat
from maarif.kernel import clock
from maarif.kernel.calendar import calendar_of
from maarif.kernel.countries import active_country
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind, Staff
from maarif.support.parties.types import Actor, Assurance

_OF_INSTITUTIONS: Final = (Role.REGISTRAR, Role.HEAD)

#: The roles that decide in each office; nobody decides for the machine and for a placement.
ROLES: Final[Mapping[Office, tuple[Role, ...]]] = {
    Office.SCHOOL: _OF_INSTITUTIONS,
    Office.INSTITUTION: _OF_INSTITUTIONS,
    Office.OTHER_BODY: _OF_INSTITUTIONS,
    Office.DISTRICT: (Role.REGION_OFFICER,),
    Office.MINISTRY: (Role.MINISTRY_OFFICER,),
    Office.MACHINE: (),
    Office.PLACEMENT: (),
}

#: "Soon" are the turns that end today or within so many working days.
SOON_DAYS: Final = 3

#: Who answers for an office and is told when it is late.
HEADS: Final[Mapping[Office, Role]] = {
    Office.SCHOOL: Role.HEAD,
    Office.INSTITUTION: Role.HEAD,
    Office.OTHER_BODY: Role.HEAD,
    Office.DISTRICT: Role.REGION_OFFICER,
    Office.MINISTRY: Role.MINISTRY_OFFICER,
}


def scope_of(seat: Seat, country: str) -> tuple[ScopeKind, str]:
    """Where a seat is, in the terms in which roles are given."""
    if seat.institution is not None:
        return ScopeKind.INSTITUTION, str(seat.institution)
    if seat.region is not None:
        return ScopeKind.REGION, seat.region
    return ScopeKind.COUNTRY, country


def may_act(by: Actor, turn: Turn) -> bool:
    """Whether the officer has, with a second factor, a deciding role in the very office whose turn it is."""
    return (
        by.party is not None
        and by.assurance >= Assurance.OFFICIAL
        and by.role in ROLES[Office(turn.office)]
        and (by.scope_kind, by.scope) == (turn.scope_kind, turn.scope)
    )


def absent_colleagues(by: Actor) -> frozenset[int]:
    """The colleagues in this office for whom the officer stands in today: what they have claimed may be taken over."""
    if by.party is None or by.scope_kind is None or by.scope is None:
        return frozenset()
    return access.absent_for(by.party, by.scope_kind, by.scope)


def kinds_of(by: Actor) -> list[str]:
    """The kinds of offices for which the officer's role decides; none without a second factor."""
    if by.party is None or by.assurance < Assurance.OFFICIAL:
        return []
    return [office.value for office, roles in ROLES.items() if by.role in roles]


def staff_of(by: Actor) -> Staff:
    """Who decides in the officer's office, and for whom of them the officer stands in today; one statement."""
    if by.party is None or by.scope_kind is None or by.scope is None:
        return Staff()
    roles = {role for office in kinds_of(by) for role in ROLES[Office(office)]}
    return access.staff_of(by.party, roles, by.scope_kind, by.scope)


def today() -> date:
    """The present date in the country served."""
    return clock.today(active_country().time_zone)


def late_and_soon() -> tuple[date, date]:
    """Turns that end on the first day or before it are late today; those that end up to the second one, soon."""
    calendar = calendar_of(active_country().code)
    return deadlines.over_since(calendar, today()), calendar.due_date(today(), SOON_DAYS)


def leads(by: Actor, turn: Turn) -> bool:
    """Whether the officer answers for the office: may assign work to others and take it from them."""
    return may_act(by, turn) and by.role == HEADS[Office(turn.office)]
