"""The office that one acts for, in words, with the desk's menu and its first page."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from maarif.engine.cases import queries as cases
from maarif.engine.cases.types.desk import Claim, When
from maarif.kernel.countries import country, region
from maarif.kernel.names import full_name
from maarif.registries.institutions import queries as institutions
from maarif.registries.people import queries as people
from maarif.support.access.budgets import LOOKS_A_DAY, looks_left
from maarif.support.access.types import Grant, Role, ScopeKind
from maarif.support.parties.types import Actor
from maarif.surfaces.desk import rules
from maarif.surfaces.desk.screens.inbox import bounded
from maarif.surfaces.desk.types import Home, Office, OfficeChoice, Place, Tile
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record.words import ROLES, say

HOME: Final = "desk:home"
CASES: Final = "desk:cases"
LOAD: Final = "desk:load"
STAND_INS: Final = "desk:stand_ins"
PEOPLE: Final = "desk:people"
DUPLICATES: Final = "desk:duplicates"
ANSWERS: Final = "answers:desk"
ANONYMOUS: Final = "anonymous:desk"
WRITE_DOWN: Final = "anonymous:new"
SHOWN: Final = "consents:office"


def office_of(viewer: Actor, here: str) -> Office:
    """The office with the menu; `here` is the name of the entry that the page belongs to."""
    entries: list[tuple[str, str, int | None]] = [(HOME, _("Overview"), None)]
    if _role(viewer) in rules.MAY_DECIDE_CASES:
        entries += [(CASES, _("Cases"), None), (ANSWERS, _("Answers for everybody"), None)]
        entries.append(_anonymous(viewer))
        entries.append((STAND_INS, _("Stand-ins"), None))
    if _role(viewer) in rules.MAY_SEE_LOAD:
        entries.append((LOAD, _("Load"), None))
    if _role(viewer) in rules.MAY_FIND:
        entries.append((PEOPLE, _("Find a person"), None))
    if _role(viewer) in rules.MAY_BE_SHOWN:
        entries.append((SHOWN, _("Shown by consent"), None))
    if _role(viewer) in rules.MAY_DECIDE_DUPLICATES:
        entries.append((DUPLICATES, _("Possible duplicates"), people.open_candidates()))
    return Office(
        title=say(ROLES, viewer.role),
        place=place_name(viewer.scope_kind or "", viewer.scope or ""),
        places=tuple(
            Place(label=label, href=reverse(name), current=name == here, count=count) for name, label, count in entries
        ),
    )


def _anonymous(viewer: Actor) -> tuple[str, str, int | None]:
    """Where appeals without a name lie, or, in an institution that never decides about them, where one is written down."""
    if _role(viewer) in rules.MAY_READ_ANONYMOUS:
        return ANONYMOUS, _("Appeals without a name"), None
    return WRITE_DOWN, _("Write down an appeal without a name"), None


def home_for(viewer: Actor, grants: tuple[Grant, ...]) -> Home:
    """The desk's first page."""
    card = people.person_card(viewer.party) if viewer.party is not None else None
    name = full_name("", card.given_name, card.patronymic) if card is not None else ""
    return Home(name=name, offices=_offices(viewer, grants), tiles=tuple(_tiles(viewer)))


def place_name(scope_kind: str, scope: str) -> str:
    """What an office is called: an institution, a region, a country."""
    if scope_kind == ScopeKind.INSTITUTION:
        card = institutions.card(int(scope)) if scope.isdecimal() else None
        return text(card.name) if card is not None else scope
    if scope_kind == ScopeKind.REGION:
        return text(region(scope.partition("-")[0].lower(), scope).name)
    return text(country(scope).name)


def _offices(viewer: Actor, grants: tuple[Grant, ...]) -> tuple[OfficeChoice, ...]:
    return tuple(
        OfficeChoice(
            id=grant.id,
            title=say(ROLES, grant.role.value),
            place=place_name(grant.scope_kind.value, grant.scope),
            current=(grant.role.value, grant.scope) == (viewer.role, viewer.scope),
        )
        for grant in grants
    )


def _tiles(viewer: Actor) -> list[Tile]:
    tiles = [_cases(viewer)] if _role(viewer) in rules.MAY_DECIDE_CASES else []
    if _role(viewer) in rules.MAY_FIND:
        tiles.append(
            Tile(
                title=_("Find a person"),
                text=_("records may still be opened today, of %(most)s. Each of them is seen by the person.")
                % {"most": LOOKS_A_DAY},
                figure=looks_left(viewer),
                action=_("Find a person"),
                href=reverse(PEOPLE),
            )
        )
    if _role(viewer) in rules.MAY_DECIDE_DUPLICATES:
        tiles.append(
            Tile(
                title=_("Possible duplicates"),
                text=_("pairs of records wait for a decision."),
                figure=people.open_candidates(),
                action=_("Look at them"),
                href=reverse(DUPLICATES),
            )
        )
    return tiles or [
        Tile(title=_("Nothing to do here yet"), text=_("Work for your role appears here when its services open."))
    ]


def _cases(viewer: Actor) -> Tile:
    """How many cases lie with the office, and which of them press."""
    tally = cases.tally_for(viewer)
    pressing = {"late": tally.whens[When.OVERDUE], "soon": tally.whens[When.SOON], "free": tally.claims[Claim.NOBODY]}
    return Tile(
        title=_("Cases"),
        text=_("open. Late: %(late)s. Due within 3 working days: %(soon)s. On nobody's desk: %(free)s.")
        % {name: bounded(count, tally.most) for name, count in pressing.items()},
        figure=min(tally.every, tally.most),
        action=_("Look at the cases"),
        href=reverse(CASES),
    )


def _role(viewer: Actor) -> Role:
    return Role(viewer.role)
