"""Who looked at the viewer's record, in words."""

from typing import Final

from maarif.support.audit import queries
from maarif.support.audit.types import Look
from maarif.support.parties.types import Actor
from maarif.surfaces.cabinet.types import LookLine, Looks
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
    return Looks(rows=tuple(map(_line, shown)), older=older)


def _line(look: Look) -> LookLine:
    role = say(words.ROLES, look.role)
    return LookLine(
        at=look.at,
        who=f"{look.who}, {role}" if look.who else role,
        what=say(words.LOOKED_AT, look.what),
        purpose=say(words.PURPOSES, look.purpose) if look.purpose else "",
        case=look.case,
    )
