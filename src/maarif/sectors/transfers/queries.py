"""Reads of the transfers room: when one may ask, the log of a queue, a case's place in it, the queues where somebody waits."""

from collections.abc import Collection
from datetime import date, datetime

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.kernel.countries import country as country_of
from maarif.kernel.rulesets import rule_set
from maarif.registries.enrolments import queries as enrolments
from maarif.registries.enrolments.types import PlacesCard
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


def in_territory(country: str, grade: int, moment: datetime) -> bool:
    """Whether a school takes only children of its own territory into a grade now."""
    return rules.in_territory(stages_of(country, moment.date()), grade, moment, country_of(country).time_zone)


def first_grade(given: Transfers, turns: int | None, programmes: Collection[str]) -> int:
    """The grade that a child enters from the kindergarten, by the age in the year and the programmes recorded."""
    return rules.first_grade(given, turns, programmes)


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
    rows = rows.filter(programme=wanted.programme, begins=wanted.begins)
    return tuple(
        Entry(ticket=row.pk, case=row.case, step=Step(row.step), first=row.first) for row in rows.order_by("pk")
    )


def waiting(wanted: Wanted) -> tuple[Entry, ...]:
    """Those who wait for a place, in their order."""
    return rules.waiting(log_of(wanted))


def free(wanted: Wanted) -> int:
    """How many places are free now, held ones not among them."""
    if wanted.programme is None:
        places = enrolments.free_at([wanted.school], grade=wanted.grade, language=wanted.language, on=_day(wanted))
        return places[wanted.school]
    groups = enrolments.groups_of([wanted.programme], on=_day(wanted)).get(wanted.programme, ())
    return enrolments.free_in(groups, wanted.grade) or 0


def classes_for(wanted: Wanted) -> tuple[PlacesCard, ...]:
    """The classes or groups in which the place can be."""
    if wanted.programme is None:
        return enrolments.places_of(wanted.school, grade=wanted.grade, language=wanted.language, on=_day(wanted))
    groups = enrolments.groups_of([wanted.programme], on=_day(wanted)).get(wanted.programme, ())
    return tuple(each for each in groups if each.grade in (None, wanted.grade))


def _day(wanted: Wanted) -> date:
    """A day of the school year for which the place is wanted."""
    if wanted.begins is not None:
        return wanted.begins
    here = active_country()
    today = clock.today(here.time_zone)
    return enrolments.school_year(here.code, today).first_day(today)


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
    return None if row is None else _wanted(row)


def queues() -> tuple[Wanted, ...]:
    """Every queue that has a line; most are short, and an empty one costs the job nothing."""
    found = QueueEntry.objects.distinct("school", "grade", "language", "programme", "begins")
    return tuple(_wanted(row) for row in found.order_by("school", "grade", "language", "programme", "begins"))


def _wanted(row: QueueEntry) -> Wanted:
    return Wanted(
        school=row.school_id, grade=row.grade, language=row.language, programme=row.programme_id, begins=row.begins
    )
