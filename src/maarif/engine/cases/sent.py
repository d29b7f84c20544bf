"""A sent case as its service sees it: the declaration that it was sent under, the asking, the facts read anew."""

from functools import lru_cache
from typing import Any

from django.db import connection

from maarif.engine import registry
from maarif.engine.cases import drafts
from maarif.engine.cases.errors import CaseNotFound
from maarif.engine.cases.models import Case, FrozenDeclaration, Turn
from maarif.engine.declare import Asking, Granted, Service
from maarif.engine.registry import text_of
from maarif.kernel import clock
from maarif.kernel.countries import country
from maarif.kernel.text import Language, Text
from maarif.support.parties.types import Actor, Assurance


def locked(number: str) -> Case:
    """The case of this number, its row held until the transaction ends; CaseNotFound."""
    case = Case.objects.select_for_update(no_key=True).filter(number=number[:40]).first()
    if case is None:
        raise CaseNotFound(number=number[:40])
    return case


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


def granted_of(case: Case, service: Service[Any], *, by: Actor | None = None, turn: Turn | None = None) -> Granted[Any]:
    """The case at this moment: facts read anew, what was answered, what officers have noted so far."""
    asking = asking_of(case)
    noted: dict[str, object] = {}
    for past in case.turns.filter(closed_at__isnull=False).order_by("position").values_list("noted", flat=True):
        noted.update(past)
    if turn is not None:
        noted.update(turn.noted)
    return Granted(
        asking=asking,
        number=case.number or "",
        facts=service.facts(asking),
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
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return int(cursor.fetchone()[0])
