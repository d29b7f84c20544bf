"""Special forms of study: at home or by an individual timetable, from a day to a day; and what a move to elsewhere does to them."""

from datetime import date

from django.db.backends.postgresql.psycopg_any import DateRange

from maarif.kernel import clock
from maarif.registries.enrolments.errors import FormRefused, TransitionRefused
from maarif.registries.enrolments.models import Enrolment, SpecialStudy
from maarif.registries.enrolments.states import CURRENT_STATUSES, held
from maarif.registries.enrolments.types import SpecialForm
from maarif.support.audit import operations as audit
from maarif.support.parties.operations import acting, refused_by_database
from maarif.support.parties.types import Actor


def set_form(
    *,
    by: Actor,
    enrolment: int,
    form: SpecialForm,
    since: date,
    until: date,
    reason: str = "",
    order_number: str = "",
) -> int:
    """Has a pupil taught at home or by an individual timetable for a time; its number. The same again is the one that is there.

    TransitionRefused when the study has ended, FormRefused when another special form holds one of these days.
    """
    with acting(by), refused_by_database(FormRefused):
        row = held(enrolment)
        if row.status not in CURRENT_STATUSES:
            raise TransitionRefused(enrolment=enrolment, status=row.status, to=form.value)
        if since < row.period.lower or until < since:
            raise FormRefused(constraint="study_form_within_the_study", enrolment=enrolment)
        period = DateRange(since, until, bounds="[]")
        same = SpecialStudy.objects.filter(enrolment=enrolment, form=form.value, period=period)
        there = same.values_list("pk", flat=True).first()
        if there is not None:
            return int(there)
        made = SpecialStudy.objects.create(
            enrolment_id=enrolment, form=form.value, period=period, reason=reason, order_number=order_number
        )
        detail = {"enrolment": enrolment, "form": form.value, "since": since, "until": until, "reason": reason}
        audit.record_write(by=by, verb="enrolments.set_form", subjects=[row.person_id], detail=detail)
    return int(made.pk)


def end_form(*, by: Actor, special: int, last_day: date, reason: str = "", order_number: str = "") -> None:
    """Ends a special form sooner (or later) than planned. FormRefused when that is before its first day.

    The row names the order that its days stand on now, this one where it has a number; the history keeps the former ones.
    """
    with acting(by), refused_by_database(FormRefused):
        row = (
            SpecialStudy.objects.select_for_update(of=("self",)).select_related("enrolment").filter(pk=special).first()
        )
        if row is None or last_day < row.period.lower:
            raise FormRefused(constraint="study_form_ends_after_it_begins", special=special)
        period = DateRange(row.period.lower, last_day, bounds="[]")
        if row.period.upper == period.upper:
            return
        ordered = {"reason": reason or row.reason, "order_number": order_number or row.order_number}
        SpecialStudy.objects.filter(pk=special).update(period=period, changed_at=clock.now(), **ordered)
        detail = {"enrolment": row.enrolment_id, "last_day": last_day, "reason": reason, "order": order_number}
        audit.record_write(by=by, verb="enrolments.end_form", subjects=[row.enrolment.person_id], detail=detail)


def follow(*, by: Actor, old: Enrolment, new: Enrolment, on: date) -> None:
    """What becomes of the special forms of a pupil who goes on elsewhere from a day on, inside the caller's transaction.

    All end with the enrolment. What the school had ordered is over; education at home, which the district ordered by medical
    opinion, goes along for the days that are left.
    """
    for row in SpecialStudy.objects.select_for_update().filter(enrolment=old.pk, period__endswith__gt=on):
        first, after = row.period.lower, row.period.upper
        if first < on:
            SpecialStudy.objects.filter(pk=row.pk).update(period=DateRange(first, on), changed_at=clock.now())
        else:
            row.delete()
        goes_along = row.form == SpecialForm.HOME.value and new.kind == old.kind
        if goes_along:
            SpecialStudy.objects.create(
                enrolment_id=new.pk,
                form=row.form,
                period=DateRange(max(first, on), after),
                reason=row.reason,
                order_number=row.order_number,
            )
        detail = {"enrolment": old.pk, "form": row.form, "on": on, "goes_along": goes_along}
        audit.record_write(by=by, verb="enrolments.move_form", subjects=[old.person_id], detail=detail)
