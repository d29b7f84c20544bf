"""Leaves of staff: away from a post for a time, its share free for a substitute, and back to it."""

from datetime import date, timedelta

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.registries.posts.errors import EmploymentUnknown, LeaveRefused, PostFull
from maarif.registries.posts.models import Employment, StaffLeave
from maarif.registries.posts.types import LeaveKind
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor

_DAY = timedelta(days=1)


def take_leave(
    *,
    by: Actor,
    employment: int,
    kind: LeaveKind,
    on: date,
    until: date | None = None,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Sends somebody on leave from a post from a day on; `until` is the last day (None: not known yet); the leave's number.

    The same once more is the leave that is there. LeaveRefused when it overlaps another or leaves the employment's days.
    """
    with acting(by), refused_by_database(LeaveRefused, post_not_over_filled=PostFull):
        row = Employment.objects.select_for_update(no_key=True).filter(pk=employment).first()
        if row is None:
            raise EmploymentUnknown(employment=employment)
        if on < row.period.lower or (row.period.upper is not None and (until or on) >= row.period.upper):
            raise LeaveRefused(constraint="staff_leave_within_employment", employment=employment)
        if until is not None and until < on:
            raise LeaveRefused(constraint="staff_leave_ends_after_it_begins", employment=employment)
        period = DateRange(on, None if until is None else until + _DAY)
        same = StaffLeave.objects.filter(employment=employment, kind=kind.value, period=period)
        there = same.values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        leave = StaffLeave.objects.create(
            employment_id=employment, kind=kind.value, period=period, reason=reason, order_number=order_number
        )
        detail = {"employment": employment, "leave": leave.pk, "kind": kind.value, "on": on, "until": until}
        audit.record_write(by=by, verb="posts.take_leave", subjects=[row.person_id], detail=detail)
    return int(leave.pk)


def return_to_post(*, by: Actor, employment: int, on: date, reason: str = "") -> None:
    """Brings somebody back from leave: `on` is the first day at work again, sooner or later than planned.

    PostFull while a substitute holds the share on that day, LeaveRefused when there is no leave that `on` could end.
    """
    with acting(by), refused_by_database(LeaveRefused, post_not_over_filled=PostFull):
        row = Employment.objects.select_for_update(no_key=True).filter(pk=employment).first()
        if row is None:
            raise EmploymentUnknown(employment=employment)
        rows = StaffLeave.objects.filter(employment=employment, period__startswith__lt=on)
        leave = rows.order_by("-period").first()
        if leave is None:
            raise LeaveRefused(constraint="staff_leave_ends_after_it_begins", employment=employment)
        if leave.period.upper == on:
            return
        StaffLeave.objects.filter(pk=leave.pk).update(period=DateRange(leave.period.lower, on), changed_at=clock.now())
        detail = {"employment": employment, "leave": leave.pk, "on": on, "reason": reason}
        audit.record_write(by=by, verb="posts.return_to_post", subjects=[row.person_id], detail=detail)
