"""Who studies where, on which level, since when, and every change of status."""

from typing import ClassVar, Final

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from maarif.registries.enrolments.types import CURRENT, TRANSITIONS, Funding, Status
from maarif.registries.programmes.types import ISCED, StudyForm
from maarif.support.parties.history import SourcedRow, one_point, with_history
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

STUDY: Final = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=75, since="the enrolment ended"))


def _kind_fits_level() -> Q:
    """Each kind of education on the ISCED levels that it may have."""
    fits = Q()
    for kind, (low, high) in ISCED.items():
        fits |= Q(kind=kind.value, level__gte=low, level__lte=high)
    return fits


class LegalTransition(pgtrigger.Trigger):
    """Refuses a change of status that the law of enrolments does not know."""

    name = "legal_transition"
    when = pgtrigger.Before
    operation = pgtrigger.Update
    condition = pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))

    def get_func(self, model: models.Model) -> str:
        """Compares old and new with the list of `types.TRANSITIONS`."""
        legal = ", ".join(f"('{before.value}', '{after.value}')" for before, after in TRANSITIONS)
        return f"""
            IF (OLD.status, NEW.status) NOT IN ({legal}) THEN
                RAISE EXCEPTION 'An enrolment cannot go from % to %', OLD.status, NEW.status
                    USING ERRCODE = 'check_violation', CONSTRAINT = 'enrolment_transition_legal';
            END IF;
            RETURN NEW;
        """


class StatusChangeWritten(pgtrigger.Composer):
    """Writes each change of status into its ledger, once per statement."""

    name = "status_change_written"
    when = pgtrigger.After
    operation = pgtrigger.Update
    level = pgtrigger.Statement

    def get_func(self, model: models.Model) -> str:
        """One row per enrolment whose status differs."""
        return """
            INSERT INTO enrolments_statuschange (enrolment_id, before, after, "on", reason, order_number)
            SELECT new_values.id, old_values.status, new_values.status, new_values.status_since,
                   new_values.status_reason, new_values.status_order
            FROM old_values JOIN new_values ON old_values.id = new_values.id
            WHERE old_values.status <> new_values.status;
            RETURN NULL;
        """


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
    person_point = one_point("person_id")
    level_point = one_point("level")

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
                expressions=[
                    ("person_point", RangeOperators.OVERLAPS),
                    ("level_point", RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
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
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["institution", "kind"],
                condition=Q(status__in=["active", "suspended"]),
                name="enrolment_current_of_institution",
            ),
        ]
        triggers: ClassVar = [LegalTransition(), StatusChangeWritten(level=pgtrigger.Statement)]

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
