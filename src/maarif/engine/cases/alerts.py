"""Notices of a case to those who work on it and to those whom it concerns; each with a key, so that it comes once."""

from collections.abc import Sequence
from typing import Any

from maarif.engine.cases import offices
from maarif.engine.cases.models import Case, Turn
from maarif.engine.declare import Office, Service
from maarif.engine.registry import text_of, word
from maarif.kernel.text import Text
from maarif.support.access import queries as access
from maarif.support.access.types import Role, ScopeKind
from maarif.support.notices import operations as notices
from maarif.support.parties.types import Actor


def tell_office(by: Actor, case: Case, service: Service[Any], turn: Turn) -> None:
    """Tells everybody who decides in the office that a case has come."""
    _tell(by, offices.ROLES[Office(turn.office)], case, service, turn, "case_came", f"turn {turn.pk} came")


def tell_holders(by: Actor, role: Role, case: Case, service: Service[Any], turn: Turn, what: str) -> int:
    """Tells the holders of a role in the office's scope (`notice.<what>` and `notice.<what>_body`); how many were told."""
    return _tell(by, [role], case, service, turn, what, f"turn {turn.pk} {what}")


def tell_claimer(by: Actor, case: Case, service: Service[Any], turn: Turn, what: str, key: str) -> None:
    """Tells whoever has the turn on the desk, and who stands in for them today; nobody when nobody has it."""
    if turn.claimed_by_id is None:
        return
    stand_ins = access.standing_in_for(turn.claimed_by_id, turn.scope_kind, turn.scope)
    for party in (turn.claimed_by_id, *stand_ins):
        tell_officer(by, party, case, service, turn, what, key)


def tell_officer(by: Actor, to: int, case: Case, service: Service[Any], turn: Turn, what: str, key: str) -> None:
    """Tells one officer (`notice.<what>` and `notice.<what>_body`), once per key."""
    notices.send(by=by, to=to, key=key, **_words(case, service, turn, what))


def _tell(by: Actor, roles: Sequence[Role], case: Case, service: Service[Any], turn: Turn, what: str, key: str) -> int:
    """Tells the holders of the roles in the office's scope the same, each once; how many they are."""
    held = access.holders_of(roles, ScopeKind(turn.scope_kind), turn.scope) if roles else ()
    told = {grant.party for grant in held}
    if told:
        notices.send_many(by=by, to=told, key=key, soon=True, **_words(case, service, turn, what))
    return len(told)


def _words(case: Case, service: Service[Any], turn: Turn, what: str) -> dict[str, Any]:
    """What an officer is told of a turn, and where it is."""
    return {
        "topic": "desk",
        "subject": word("notice", what),
        "body": word("notice", f"{what}_body").filled(
            number=Text.same(case.number or ""),
            service=text_of(service, "title"),
            due=Text.same(turn.due.isoformat() if turn.due else "-"),
        ),
        "link": f"/desk/cases/{case.number}/",
    }


def chosen_language(case: Case) -> str:
    """In which language copies go to the applicant who told it to an officer; empty where their account knows it."""
    return case.language if case.entered_by is not None else ""


def tell_applicant(by: Actor, case: Case, service: Service[Any], what: str, *, key: str, **words: str | Text) -> None:
    """Tells the applicant what happened (`notice.<what>` and `notice.<what>_body`)."""
    notices.send(
        by=by,
        to=case.party_id,
        topic="case",
        subject=word("notice", what),
        body=word("notice", f"{what}_body").filled(
            number=Text.same(case.number or ""), service=text_of(service, "title"), **words
        ),
        link=f"/cabinet/applications/{case.number}/",
        key=key,
        language=chosen_language(case),
    )
