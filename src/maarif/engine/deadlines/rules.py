"""The arithmetic of terms: the longest way through the stages, counted in working days of the country's calendar."""

from datetime import date, datetime
from typing import Any

from maarif.engine.deadlines.clocks import started
from maarif.engine.deadlines.types import Clock, Deadline, SkippedDay, Term
from maarif.engine.declare import Answers, Service, Stage
from maarif.kernel.calendar import calendar_of
from maarif.kernel.clock import day_of
from maarif.kernel.countries import country
from maarif.kernel.text import Text


def term_of(service: Service[Any], facts: object = None, answers: Answers | None = None) -> int:
    """Working days from receipt to decision along the longest way; as the page promises it when no facts are given."""
    if not service.stages:
        return 0
    return _longest(service, service.stages[0].code, frozenset(), facts, answers or {}, 0)


def terms_of(service: Service[Any], country_code: str, on: date) -> tuple[Term, ...]:
    """The terms that a country promises on a day, by the kind of matter where they differ by kind, as cases will be counted.

    Matters with the same term stand together; one term for everything names no kind.
    """
    if service.matters is None:
        return (Term(matters=(), days=term_of(service)),)
    days = {each.code: term_of(service, each.facts, each.answers) for each in service.matters(country_code, on)}
    found = tuple(
        Term(matters=tuple(code for code, its in days.items() if its == one), days=one)
        for one in dict.fromkeys(days.values())
    )
    return found if len(found) > 1 else (Term(matters=(), days=found[0].days),)


def stage_days(service: Service[Any], stage: Stage[Any], country_code: str, on: date) -> int:
    """The working days that a stage has at most in a country on a day, whatever the kind of matter."""
    if service.matters is None:
        return stage.within.days
    return max(days_of(stage, each.facts, each.answers) for each in service.matters(country_code, on))


def days_of(stage: Stage[Any], facts: object, answers: Answers) -> int:
    """The working days of one stage: from the rules read with the facts where the stage says so, else as declared."""
    return stage.within.days if stage.term is None or facts is None else stage.term(facts, answers)


def deadline_of(service: Service[Any], received: datetime, country_code: str, days: int | None = None) -> Deadline:
    """By when a case received at this moment is to be decided; `days` is its term, the page's when none is given."""
    term = term_of(service) if days is None else days
    if term == 0:
        return Deadline(days=0, due=day_of(received, country(country_code).time_zone), counted=(), skipped=())
    due = calendar_of(country_code).due(received, term)
    skipped = tuple(SkippedDay(date=each.date, why=each.why) for each in due.skipped)
    return Deadline(days=term, due=due.due, counted=tuple(due.counted), skipped=skipped)


def clock_of(received: datetime, country_code: str, days: int) -> Clock:
    """The clock of a whole case that was received at this moment and has so many working days."""
    return started(day_of(received, country(country_code).time_zone), days)


def to_json(deadline: Deadline) -> dict[str, Any]:
    """The form in which a case keeps its arithmetic."""
    return {
        "days": deadline.days,
        "due": deadline.due.isoformat(),
        "counted": [day.isoformat() for day in deadline.counted],
        "skipped": [{"date": day.date.isoformat(), "why": day.why.as_dict()} for day in deadline.skipped],
        "pauses": [[start.isoformat(), end.isoformat()] for start, end in deadline.pauses],
    }


def from_json(kept: dict[str, Any]) -> Deadline:
    """Reads back what `to_json` made."""
    return Deadline(
        days=kept["days"],
        due=date.fromisoformat(kept["due"]),
        counted=tuple(date.fromisoformat(day) for day in kept["counted"]),
        skipped=tuple(
            SkippedDay(date=date.fromisoformat(day["date"]), why=Text.of(day["why"])) for day in kept["skipped"]
        ),
        pauses=tuple((date.fromisoformat(begin), date.fromisoformat(end)) for begin, end in kept.get("pauses", ())),
    )


def _longest(
    service: Service[Any], code: str, seen: frozenset[str], facts: object, answers: Answers, passed: int
) -> int:
    """Working days from receipt to the end of the longest way on from a stage that is entered when `passed` have passed."""
    stage = service.stage(code)
    if stage is None or code in seen:
        return passed
    days = days_of(stage, facts, answers)
    ends = max(passed, days) if stage.since_receipt else passed + days
    return max((_longest(service, way, seen | {code}, facts, answers, ends) for way in stage.then), default=ends)
