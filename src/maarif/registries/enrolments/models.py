"""Who studies where, on which level, since when, and every change of status."""

from typing import ClassVar, Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from maarif.registries.enrolments.batches import Promotion, PromotionChoice, PromotionChunk, PromotionStep
from maarif.registries.enrolments.triggers import LegalTransition, NotOverFilled, StatusChangeWritten, places_counted
from maarif.registries.enrolments.types import CURRENT, DuplicateReason, Funding, HoldEnd, SpecialForm, Status
from maarif.registries.programmes.types import ISCED, StudyForm
from maarif.support.parties.history import SourcedRow, same, with_history
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

__all__ = [
    "ClassPlaces",
    "DocumentDuplicate",
    "Enrolment",
    "PlaceHold",
    "Promotion",
    "PromotionChoice",
    "PromotionChunk",
    "PromotionStep",
    "SpecialStudy",
    "StatusChange",
]

STUDY: Final = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=75, since="the enrolment ended"))


def _kind_fits_level() -> Q:
    """Each kind of education on the ISCED levels that it may have."""
    fits = Q()
    for kind, (low, high) in ISCED.items():
        fits |= Q(kind=kind.value, level__gte=low, level__lte=high)
    return fits


@with_history
class Enrolment(SourcedRow):
    """One person at one institution on one level, over one period."""

    PRIVACY: ClassVar = STUDY

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey("programmes.Programme", null=True, on_delete=models.PROTECT, related_name="+")
    class_group = models.ForeignKey("programmes.ClassGroup", null=True, on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField()
    kind = models.CharField(max_length=10)
    grade = models.SmallIntegerField(null=True)
    form = models.CharField(max_length=9, default=StudyForm.FULL_TIME.value, db_default=StudyForm.FULL_TIME.value)
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    funding = models.CharField(max_length=15, blank=True, default="", db_default="")
    period = DateRangeField()
    expected_end = models.DateField(null=True)
    status = models.CharField(max_length=11, default=Status.ACTIVE.value, db_default=Status.ACTIVE.value)
    status_since = models.DateField()
    status_reason = models.TextField(blank=True, default="", db_default="")
    status_order = models.TextField(blank=True, default="", db_default="")
    qualification = models.TextField(blank=True, default="", db_default="")
    qualifications = models.JSONField(default=dict, db_default={})
    document_number = models.TextField(blank=True, default="", db_default="")
    graduated_on = models.DateField(null=True)
    credits = models.SmallIntegerField(null=True)
    semester = models.SmallIntegerField(null=True)
    entrance_score = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    admission_year = models.SmallIntegerField(null=True)
    leave_until = models.DateField(null=True)
    continues = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """One current enrolment per person and level (and kind), no overlap on a level, an end exactly when it has ended."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "level"], condition=Q(status="active"), name="enrolment_one_active_per_level"
            ),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(status="active"), name="enrolment_one_active_per_kind"
            ),
            ExclusionConstraint(
                name="enrolment_no_overlap_on_level",
                expressions=[same("person_id", "level")],
                condition=~Q(status="annulled"),
            ),
            models.CheckConstraint(condition=_kind_fits_level(), name="enrolment_kind_fits_level"),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in Status]), name="enrolment_status_known"
            ),
            models.CheckConstraint(
                condition=Q(form__in=[form.value for form in StudyForm]), name="enrolment_form_known"
            ),
            models.CheckConstraint(
                condition=Q(funding__in=[funding.value for funding in Funding]), name="enrolment_funding_known"
            ),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False), name="enrolment_period_begins"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in CURRENT], period__upper_inf=True)
                | Q(status="annulled")
                | (~Q(status__in=[status.value for status in CURRENT]) & Q(period__upper_inf=False)),
                name="enrolment_ended_has_an_end",
            ),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__gte=0, grade__lte=12), name="enrolment_grade"),
            models.CheckConstraint(
                condition=Q(graduated_on=None) | Q(status__in=["completed", "annulled"]),
                name="enrolment_graduate_completed",
            ),
            models.CheckConstraint(condition=Q(language__regex="^([a-z]{2})?$"), name="enrolment_language_code"),
            models.CheckConstraint(condition=Q(credits=None) | Q(credits__gte=0), name="enrolment_credits"),
            models.CheckConstraint(
                condition=Q(semester=None) | Q(semester__gte=1, semester__lte=20), name="enrolment_semester"
            ),
            models.CheckConstraint(
                condition=Q(leave_until=None) | Q(status__in=["suspended", "annulled"]),
                name="enrolment_leave_has_an_end",
            ),
            models.CheckConstraint(condition=Q(continues=None) | ~Q(continues=F("id")), name="enrolment_goes_on"),
            models.UniqueConstraint(
                fields=["continues"],
                condition=~Q(status="annulled") & Q(continues__isnull=False),
                name="enrolment_continued_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["institution", "kind"],
                condition=Q(status__in=["active", "suspended"]),
                name="enrolment_current_of_institution",
            ),
            models.Index(fields=["continues"], condition=Q(continues__isnull=False), name="enrolment_continuing"),
        ]
        triggers: ClassVar = [
            LegalTransition(),
            StatusChangeWritten(level=pgtrigger.Statement),
            *places_counted(),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class StatusChange(models.Model):
    """One change of status, written by the database itself when the enrolment changes; never altered."""

    PRIVACY: ClassVar = STUDY
    LEDGER: ClassVar = True

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    before = models.CharField(max_length=11)
    after = models.CharField(max_length=11)
    on = models.DateField()
    reason = models.TextField(db_default="")
    order_number = models.TextField(db_default="")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        """A change changes something and stays as it was written."""

        constraints: ClassVar = [models.CheckConstraint(condition=~Q(before=F("after")), name="status_change_changes")]
        triggers: ClassVar = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"status change {self.pk}"


@with_history
class SpecialStudy(SourcedRow):
    """A pupil is taught at home, or by an individual timetable, from a day to a day."""

    PRIVACY: ClassVar = STUDY

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10)
    period = DateRangeField()
    reason = models.TextField(blank=True, default="", db_default="")
    order_number = models.TextField(blank=True, default="", db_default="")

    class Meta:
        """One special form at a time, from a day to a day."""

        constraints: ClassVar = [
            ExclusionConstraint(
                name="study_form_one_at_a_time",
                expressions=[same("enrolment_id")],
            ),
            models.CheckConstraint(condition=Q(form__in=[form.value for form in SpecialForm]), name="study_form_known"),
            models.CheckConstraint(
                condition=Q(period__isempty=False, period__lower_inf=False, period__upper_inf=False),
                name="study_form_has_two_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"special study {self.pk}"


@with_history
class DocumentDuplicate(SourcedRow):
    """A duplicate was issued of the document that a study ended with; the document (or duplicate) before it holds no more."""

    PRIVACY: ClassVar = STUDY

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    number = models.TextField()
    issued_on = models.DateField()
    reason = models.CharField(max_length=7)
    case = models.TextField(blank=True, default="", db_default="")

    class Meta:
        """A number is given once by an institution; a case gives one duplicate."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["institution", "number"], name="duplicate_number_once"),
            models.UniqueConstraint(fields=["case"], condition=~Q(case=""), name="duplicate_once_per_case"),
            models.CheckConstraint(condition=~Q(number=""), name="duplicate_has_a_number"),
            models.CheckConstraint(
                condition=Q(reason__in=[reason.value for reason in DuplicateReason]), name="duplicate_reason_known"
            ),
        ]

    def __str__(self) -> str:
        return f"duplicate {self.pk}"


