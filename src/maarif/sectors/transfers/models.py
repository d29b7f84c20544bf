"""The log of the queues for places; a line never changes, and its number is the ticket."""

from typing import ClassVar, Final

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from maarif.sectors.transfers.types import Step
from maarif.support.parties.types import Keep, Privacy, PrivacyClass

APPEND_ONLY: Final = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class QueueEntry(models.Model):
    """One line: a case joined the queue for a grade (or a year of a programme) in a language at a school, was offered a place, or left.

    `begins` is the first day of the school year that is waited for; empty: the one that there is.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.PERSONAL, keep=Keep(years=10, since="the decision"))
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    case = models.CharField(max_length=40)
    school = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    grade = models.SmallIntegerField()
    language = models.CharField(max_length=2)
    programme = models.ForeignKey(
        "programmes.Programme", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    begins = models.DateField(null=True)
    step = models.CharField(max_length=7)
    first = models.BooleanField(default=False)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        """A case joins a queue once."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(step__in=[step.value for step in Step]), name="queue_step_known"),
            models.UniqueConstraint(fields=["case", "school", "step"], name="queue_step_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["school", "grade", "language", "id"], name="queue_of_school")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.case} {self.step}"
