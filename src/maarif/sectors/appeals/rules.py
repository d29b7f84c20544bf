"""The law of appeals: which office is competent, how long it has, when a repeat may be left, what may be published."""

import re
from collections.abc import Collection
from typing import Final

from maarif.engine.declare import Office, Seat
from maarif.kernel.names import fold
from maarif.registries.institutions.types import InstitutionKind
from maarif.sectors.appeals.types import AppealRules, Competent, Fate, Matter, Place, Route, Sign

_SCHOOLS: Final = frozenset({InstitutionKind.SCHOOL, InstitutionKind.KINDERGARTEN})
_NUMBERS: Final = re.compile(r"\+?[0-9](?:[ ()-]?[0-9]){6,}")
_ADDRESSES: Final = re.compile(r"\S+@\S+")
_ANONYMOUS: Final = re.compile(r"[A-Z]{2}-[0-9]{4}-[0-9]{6,12}")
#: Shorter words are in too many texts to tell one from another.
SHORTEST_TOKEN: Final = 3
#: A name of fewer letters is a word of the language as often as a name.
SHORTEST_NAME: Final = 4
#: Endings are cut off by looking for the beginning of a long word.
STEM: Final = 6
MOST_TOKENS: Final = 12


def competent(rules: AppealRules, *, matter: str, category: str, place: Place | None, region: str | None) -> Seat:
    """The office of the first route that fits and may have the appeal; the ministry where none does."""
    for route in rules.routes:
        seat = _seat(route.office, place, region) if _fits(route, matter, category, place) else None
        if seat is not None and may_sit(matter, place, seat):
            return seat
    return Seat(office=Office.MINISTRY)


def _fits(route: Route, matter: str, category: str, place: Place | None) -> bool:
    return (
        (not route.matters or matter in route.matters)
        and (not route.categories or category in route.categories)
        and (not route.places or (place is not None and place.kind in route.places))
    )


def _seat(office: Competent, place: Place | None, region: str | None) -> Seat | None:
    where = place.region if place is not None and place.region is not None else region
    if office is Competent.MINISTRY:
        return Seat(office=Office.MINISTRY)
    if office is Competent.DISTRICT:
        return Seat(region=where, office=Office.DISTRICT) if where else None
    if place is None:
        return None
    kind = Office.SCHOOL if place.kind in _SCHOOLS else Office.INSTITUTION
    return Seat(institution=place.id, region=where, office=kind)


def may_sit(matter: str, place: Place | None, seat: Seat) -> bool:
    """A complaint about an institution is not decided by that institution, whatever the routes say."""
    return not (matter == Matter.COMPLAINT and place is not None and seat.institution == place.id)


def term(rules: AppealRules, matter: str, *, urgent: bool) -> int:
    """Working days from receipt to answer."""
    if urgent:
        return rules.urgent_days
    return rules.complaint_days if matter == Matter.COMPLAINT else rules.answer_days


def extension(rules: AppealRules, matter: str, *, urgent: bool) -> int:
    """By how many working days the term can be lengthened at most: to the term of study, and by the extension."""
    if urgent:
        return 0
    return max(0, rules.study_days - term(rules, matter, urgent=False)) + rules.extension_days


def fate_of(rules: AppealRules, found: Sign) -> Fate:
    """What the law makes of an appeal without a name: looked into where it tells of what may not be left, otherwise filed."""
    return Fate.LOOKED_INTO if found in rules.anonymous_considered else Fate.FILED


def anonymous_urgent(rules: AppealRules, sign: Sign) -> bool:
    """Whether an anonymous appeal that tells of this cannot wait for the common term."""
    return sign in rules.anonymous_considered and sign in rules.anonymous_urgent


def anonymous_term(rules: AppealRules, sign: Sign) -> int:
    """Working days from receipt to the resolution of an anonymous appeal: the urgent term, or that of a complaint."""
    return term(rules, Matter.COMPLAINT, urgent=anonymous_urgent(rules, sign))


def anonymous_number(typed: str) -> str:
    """The number of an anonymous appeal as it is kept, from what somebody typed; empty when it cannot be one."""
    number = typed.strip().upper()
    return number if _ANONYMOUS.fullmatch(number) else ""


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text as they are searched for: folded to one alphabet, each once, in their order."""
    return tuple(dict.fromkeys(word for word in fold(text).split() if word.isalnum() and len(word) >= SHORTEST_TOKEN))


def query_of(words: str) -> str:
    """A text search query that finds texts with any word beginning like one of these; empty when they say nothing."""
    stems = dict.fromkeys(token[:STEM] for token in tokens(words)[:MOST_TOKENS])
    return " | ".join(f"'{stem}':*" for stem in stems)


def personal_data(text: str, names: Collection[str]) -> tuple[str, ...]:
    """What a text says of persons: long numbers, addresses, words that begin with a name of the applicant."""
    own = {part for name in names for part in fold(name).split() if len(part) >= SHORTEST_NAME}
    named = [word for word in text.split() if any(part.startswith(name) for part in fold(word).split() for name in own)]
    return tuple(dict.fromkeys([*_NUMBERS.findall(text), *_ADDRESSES.findall(text), *named]))
