"""Before anything is judged: by nobody in their own affair, and nothing that has changed since it was looked at."""

from typing import Any, Final

from maarif.engine.cases import events
from maarif.engine.cases.errors import NothingToDecide, OwnCase
from maarif.engine.cases.models import Case
from maarif.engine.cases.types import EventKind
from maarif.engine.declare import Audience, Service
from maarif.registries.people import queries as people
from maarif.support.parties.types import Actor

#: What changes the matter itself: whoever opened the page before has not seen what they would decide.
_CHANGES: Final = frozenset(
    {
        EventKind.ENTERED,
        EventKind.HANDED_OVER,
        EventKind.SORTED_ANEW,
        EventKind.PROPOSED,
        EventKind.SENT_BACK,
        EventKind.ANSWERED,
        EventKind.OPINION_GIVEN,
        EventKind.JOINED,
        EventKind.SPLIT,
        EventKind.REOPENED,
    }
)


def unchanged(case: Case, as_of: int | None) -> events.Chain:
    """The history to go on with; NothingToDecide when the matter has changed since it was so long."""
    history = events.Chain(case)
    if as_of is not None and history.goes_on(as_of, _CHANGES):
        raise NothingToDecide(case=case.number or "")
    return history


def is_own(by: Actor, case: Case, service: Service[Any]) -> bool:
    """Whether the case is about the officer, or a child of theirs; what an institution asks as such is nobody's own."""
    if by.party is None or Audience.INSTITUTION in service.audiences:
        return False
    if by.party in (case.party_id, case.subject_id):
        return True
    return any(bond.person.id == by.party for bond in people.guardians(case.subject_id))


def impartial(by: Actor, case: Case, service: Service[Any]) -> None:
    """Refuses to judge one's own affair (OwnCase)."""
    if is_own(by, case, service):
        raise OwnCase(case=case.number or "")
