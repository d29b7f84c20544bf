"""Hiring, moving, combining and dismissing: who holds which share of which post."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.kernel.countries import active_country
from maarif.kernel.facts import typed
from maarif.kernel.rulesets import rule_set
from maarif.registries.people.operations import hold
from maarif.registries.posts.errors import (
    EmploymentUnknown,
    LoadExceeded,
    NoMainPost,
    PostFull,
    PostOccupied,
    PostRefused,
)
from maarif.registries.posts.models import Employment, StaffLeave
from maarif.registries.posts.rules import worst_load
from maarif.registries.posts.types import EmploymentFact, EmploymentKind, Span, StaffRules
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor

_DAY: Final = timedelta(days=1)
KINDS: Final[dict[EmploymentFact, type]] = {
    EmploymentFact.SHARE: int,
    EmploymentFact.KIND: EmploymentKind,
    EmploymentFact.FIRST_DAY: date,
    EmploymentFact.LAST_DAY: date,
    EmploymentFact.ORDER_NUMBER: str,
}
"""The kind of value of each correctable fact."""


def hire(
    *,
    by: Actor,
    post: int,
    person: int,
    share: int,
    on: date,
    until: date | None = None,
    kind: EmploymentKind = EmploymentKind.MAIN,
    order_number: str = "",
) -> int:
    """Gives a person a share (hundredths) of a post from a day on; `until` is the last day; the employment's number.

    The very same once more is the one that is there. PostFull, LoadExceeded, PostOccupied (the post is closed), PostRefused.
    """
    facts = {"post_id": post, "share": share, "kind": kind.value, "period": DateRange(on, _after(until))}
    with acting(by), _refused():
        hold(person=person)
        return _employed(by, "posts.hire", person, {**facts, "order_number": order_number})


def combine(
    *, by: Actor, post: int, person: int, share: int, on: date, until: date | None = None, order_number: str = ""
) -> int:
    """Gives somebody who has a main post a share of a second one beside it; the employment's number.

    NoMainPost, PostFull, LoadExceeded, PostOccupied, PostRefused.
    """
    facts = {"post_id": post, "share": share, "kind": EmploymentKind.SECONDARY.value}
    with acting(by), _refused():
        hold(person=person)
        main = Employment.objects.filter(person=person, kind=EmploymentKind.MAIN.value, period__contains=on)
        if not main.exists():
            raise NoMainPost(person=person, on=on.isoformat())
        period = DateRange(on, _after(until))
        return _employed(by, "posts.combine", person, {**facts, "period": period, "order_number": order_number})


def move(
    *,
    by: Actor,
    employment: int,
    post: int,
    on: date,
    share: int | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Moves somebody from one post to another from a day on, with the same share unless stated; the new employment.

    EmploymentUnknown, PostFull, LoadExceeded, PostOccupied, PostRefused (before the first day; moved elsewhere already).
    """
    with acting(by), _refused():
        row = _held(employment)
        done = Employment.objects.filter(continues=employment, post=post, period__startswith=on)
        there = done.values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        if on <= row.period.lower or (row.period.upper is not None and row.period.upper < on):
            raise PostRefused(constraint="employment_ends_after_it_begins", employment=employment)
        _end(row, on - _DAY, reason, "")
        facts = {"post_id": post, "share": share or row.share, "kind": row.kind, "continues_id": employment}
        period = DateRange(on, row.period.upper if row.period.upper is None or row.period.upper > on else None)
        return _employed(by, "posts.move", row.person_id, {**facts, "period": period, "order_number": order_number})


def dismiss(*, by: Actor, employment: int, last_day: date, reason: str, order_number: str = "") -> None:
    """Ends an employment; its last day is `last_day`. PostRefused when that is before its first, EmploymentUnknown."""
    with acting(by), _refused():
        row = _held(employment)
        if last_day < row.period.lower:
            raise PostRefused(constraint="employment_ends_after_it_begins", employment=employment)
        if row.period.upper == last_day + _DAY and row.end_reason == reason:
            return
        _end(row, last_day, reason, order_number)
        detail = {"employment": employment, "last_day": last_day, "reason": reason}
        audit.record_write(by=by, verb="posts.dismiss", subjects=[row.person_id], detail=detail)


