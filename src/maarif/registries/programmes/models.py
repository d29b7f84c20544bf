"""Academic sessions, courses, classes and programmes of study."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from maarif.registries.programmes.types import ISCED, ProgrammeKind, SessionKind, StudyForm
from maarif.support.parties.history import SourcedRow, with_history
from maarif.support.parties.types import FOR_EVER, Privacy, PrivacyClass

OFFER: Final = Privacy(klass=PrivacyClass.PUBLIC, keep=FOR_EVER)
LANGUAGE: Final = "^([a-z]{2})?$"


def kind_fits_level() -> Q:
    """Each kind of education on the ISCED levels that it may have, as a condition on `kind` and `level`."""
    fits = Q()
    for kind, (low, high) in ISCED.items():
        fits |= Q(kind=kind.value, level__gte=low, level__lte=high)
    return fits


@with_history
class AcademicSession(SourcedRow):
    """A school year, or a semester, term or grading period within one."""

    PRIVACY: ClassVar = OFFER

    kind = models.CharField(max_length=13)
    title = models.TextField()
    starts = models.DateField()
    ends = models.DateField()
    school_year = models.SmallIntegerField()
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """A session ends after it starts; `school_year` is the year in which the school year ends (OneRoster)."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in SessionKind]), name="session_kind_known"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_ends_after_start"),
            models.CheckConstraint(condition=Q(school_year__gte=1900, school_year__lte=2200), name="session_year_real"),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"


@with_history
class Course(SourcedRow):
    """A subject as an institution teaches it."""

    PRIVACY: ClassVar = OFFER

    institution = models.ForeignKey("institutions.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    code = models.TextField(blank=True, default="", db_default="")
    title = models.TextField()
    grades = ArrayField(models.TextField(), default=list, db_default=[])
    subjects = ArrayField(models.TextField(), default=list, db_default=[])

    class Meta:
        """A course has a title."""

        constraints: ClassVar = [models.CheckConstraint(condition=~Q(title=""), name="course_has_a_title")]

    def __str__(self) -> str:
        return f"course {self.pk}"


@with_history
class ClassGroup(SourcedRow):
    """A class of a school or kindergarten, or a group of students of a programme, in one session."""

    PRIVACY: ClassVar = OFFER

    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    course = models.ForeignKey(Course, null=True, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(AcademicSession, null=True, on_delete=models.PROTECT, related_name="+")
    teacher = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        "programmes.Programme", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    grade = models.SmallIntegerField(null=True)
    name = models.TextField()
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    shift = models.SmallIntegerField(default=1, db_default=1)
    capacity = models.SmallIntegerField(null=True)

    class Meta:
        """Grades run from the preparatory 0 to 12, years of study from 1; there are at most three shifts."""

        indexes: ClassVar = [
            models.Index(
                fields=["grade", "language", "institution"],
                condition=Q(capacity__isnull=False),
                name="class_with_places",
            ),
            models.Index(
                fields=["programme", "grade"], condition=Q(programme__isnull=False), name="class_of_programme"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="class_has_a_name"),
            models.CheckConstraint(condition=Q(grade=None) | Q(grade__gte=0, grade__lte=12), name="class_grade"),
            models.CheckConstraint(condition=Q(shift__gte=1, shift__lte=3), name="class_shift"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gte=0), name="class_capacity"),
            models.CheckConstraint(condition=Q(language__regex=LANGUAGE), name="class_language_code"),
        ]

    def __str__(self) -> str:
        return f"class {self.pk}"


@with_history
class Programme(SourcedRow):
    """What an institution teaches towards a qualification."""

    PRIVACY: ClassVar = OFFER

    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    code = models.TextField(blank=True, default="", db_default="")
    name = models.TextField()
    names = models.JSONField(default=dict, db_default={})
    kind = models.CharField(max_length=10)
    level = models.SmallIntegerField()
    language = models.CharField(max_length=2, blank=True, default="", db_default="")
    form = models.CharField(max_length=9, default=StudyForm.FULL_TIME.value, db_default=StudyForm.FULL_TIME.value)
    duration_months = models.SmallIntegerField()
    credits = models.SmallIntegerField(null=True)
    admission_group = models.CharField(max_length=8, blank=True, default="", db_default="")
    passing_scores = models.JSONField(default=dict, db_default={})
    qualification = models.TextField(blank=True, default="", db_default="")
    qualifications = models.JSONField(default=dict, db_default={})
    opened = models.DateField(null=True)
    closed = models.DateField(null=True)

    class Meta:
        """The kind stands on an ISCED level that it may have; a programme lasts at most ten years."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="programme_has_a_name"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in ProgrammeKind]) & kind_fits_level(),
                name="programme_kind_fits_level",
            ),
            models.CheckConstraint(
                condition=Q(form__in=[form.value for form in StudyForm]), name="programme_form_known"
            ),
            models.CheckConstraint(
                condition=Q(duration_months__gte=1, duration_months__lte=120), name="programme_duration"
            ),
            models.CheckConstraint(condition=Q(language__regex=LANGUAGE), name="programme_language_code"),
            models.CheckConstraint(
                condition=Q(credits=None) | Q(credits__gte=1, credits__lte=600), name="programme_credits"
            ),
        ]

    def __str__(self) -> str:
        return f"programme {self.pk}"
