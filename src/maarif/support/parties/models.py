"""The one number that a person and an institution extend; every holder, recipient, payer and actor points here."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models.functions import Now

from maarif.support.parties.types import FOR_EVER, PartyKind, Privacy, PrivacyClass


class Party(models.Model):
    """A number that means one person or one institution, for ever; a record taken into another keeps its own."""

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=11)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        """A party is of a known kind and stays what it is."""

        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind.value for kind in PartyKind]), name="party_kind_known"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="party_merged")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="kind_stays", operation=pgtrigger.Update, condition=pgtrigger.AnyChange("id", "kind")
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
