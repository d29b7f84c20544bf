"""The yearly promotion as a batch: its chunks, each done or not, and every step that it made, so that it can be taken back."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from maarif.registries.enrolments.types import AfterYear, BatchStatus
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

WORK: Final = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)
PUPIL: Final = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=5, since="the school year ended"))


class Promotion(models.Model):
    """One promotion of a country's pupils at the end of a school year."""

    PRIVACY: ClassVar = WORK

    country = models.CharField(max_length=2)
    year = models.SmallIntegerField()
    ends = models.DateField()
    starts = models.DateField()
    session = models.ForeignKey("programmes.AcademicSession", on_delete=models.PROTECT, related_name="+")
    rule_set = models.TextField()
    status = models.CharField(max_length=9, default=BatchStatus.RUNNING.value)
    started_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        """A country is promoted once a year, unless it was taken back."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["country", "year"], condition=~Q(status="reversed"), name="promotion_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in BatchStatus]), name="promotion_status_known"
            ),
        ]

    def __str__(self) -> str:
        return f"promotion {self.pk}"


class PromotionChunk(models.Model):
    """One institution's part of a promotion: done in one transaction, taken back in one."""

    PRIVACY: ClassVar = WORK

    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="chunks")
    institution = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict, db_default={})
    done_at = models.DateTimeField(null=True)
    reversed_at = models.DateTimeField(null=True)

    class Meta:
        """An institution is promoted once, and taken back only after that."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["promotion", "institution"], name="promotion_chunk_once"),
            models.CheckConstraint(
                condition=Q(reversed_at=None) | Q(done_at__isnull=False), name="promotion_chunk_done_first"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["promotion", "id"], condition=Q(done_at=None), name="promotion_chunk_waiting")
        ]

    def __str__(self) -> str:
        return f"promotion chunk {self.pk}"


class PromotionStep(models.Model):
    """What became of one enrolment, and what stood there before; `stamp` tells whether it changed since."""

    PRIVACY: ClassVar = PUPIL

    promotion = models.ForeignKey(Promotion, on_delete=models.PROTECT, related_name="+", db_index=False)
    chunk = models.ForeignKey(PromotionChunk, on_delete=models.PROTECT, related_name="+")
    enrolment = models.ForeignKey("enrolments.Enrolment", on_delete=models.PROTECT, related_name="+")
    opened = models.ForeignKey(
        "enrolments.Enrolment", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    action = models.CharField(max_length=8)
    grade_before = models.SmallIntegerField(null=True)
    class_before = models.BigIntegerField(null=True)
    since_before = models.DateField()
    reason_before = models.TextField(db_default="")
    order_before = models.TextField(db_default="")
    stamp = models.DateTimeField()
    stays = models.BooleanField(default=False, db_default=False)

    def __str__(self) -> str:
        return f"promotion step {self.pk}"


class PromotionChoice(models.Model):
    """What a school (or a family) decided for one pupil before the promotion: repeat the year, or leave after it."""

    PRIVACY: ClassVar = PUPIL

    enrolment = models.ForeignKey("enrolments.Enrolment", on_delete=models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    choice = models.CharField(max_length=6)
    reason = models.TextField(blank=True, default="", db_default="")
    order_number = models.TextField(blank=True, default="", db_default="")
    chosen_at = models.DateTimeField(db_default=Now())

    class Meta:
        """One choice for an enrolment and a year."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "year"], name="promotion_choice_once"),
            models.CheckConstraint(
                condition=Q(choice__in=[choice.value for choice in AfterYear]), name="promotion_choice_known"
            ),
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"
