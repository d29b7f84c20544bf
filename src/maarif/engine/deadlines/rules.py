"""The arithmetic of terms: the longest way through the stages, counted in working days of the country's calendar."""

from datetime import date, datetime
from typing import Any

from maarif.engine.deadlines.clocks import started
from maarif.engine.deadlines.types import Clock, Deadline, SkippedDay
from maarif.engine.declare import Service
from maarif.kernel.calendar import calendar_of
from maarif.kernel.clock import day_of
from maarif.kernel.countries import country
from maarif.kernel.text import Text


def term_of(service: Service[Any]) -> int:
    """Working days from receipt to decision along the longest way through the stages."""
    return _longest(service, service.stages[0].code, frozenset()) if service.stages else 0


def deadline_of(service: Service[Any], received: datetime, country_code: str, region: str | None = None) -> Deadline:
    """By when a case received at this moment is to be decided where the applicant lives."""
    days = term_of(service)
    if days == 0:
        return Deadline(days=0, due=day_of(received, country(country_code).time_zone), counted=(), skipped=())
    due = calendar_of(country_code, region).due(received, days)
    skipped = tuple(SkippedDay(date=each.date, why=each.why) for each in due.skipped)
    return Deadline(days=days, due=due.due, counted=tuple(due.counted), skipped=skipped)


def clock_of(service: Service[Any], received: datetime, country_code: str) -> Clock:
    """The clock of a whole case that was received at this moment."""
    return started(day_of(received, country(country_code).time_zone), term_of(service))


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


def _longest(service: Service[Any], code: str, seen: frozenset[str]) -> int:
    stage = service.stage(code)
    if stage is None or code in seen:
        return 0
    return stage.within.days + max((_longest(service, after, seen | {code}) for after in stage.then), default=0)
