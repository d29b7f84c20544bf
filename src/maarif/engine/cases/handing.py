"""What the desk asks before it acts: whether a case may be opened, who holds it, where it can be handed over."""

from datetime import datetime

from maarif.engine.cases import naming, opening
from maarif.engine.cases.sheets import moment
from maarif.engine.declare import Seat
from maarif.kernel.countries import active_country, regions
from maarif.kernel.text import Text
from maarif.registries.institutions import queries as institutions
from maarif.support.access.types import ScopeKind
from maarif.support.parties.types import Actor

MOST_FOUND = 20


def opened(viewer: Actor, number: str) -> int:
    """The person whom a case that the viewer may open concerns. CaseNotFound."""
    return opening.opened_for(viewer, number).case.subject_id


def holder_for(viewer: Actor, number: str) -> tuple[str, datetime | None]:
    """Who has claimed the open turn, and when. CaseNotFound."""
    turn = opening.opened_for(viewer, number).turn
    if turn is None or turn["claimed_by_id"] is None:
        return "", None
    return naming.names_of([turn["claimed_by_id"]]).get(turn["claimed_by_id"], ""), moment(turn["claimed_at"])


def seats_for(viewer: Actor, number: str, words: str) -> tuple[tuple[str, Text], ...]:
    """Offices of the same kind elsewhere whose name has these words, as codes and names. CaseNotFound."""
    turn = opening.opened_for(viewer, number).turn
    if turn is None or turn["scope_kind"] == ScopeKind.COUNTRY.value:
        return ()
    if turn["scope_kind"] == ScopeKind.REGION.value:
        found = ((each.code, each.name) for each in regions(active_country().code))
        wanted = words.strip().casefold()
        fits = [
            (code, name) for code, name in found if any(wanted in each.casefold() for each in name.as_dict().values())
        ]
        return tuple(each for each in fits if each[0] != turn["scope"])[:MOST_FOUND]
    own = institutions.card(int(turn["scope"]))
    kinds = (own.kind,) if own is not None else ()
    cards = institutions.search(words, country=turn["country"], kinds=kinds, limit=MOST_FOUND + 1)
    return tuple((str(card.id), card.name) for card in cards if str(card.id) != turn["scope"])[:MOST_FOUND]


def seat_of(viewer: Actor, code: str) -> Seat | None:
    """The seat that a code of `seats_for` names, of the viewer's own kind of office; None when there is none."""
    if viewer.scope_kind == ScopeKind.REGION and code in {each.code for each in regions(active_country().code)}:
        return Seat(region=code)
    if viewer.scope_kind == ScopeKind.INSTITUTION and code.isascii() and code.isdecimal() and len(code) < 19:
        card = institutions.card(int(code))
        own = institutions.card(int(viewer.scope or 0))
        if card is not None and own is not None and card.kind is own.kind and card.closed is None:
            return Seat(institution=card.id, region=card.region)
    return None