class ClassPlaces(models.Model):
    """How many pupils a class has and how many of its places are held; triggers of the tables that take places write it."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)

    class_group = models.OneToOneField(
        "programmes.ClassGroup", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    taken = models.IntegerField(default=0, db_default=0)
    held = models.IntegerField(default=0, db_default=0)

    class Meta:
        """Nobody takes less than no place; a full class takes nobody."""

        constraints: ClassVar = [models.CheckConstraint(condition=Q(taken__gte=0, held__gte=0), name="class_places")]
        triggers: ClassVar = [NotOverFilled()]

    def __str__(self) -> str:
        return f"places of class {self.pk}"


class PlaceHold(models.Model):
    """A place of a class is kept for somebody until an instant, or until it is used or given back."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=5, since="the hold ended"))

    class_group = models.ForeignKey("programmes.ClassGroup", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    case = models.TextField(blank=True, default="", db_default="")
    until = models.DateTimeField(null=True)
    held_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=8, blank=True, default="", db_default="")

    class Meta:
        """A person holds a place of a class once; a hold that has ended says how."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "class_group"], condition=Q(ended_at=None), name="hold_once_per_class"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, end="")
                | Q(ended_at__isnull=False, end__in=[end.value for end in HoldEnd if end.value]),
                name="hold_ended_how",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["until"], condition=Q(ended_at=None, until__isnull=False), name="hold_by_end")
        ]
        triggers: ClassVar = places_counted()

    def __str__(self) -> str:
        return f"hold {self.pk}"