def correct_fact(*, by: Actor, employment: int, fact: EmploymentFact, value: object, reason: str) -> None:
    """Corrects one fact by a value of its kind or the text of one, such as a form gives; the same changes nothing.

    FactUnfit, EmploymentUnknown; PostFull, PostOccupied, LoadExceeded and PostRefused where it would break a rule.
    """
    found = typed(fact.value, value, KINDS[fact])
    with acting(by), _refused():
        row = _held(employment)
        column, new = fact.value, getattr(found, "value", found)
        if fact in (EmploymentFact.FIRST_DAY, EmploymentFact.LAST_DAY):
            column, new = "period", _corrected(row.period, fact, new)
        if getattr(row, column) == new:
            return
        Employment.objects.filter(pk=employment).update(**{column: new}, changed_at=clock.now())
        _within_load(row.person_id, new if column == "period" else row.period)
        detail = {"employment": employment, "fact": fact.value, "reason": reason}
        audit.record_write(by=by, verb="posts.correct_fact", subjects=[row.person_id], detail=detail)


def _corrected(period: DateRange, fact: EmploymentFact, day: date) -> DateRange:
    """The period with another first or last day."""
    first, after = (day, period.upper) if fact is EmploymentFact.FIRST_DAY else (period.lower, day + _DAY)
    if after is not None and after <= first:
        raise PostRefused(constraint="employment_ends_after_it_begins")
    return DateRange(first, after)


def _held(employment: int) -> Employment:
    """The employment, its person locked first. EmploymentUnknown."""
    person = Employment.objects.filter(pk=employment).values_list("person", flat=True).first()
    if person is None:
        raise EmploymentUnknown(employment=employment)
    hold(person=person)
    return Employment.objects.select_for_update(no_key=True).get(pk=employment)


def _employed(by: Actor, verb: str, person: int, facts: Mapping[str, object]) -> int:
    """Writes an employment of a locked person, or finds the same one, and refuses a load over the country's largest."""
    same = {name: fact for name, fact in facts.items() if name != "order_number"}
    there = Employment.objects.filter(person=person, **same).values_list("pk", flat=True).first()
    if there is not None:
        return int(there)
    row = Employment.objects.create(person_id=person, **facts)
    judged_by = _within_load(person, row.period)
    detail = {"employment": row.pk, "post": row.post_id, "share": row.share, "on": row.period.lower}
    audit.record_write(by=by, verb=verb, subjects=[person], detail={**detail, "rule_set": judged_by})
    return int(row.pk)


def _within_load(person: int, period: DateRange) -> str:
    """Refuses a load over the largest of the country on any day of the period; the rule set that was asked."""
    rules = rule_set(active_country().code, "staff", period.lower, StaffRules)
    load = _worst_load(person, period)
    if load > rules.values.largest_load:
        raise LoadExceeded(person=person, load=load, largest=rules.values.largest_load, rule_set=rules.id)
    return rules.id


def _worst_load(person: int, within: DateRange) -> int:
    """The largest load of a locked person on a day of a period; whoever is on leave from a post does not fill it."""
    rows = Employment.objects.filter(person=person, period__overlap=within).prefetch_related("leaves")
    shares = [(_span(row.period, within), row.share) for row in rows]
    leaves = [(leave.period, -row.share) for row in rows for leave in row.leaves.all()]
    away = [(_span(period, within), share) for period, share in leaves]
    back = [
        (Span(since=period.upper, until=period.upper), 0)
        for period, _ in leaves
        if period.upper and period.upper in within
    ]
    return worst_load([*shares, *away, *back])


def _span(period: DateRange, within: DateRange) -> Span:
    """The days of a period from the beginning of another one on."""
    last = date.max if period.upper is None else period.upper - _DAY
    return Span(since=max(period.lower, within.lower), until=last)


def _end(row: Employment, last_day: date, reason: str, order_number: str) -> None:
    """Ends an employment, and then a leave from it that would go on: the other way round its share would count meanwhile."""
    Employment.objects.filter(pk=row.pk).update(
        period=DateRange(row.period.lower, last_day, bounds="[]"),
        end_reason=reason,
        order_number=order_number or row.order_number,
        changed_at=clock.now(),
    )
    for leave in StaffLeave.objects.filter(employment=row.pk, period__contains=last_day):
        period = DateRange(leave.period.lower, last_day, bounds="[]")
        StaffLeave.objects.filter(pk=leave.pk).update(period=period, changed_at=clock.now())


def _after(last_day: date | None) -> date | None:
    """The first day that no longer belongs to it."""
    return None if last_day is None else last_day + _DAY


def _refused() -> AbstractContextManager[None]:
    """The names of what the database may refuse here."""
    return refused_by_database(PostRefused, post_not_over_filled=PostFull, post_open_while_held=PostOccupied)
