"""Tables of the ledger: what was seen and done, entry by entry, and the seals that chain the entries."""

from typing import ClassVar, Final

import pgtrigger
from django.db import models

from maarif.support.audit.columns import ClockTime, CurrentTransaction
from maarif.support.parties.types import FOR_EVER, Keep, Privacy, PrivacyClass

APPEND_ONLY: Final = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Entry(models.Model):
    """One look at, or one act upon, one party. There is no foreign key: the ledger outlives what it speaks of.

    `era` and `transaction` place the entry for the sealer; `era` grows when a database is restored from a logical copy,
    where transaction numbers begin anew.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.SENSITIVE, keep=Keep(years=10, since="the entry"))
    LEDGER: ClassVar = True

    id = models.BigAutoField(primary_key=True)
    era = models.SmallIntegerField(db_default=1)
    transaction = models.BigIntegerField(db_default=CurrentTransaction())
    at = models.DateTimeField(db_default=ClockTime())
    kind = models.CharField(max_length=5)
    what = models.TextField()
    subject = models.BigIntegerField(null=True)
    party = models.BigIntegerField(null=True)
    account = models.BigIntegerField(null=True)
    role = models.TextField()
    scope_kind = models.TextField(db_default="")
    scope = models.TextField(db_default="")
    acting_for = models.BigIntegerField(null=True)
    assurance = models.SmallIntegerField()
    channel = models.TextField()
    purpose = models.TextField(db_default="")
    case_number = models.TextField(db_default="")
    detail = models.JSONField(default=dict)

    class Meta:
        """Entries are of two kinds and are never changed; found by subject for the person, by transaction for the sealer."""

        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=["read", "write"]), name="entry_kind_known")
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "-id"], name="entry_of_subject"),
            models.Index(fields=["era", "transaction", "id"], name="entry_in_order"),
        ]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"{self.kind} {self.what} {self.pk}"


class Seal(models.Model):
    """One signed head of the chain: `statement` is the truth (a compact JWS); the columns beside it serve the queries.

    `leaves` keeps, for each entry sealed here, its id and its hash, so that a fault is located to the entry.
    """

    PRIVACY: ClassVar = Privacy(klass=PrivacyClass.INTERNAL, keep=FOR_EVER)
    LEDGER: ClassVar = True

    number = models.BigIntegerField(primary_key=True)
    era = models.SmallIntegerField()
    until = models.BigIntegerField()
    entries = models.IntegerField()
    sealed_at = models.DateTimeField()
    statement = models.TextField()
    leaves = models.BinaryField()

    class Meta:
        """Seals are numbered without holes and never changed."""

        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(number__gte=1), name="seal_number_positive")]
        triggers: ClassVar = [APPEND_ONLY]

    def __str__(self) -> str:
        return f"seal {self.number}"
