"""What only bundles say: affiliations, members of classes, the sources, what was loaded of each, and the loads themselves."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from maarif.support.parties.history import SourcedRow, with_history
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

BELONGING: Final = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=75, since="the affiliation ended"))


@with_history
class Affiliation(SourcedRow):
    """Somebody belongs to an institution in a role, as OneRoster's roles.csv (or users.csv of 1.1) says."""

    PRIVACY: ClassVar = BELONGING

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    is_primary = models.BooleanField(default=True, db_default=True)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        """It has a role and does not end before it begins."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(role=""), name="affiliation_has_a_role"),
            models.CheckConstraint(
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gte=F("begins")),
                name="affiliation_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"affiliation {self.pk}"


@with_history
class ClassMember(SourcedRow):
    """Somebody learns or teaches in one subject's class; the study itself is an enrolment."""

    PRIVACY: ClassVar = BELONGING

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    class_group = models.ForeignKey("programmes.ClassGroup", on_delete=models.PROTECT, related_name="+")
    role = models.TextField()
    is_primary = models.BooleanField(default=False, db_default=False)
    begins = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        """It has a role and does not end before it begins."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(role=""), name="member_has_a_role"),
            models.CheckConstraint(
                condition=Q(begins=None) | Q(ends=None) | Q(ends__gte=F("begins")), name="member_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return f"class member {self.pk}"


class Source(models.Model):
    """A system that hands in bundles, by the name in its manifest."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)

    name = models.TextField(unique=True)

    def __str__(self) -> str:
        return self.name


class LoadedPage(models.Model):
    """Rows of a bundle as they were last taken in, a page at a time: where a row's digest is the same, there is nothing to do."""

    PRIVACY: ClassVar = Privacy(
        klass=PrivacyClass.INTERNAL, keep=Keep(years=1, since="the next bulk load of the source")
    )

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="+", db_index=False)
    file = models.CharField(max_length=24)
    rows = models.BinaryField()
    replaces = models.BooleanField()

    class Meta:
        """Read and written a file at a time."""

        indexes: ClassVar = [models.Index(fields=["source", "file"], name="loaded_by_source_and_file")]

    def __str__(self) -> str:
        return f"{self.file} {self.pk}"


class Load(models.Model):
    """One run of the loader: what it read, what became of it, and how it ended."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=Keep(years=10, since="the load"))

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, default="running", db_default="running")
    counts = models.JSONField(default=dict, db_default={})

    class Meta:
        """A finished load says when."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="running", finished_at=None)
                | Q(state__in=["done", "stopped", "failed"], finished_at__isnull=False),
                name="load_finished_when",
            )
        ]

    def __str__(self) -> str:
        return f"load {self.pk}"
