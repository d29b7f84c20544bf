"""Results of teachers' examinations."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from maarif.registries.assessments.types import AssessmentKind
from maarif.support.parties.history import SourcedRow, with_history
from maarif.support.parties.types import Keep, Privacy, PrivacyClass


@with_history
class Result(SourcedRow):
    """What one person reached in one sitting of one examination; parts are a list of code, score, maximum and needed."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.SENSITIVE, keep=Keep(years=10, since="the examination"))

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=11)
    round = models.TextField(blank=True, default="", db_default="")
    subject = models.TextField(db_default="")
    subject_name = models.TextField(blank=True, default="", db_default="")
    subject_names = models.JSONField(default=dict, db_default={})
    centre = models.ForeignKey("institutions.Institution", null=True, on_delete=models.PROTECT, related_name="+")
    taken_on = models.DateField()
    parts = models.JSONField(default=list, db_default=[])
    total = models.DecimalField(max_digits=7, decimal_places=2)
    maximum = models.DecimalField(max_digits=7, decimal_places=2)
    passed = models.BooleanField()
    outcome = models.TextField(blank=True, default="", db_default="")
    valid_until = models.DateField(null=True)

    class Meta:
        """One result per person, examination, subject and day; the total fits its maximum; validity follows the day."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "kind", "subject", "taken_on"], name="result_once_a_day"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in AssessmentKind]), name="result_kind_known"
            ),
            models.CheckConstraint(condition=Q(maximum__gt=0, total__lte=F("maximum")), name="result_total_fits"),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("taken_on")), name="result_valid_after_taken"
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.pk}"
