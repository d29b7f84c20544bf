"""Who reads appeals without a name at a desk, and how often strangers may send and look."""

from collections.abc import Mapping
from typing import Final

from maarif.support.access.knocks import Door
from maarif.support.access.types import Role, ScopeKind
from maarif.support.parties.types import Actor, Assurance

#: The roles that decide about them, each in a scope of its kind: never the institution that one is about.
READS: Final[Mapping[Role, ScopeKind]] = {
    Role.REGION_OFFICER: ScopeKind.REGION,
    Role.MINISTRY_OFFICER: ScopeKind.COUNTRY,
}

SEND: Final = Door(house="anonymous appeals", name="send", most=5, seconds=3_600, most_in_all=300, seconds_in_all=3_600)
LOOK: Final = Door(house="anonymous looks", name="look", most=40, seconds=600, most_in_all=1_200, seconds_in_all=60)


def reads(viewer: Actor, scope_kind: str, scope: str) -> bool:
    """Whether the officer has, with a second factor, such a role in the very office."""
    return (
        viewer.party is not None
        and viewer.assurance >= Assurance.OFFICIAL
        and any(viewer.role == role and scope_kind == kind for role, kind in READS.items())
        and (viewer.scope_kind, viewer.scope) == (scope_kind, scope)
    )
