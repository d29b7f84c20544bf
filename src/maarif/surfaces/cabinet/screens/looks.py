"""Who looked at the viewer's record, in words."""

from typing import Final

from maarif.registries.institutions import queries as institutions
from maarif.support.audit import queries
from maarif.support.audit.types import Look
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import LookLine, Looks
from maarif.surfaces.frame.environment import text
from maarif.surfaces.record import words
from maarif.surfaces.record.words import say

PAGE: Final = 30


def looks_for(viewer: Actor, *, before: int | None = None) -> Looks:
    """A page of the ledger of the viewer, or of the child acted for; one's own looks are left out."""
    if viewer.subject is None:
        return Looks(rows=(), older=None)
    looks = queries.looks_at(viewer.subject, limit=PAGE + 1, before=before)
    shown = looks[:PAGE]
    older = shown[-1].id if len(looks) > PAGE else None
    offices = _offices(shown)
    return Looks(rows=tuple(_line(look, offices.get(look.scope, "")) for look in shown), older=older)


def _offices(looks: tuple[Look, ...]) -> dict[str, str]:
    """What the institutions are called for which somebody looked, by the scope that the ledger keeps; one statement."""
    scopes = {look.scope for look in looks if look.scope.isdecimal()}
    names = institutions.names_of(map(int, scopes)) if scopes else {}
    return {str(number): text(name) for number, name in names.items()}


def _line(look: Look, office: str) -> LookLine:
    return LookLine(
        at=look.at,
        who=", ".join(filter(None, (look.who, say(words.ROLES, look.role), office))),
        what=say(words.LOOKED_AT, look.what),
        purpose=say(words.PURPOSES, look.purpose) if look.purpose else "",
        case=look.case,
    )
