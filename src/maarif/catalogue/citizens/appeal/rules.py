"""What the service judges: who is competent, how long there is, when a repeat may be left; what is promised."""

from datetime import date, timedelta
from typing import Final

from maarif.catalogue.certificates import people
from maarif.catalogue.citizens.appeal.facts import Appeal, joined, place
from maarif.engine import forms
from maarif.engine.declare import Answers, Consequence, Matter, Seat
from maarif.kernel.calendar import calendar_of
from maarif.sectors.appeals import queries as appeals
from maarif.sectors.appeals.types import Matter as AppealMatter

birth_date_known = people.birth_date_known
alive = people.alive

#: Ends that answer the matter with reasons.
REASONED: Final = frozenset({"satisfied", "partly", "explained", "refused"})


def office(facts: Appeal, answers: Answers) -> Seat:
    """The competent office, by the first route of the country's rules that fits."""
    return appeals.competent(
        facts.rules,
        matter=str(answers.get("matter")),
        category=str(answers.get("category")),
        place=place(facts, answers),
        region=str(answers["region"]) if answers.get("region") else None,
    )


def may_sit(facts: Appeal, answers: Answers, seat: Seat) -> bool:
    """Nobody decides a complaint about themselves."""
    return appeals.may_sit(str(answers.get("matter")), place(facts, answers), seat)


def registering_days(facts: Appeal, answers: Answers) -> int:
    """Working days to register it."""
    return facts.rules.register_days


def answering_days(facts: Appeal, answers: Answers) -> int:
    """The legal term from receipt to answer."""
    return appeals.term(facts.rules, str(answers.get("matter")), urgent=_urgent(answers))


def forwarding_days(facts: Appeal, answers: Answers) -> int:
    """Working days from receipt to send it on to the competent body; an urgent one is not kept longer than its own term."""
    return min(facts.rules.forward_days, answering_days(facts, answers))


def matters(country: str, on: date) -> tuple[Matter[Appeal], ...]:
    """The kinds of appeals, each with its term by the country's rules; an urgent one has the same whatever it is."""
    facts = Appeal(holder=None, country=country, on=on)
    kinds = [Matter(code=each.value, facts=facts, answers={"matter": each.value}) for each in AppealMatter]
    return (
        *kinds,
        Matter(code="urgent", facts=facts, answers={"matter": AppealMatter.APPLICATION.value, "urgent": True}),
    )


def promised_days(country: str, on: date) -> int:
    """The portal's own promise of word on the matter."""
    return appeals.rules_of(country, on).promise_days


def extension(facts: Appeal, answers: Answers) -> int:
    """By how much the term can be lengthened at most."""
    return appeals.extension(facts.rules, str(answers.get("matter")), urgent=_urgent(answers))


def _urgent(answers: Answers) -> bool:
    return answers.get("urgent") is True


def repeated(facts: Appeal, answers: Answers) -> bool:
    """The same matter was answered with reasons as often within the year as the law says."""
    since = facts.on - timedelta(days=facts.rules.repeats_days)
    answered = [
        each
        for each in facts.earlier
        if each.category == answers.get("category") and each.outcome in REASONED and not each.joined
        if each.decided is not None and each.decided >= since
    ]
    return len(answered) >= facts.rules.repeats


def consequences(facts: Appeal, answers: Answers) -> tuple[Consequence, ...]:
    """What the officer is told: other open appeals on the matter, which can be joined, and that a repeat may be left."""
    waiting = tuple(
        each.number
        for each in facts.earlier
        if each.open and not each.joined and each.category == answers.get("category") and each.number != facts.own
    )
    told = [Consequence(code="open_together", words={"numbers": joined(waiting)})] if facts.own and waiting else []
    return (*told, *((Consequence(code="answered_often"),) if repeated(facts, answers) else ()))


def standing(facts: Appeal, number: str) -> tuple[Consequence, ...]:
    """The portal's promise beside the term of the law, each as a date."""
    case = next((each for each in facts.earlier if each.number == number), None)
    if case is None:
        return ()
    promised = calendar_of(facts.country).due_date(case.received, facts.rules.promise_days)
    words = {"promised": forms.day_in_words(promised), "due": forms.day_in_words(case.due)}
    return (Consequence(code="promised", words=words),)
