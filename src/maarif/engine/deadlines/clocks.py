"""The arithmetic of a clock that can be stopped: when it runs out, and every day that counted on the way."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from maarif.engine.deadlines.types import Clock, Deadline, Left, Run, SkippedDay
from maarif.kernel.calendar import Calendar


def started(day: date, days: int) -> Clock:
    """A clock of so many working days started on a day, which does not count."""
    return Clock(days=days, runs=(Run(after=day),))


def stopped(clock: Clock, day: date) -> Clock:
    """The clock stopped on a day, which still counts; one that stands already is left as it is."""
    if not clock.running:
        return clock
    last = clock.runs[-1]
    return replace(clock, runs=(*clock.runs[:-1], Run(after=last.after, upto=max(day, last.after))))


def resumed(clock: Clock, day: date) -> Clock:
    """The clock started again on a day, which does not count; one that runs already is left as it is."""
    return clock if clock.running else replace(clock, runs=(*clock.runs, Run(after=day)))


def lengthened(clock: Clock, days: int) -> Clock:
    """The same clock with more working days."""
    return replace(clock, days=clock.days + days)


def used(clock: Clock, calendar: Calendar, today: date) -> int:
    """How many working days have counted up to and including a day."""
    return sum(
        max(0, calendar.working_days_between(run.after, min(run.upto or today, today)))
        for run in clock.runs
        if run.after < today
    )


def due_of(clock: Clock, calendar: Calendar) -> date | None:
    """The last day of the term; None while the clock stands before it ran out, for nobody knows then."""
    left = clock.days
    for run in clock.runs:
        inside = None if run.upto is None else calendar.working_days_between(run.after, run.upto)
        if inside is None or inside >= left:
            return calendar.due_date(run.after, left)
        left -= inside
    return None


def left(due: date, calendar: Calendar, today: date) -> Left:
    """How near a day is on which a term ends; one that ends on a day off ends on the next working day."""
    passed_on = 0 if calendar.is_working_day(due) else 1
    days = calendar.working_days_between(today, due) + passed_on
    return Left(days=days, late=due <= over_since(calendar, today))


def over_since(calendar: Calendar, today: date) -> date:
    """Terms that end on this day or before it are late today: the last working day before."""
    return calendar.working_day_before(today)


def explained(clock: Clock, calendar: Calendar) -> Deadline | None:
    """The term's end with its arithmetic; None while the clock stands before it ran out."""
    due = due_of(clock, calendar)
    if due is None:
        return None
    counted: list[date] = []
    skipped: list[SkippedDay] = []
    for run in clock.runs:
        last = min(run.upto or due, due)
        for offset in range(1, (last - run.after).days + 1):
            day = run.after + timedelta(days=offset)
            reason = calendar.reason(day)
            if reason is None:
                counted.append(day)
            else:
                skipped.append(SkippedDay(date=day, why=reason))
    return Deadline(days=clock.days, due=due, counted=tuple(counted), skipped=tuple(skipped), pauses=pauses(clock))


def pauses(clock: Clock) -> tuple[tuple[date, date], ...]:
    """The stretches between two runs: the day stopped, the day started again."""
    pairs = zip(clock.runs, clock.runs[1:], strict=False)
    return tuple((before.upto, after.after) for before, after in pairs if before.upto is not None)


def clock_to_json(clock: Clock) -> dict[str, Any]:
    """The form in which a clock is kept."""
    runs = [[run.after.isoformat(), run.upto.isoformat() if run.upto else None] for run in clock.runs]
    return {"days": clock.days, "runs": runs}


def clock_from_json(kept: dict[str, Any]) -> Clock:
    """Reads back what `clock_to_json` made."""
    return Clock(
        days=kept["days"],
        runs=tuple(
            Run(after=date.fromisoformat(after), upto=date.fromisoformat(upto) if upto else None)
            for after, upto in kept["runs"]
        ),
    )
