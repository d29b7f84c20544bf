"""A sent case as its service sees it: the declaration that it was sent under, the asking, the facts read anew."""

from functools import lru_cache
from typing import Any, Final

from maarif.engine import registry
from maarif.engine.cases import drafts
from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.cases.models import Case, FrozenDeclaration, Turn
from maarif.engine.cases.types import TurnKind
from maarif.engine.declare import Asking, Granted, Service
from maarif.engine.registry import text_of
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.kernel.text import Language, Text
from maarif.support.parties import queries as statements
from maarif.support.parties import rows
from maarif.support.parties.types import Actor, Assurance

_TURNS: Final = "_turns_read"


def locked(number: str) -> Case:
    """The case of this number, its row held until the transaction ends; CaseNotFound."""
    held = rows.found(Case, "number = %s", [number[:40]], lock=True)
    if not held:
        raise CaseNotFound(number=number[:40])
    return held[0]


def turns(case: Case) -> list[Turn]:
    """Every turn of a case by position, read once for a row that is held; what is opened meanwhile is added to it."""
    kept: dict[str, list[Turn]] = vars(case)
    if _TURNS not in kept:
        kept[_TURNS] = rows.found(Turn, "case_id = %s", [case.pk], order="position")
    return kept[_TURNS]


def open_turn(case: Case) -> Turn | None:
    """The stage's turn that nobody has ended."""
    return next((turn for turn in turns(case) if turn.closed_at is None and turn.kind == TurnKind.STAGE), None)


def open_opinions(case: Case) -> list[Turn]:
    """The opinions still awaited."""
    return [turn for turn in turns(case) if turn.closed_at is None and turn.kind == TurnKind.OPINION]


def begin(case: Case) -> None:
    """Says of a case that is being sent that no office has had it: nobody need look."""
    vars(case)[_TURNS] = []


def service_of(case: Case) -> Service[Any]:
    """The service as it was when the case was sent: today's when nothing has changed since."""
    current = next((each for each in registry.all_services() if each.code == case.service), None)
    if current is not None and registry.frozen(current).digest == case.declaration_id:
        return current
    return _thawed(case.declaration_id or "")


@lru_cache(maxsize=256)
def _thawed(digest: str) -> Service[Any]:
    return registry.thawed(FrozenDeclaration.objects.get(digest=digest).body)


def asking_of(case: Case) -> Asking:
    """The applicant's asking, on today's date: what facts are read with when the case goes on."""
    applicant = Actor(
        party=case.party_id,
        acting_for=None if case.subject_id == case.party_id else case.subject_id,
        assurance=Assurance.NATIONAL,
        case=case.number or "",
        language=case.language,
    )
    today = clock.today(country(case.country).time_zone)
    return Asking(
        actor=applicant, subject=case.subject_id, country=case.country, on=today, language=Language(case.language)
    )


def granted_of(
    case: Case, service: Service[Any], *, by: Actor | None = None, turn: Turn | None = None, facts: object = None
) -> Granted[Any]:
    """The case at this moment: facts read anew, or as they were read in this act, what was answered, what officers have noted so far."""
    asking = asking_of(case)
    noted: dict[str, object] = {}
    for past in turns(case):
        noted.update(past.noted if past.closed_at is not None else {})
    if turn is not None:
        noted.update(turn.noted)
    return Granted(
        asking=asking,
        number=case.number or "",
        facts=service.facts(asking) if facts is None else facts,
        answers=drafts.restored(service, case.answers),
        noted=drafts.noted(service, noted),
        note=turn.note if turn is not None else "",
        grounds=tuple(turn.grounds) if turn is not None else (),
        decided_by=by,
    )


def frozen_text(case: Case, service: Service[Any], key: str) -> Text:
    """A text as it stood when the case was sent; today's for a key that came later."""
    body = FrozenDeclaration.objects.filter(digest=case.declaration_id).values_list("body", flat=True).first() or {}
    words = body.get("texts", {}).get(key)
    return Text.of(words) if words is not None else text_of(service, key)


def next_serial() -> int:
    """The next number of a case, from the sequence of the database."""
    return int(statements.rows("SELECT nextval('cases_number')", [])[0][0])
