"""Applications that lie on the desks of the demonstration when it starts, sent and acted on through the verbs that everybody uses."""

from datetime import date, timedelta
from typing import Final

import click
from django.conf import settings

from maarif.config.demo_people import party_of
from maarif.engine.cases import operations, queries
from maarif.engine.cases.types import RequestKind
from maarif.kernel import clock
from maarif.kernel.errors import Refusal
from maarif.support.access import queries as access
from maarif.support.parties.types import Actor, Assurance, Channel
from simulators.affairs import Affair, affairs
from simulators.personas import Persona, persona

#: Questions whose answer depends on the country or the day: the first that may be chosen, or a day soon.
SOON: Final = timedelta(days=7)


def open_cases(country: str) -> tuple[str, ...]:
    """Opens every affair once; the numbers of those opened now. An affair that the rules of the day refuse is left out, and said."""
    if not settings.DEMO:
        raise click.ClickException("Only a demonstration (MAARIF_DEMO=1) has such cases.")
    opened = []
    for affair in affairs():
        with clock.using(clock.FrozenClock(clock.now() - timedelta(hours=affair.hours_ago))):
            try:
                opened.append(_open(country, affair))
            except Refusal as refusal:
                click.echo(f"{affair.code}: left out, {refusal}", err=True)
    return tuple(opened)


def _open(country: str, affair: Affair) -> str:
    who = persona(country, affair.kind)
    by = _citizen(who)
    subject = party_of(persona(country, affair.child)) if affair.child else None
    draft = operations.start_draft(by=by, service=affair.service, subject=subject)
    _answer(by, draft, affair, who.language)
    number = operations.submit(by=by, draft=draft, idempotency_key=f"demonstration-{affair.code}").number
    if affair.officer:
        _act(_officer(persona(country, affair.officer)), number, affair, who.language)
    return number


def _answer(by: Actor, draft: str, affair: Affair, language: str) -> None:
    """Answers question after question: as told, in the persona's words, or with the first answer that is possible."""
    asked: set[str] = set()
    while True:
        view = queries.draft_for(by, draft)
        question = next((each for each in view.questions if each.code not in asked), None)
        if question is None:
            return
        asked.add(question.code)
        told = (
            affair.text.in_(language) if question.code == "text" and affair.text else affair.answers.get(question.code)
        )
        if told is None and question.required and not question.answered:
            told = question.options[0].value if question.options else _soon().isoformat()
        if told is not None:
            operations.save_answer(by=by, draft=draft, field=question.code, raw=told)


def _act(officer: Actor, number: str, affair: Affair, language: str) -> None:
    operations.claim(by=officer, number=number)
    if affair.question:
        words = affair.question.in_(language)
        operations.ask(by=officer, number=number, kind=RequestKind.QUESTION, text=words)
    for step in filter(None, (affair.to, affair.then)):
        letter = {"answer": affair.answer.in_(language)} if affair.answer and step == affair.then else {}
        operations.decide(by=officer, number=number, to=step, noted=letter)


def _soon() -> date:
    return clock.now().date() + SOON


def _citizen(who: Persona) -> Actor:
    return Actor(party=party_of(who), assurance=Assurance.NATIONAL, language=who.language)


def _officer(who: Persona) -> Actor:
    party = party_of(who)
    grant = access.roles_of(party)[0]
    return Actor(
        party=party,
        role=grant.role.value,
        scope_kind=grant.scope_kind.value,
        scope=grant.scope,
        assurance=Assurance.OFFICIAL,
        channel=Channel.DESK,
        language=who.language,
    )
