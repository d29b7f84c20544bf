"""Reads of the transfers room: when one may ask, the log of a queue, a case's place in it, the queues where somebody waits."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from maarif.kernel.countries import country as country_of
from maarif.kernel.rulesets import rule_set
from maarif.sectors.transfers import rules
from maarif.sectors.transfers.models import QueueEntry
from maarif.sectors.transfers.types import Entry, Standing, Step, Transfers, Wanted


def rules_of(country: str, on: date) -> Transfers:
    """The rule set in force on a day."""
    return rule_set(country, "transfers", on, Transfers).values


def stages_of(country: str, on: date) -> Transfers:
    """The rule set of changes of stage in force on a day: its windows are for the grade that is entered."""
    return rule_set(country, "stage_change", on, Transfers).values


def stage_open_until(country: str, grade: int, moment: datetime) -> datetime | None:
    """When the present window closes for those who enter a grade; None when none is open."""
    return rules.open_until(stages_of(country, moment.date()), grade, moment, country_of(country).time_zone)


def open_until(country: str, grade: int, moment: datetime) -> datetime | None:
    """When the present window closes for pupils of a grade; None when none is open."""
    zone = country_of(country).time_zone
    return rules.open_until(rules_of(country, moment.date()), grade, moment, zone)


def goes_first(given: Transfers, *, sibling: bool, employee: bool) -> bool:
    """Whether a child with a brother or sister at the school, or a parent who works there, goes before others."""
    return rules.goes_first(given, sibling=sibling, employee=employee)


def log_of(wanted: Wanted) -> tuple[Entry, ...]:
    """The whole log of one queue, in the order of its tickets: whoever has it can recompute every place."""
    rows = QueueEntry.objects.filter(school=wanted.school, grade=wanted.grade, language=wanted.language)
    return tuple(
        Entry(ticket=row.pk, case=row.case, step=Step(row.step), first=row.first) for row in rows.order_by("pk")
    )


def waiting(wanted: Wanted) -> tuple[Entry, ...]:
    """Those who wait for a place, in their order."""
    return rules.waiting(log_of(wanted))


def waiting_at(schools: Collection[int], grade: int, language: str) -> Mapping[int, int]:
    """How many wait at each of several schools for a grade in a language, in one statement; none is absent."""
    rows = QueueEntry.objects.filter(school__in=schools, grade=grade, language=language).order_by("pk")
    logs: dict[int, list[Entry]] = {}
    for row in rows:
        entry = Entry(ticket=row.pk, case=row.case, step=Step(row.step), first=row.first)
        logs.setdefault(row.school_id, []).append(entry)
    return {school: len(rules.waiting(log)) for school, log in logs.items()}


def standing(case: str) -> Standing | None:
    """A case's place in the queue that it waits in; None when it waits in none."""
    wanted = wanted_by(case)
    return None if wanted is None else rules.standing(log_of(wanted), case)


def was_offered(case: str) -> bool:
    """Whether a case was offered a place that it has waited for."""
    return QueueEntry.objects.filter(case=case, step=Step.OFFERED.value).exists()


def wanted_by(case: str) -> Wanted | None:
    """What a case waits or waited for last; None when it never did."""
    row = QueueEntry.objects.filter(case=case).order_by("-pk").first()
    return None if row is None else Wanted(school=row.school_id, grade=row.grade, language=row.language)


def queues() -> tuple[Wanted, ...]:
    """Every queue that has a line; most are short, and an empty one costs the job nothing."""
    found = QueueEntry.objects.values_list("school", "grade", "language").distinct().order_by("school", "grade")
    return tuple(Wanted(school=school, grade=grade, language=language) for school, grade, language in found)
